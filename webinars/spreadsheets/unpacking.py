"""Reads a workbook in a process of its own, which may use little and dies alone.

Run as a program: bytes of a workbook come in, lines of JSON go out, one for each row; the
last line says how it ended. A workbook can name a cell so far out that all before it would
need more memory than there is: then this process ends, not the service.
"""

import contextlib
import io
import json
import resource
import sys
import zipfile
from datetime import datetime

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

MOST_MEMORY = 384 * 1024 * 1024
MOST_SECONDS = 20
PIECE = 1024 * 1024


def main() -> None:
    """Read what comes in."""
    most_rows, most_unpacked = map(int, sys.argv[1:])
    for limit, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))
    content = sys.stdin.buffer.read()
    try:
        answer = write_rows(content, most_rows, most_unpacked)
    except PasswordError:
        answer = {"refused": "password"}
    except MemoryError:
        answer = {"refused": "large"}
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError, EOFError):
        answer = {"refused": "broken"}
    write(answer)


def write_rows(content: bytes, most_rows: int, most_unpacked: int) -> dict[str, object]:
    """Write the rows of the first visible sheet that has some; return how it ended."""
    if content.startswith(b"PK") and not is_within(content, most_unpacked):
        return {"refused": "large"}
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        shown = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible is SheetVisibleEnum.Visible
        ]
        for name in shown:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.start is None:
                continue
            if sheet.total_height > most_rows:
                return {"refused": "rows"}
            for number, cells in enumerate(sheet.iter_rows(), start=1):
                write([number, [as_text(cell) for cell in cells]])
            return {"sheet": name, "others": len(shown) - 1}
    return {"refused": "empty"}


def is_within(content: bytes, most: int) -> bool:
    """Whether the parts of the ZIP file are no larger, whatever its list says of them."""
    left = most
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for part in packed.infolist():
            # Read on behind the size and the sum that the file itself states.
            part.file_size, part.CRC = most + 1, None  # type: ignore[assignment]  # unchecked
            with packed.open(part) as unpacked:
                while piece := unpacked.read(PIECE):
                    left -= len(piece)
                    if left < 0:
                        return False
    return True


def write(answer: object) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(answer) + "\n")


def as_text(cell: object) -> str:
    """Return what a person sees in a cell."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return str(cell)


if __name__ == "__main__":
    main()
