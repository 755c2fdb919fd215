"""Reads a workbook in a process of its own, which may use little and dies alone.

Run as a program: bytes of a workbook come in, lines of JSON go out, one for each row; the
last line says how it ended. A workbook can name a cell so far out that all before it would
need more memory than there is: then this process ends, not the service.
"""

import contextlib
import io
import json
import re
import resource
import sys
import zipfile
from datetime import datetime

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

MOST_MEMORY = 384 * 1024 * 1024
MOST_SECONDS = 20
PIECE = 1024 * 1024
# A sheet is laid out whole, the empty cells too: a few cells far out would take all memory.
MOST_CELLS = 6_000_000
# Below that nothing can happen; above it a table is filled, at least in this part.
FEW_CELLS = 1_000_000
FILLED = 0.1
SHEETS = "xl/worksheets/"
# Counting is slow: beyond a few pieces only those are counted where a cell stands far out,
# beyond column Z or row 9999.
FEW_PIECES = 4
FAR = re.compile(rb"""r=["'](?:[A-Z]{2}|[A-Z]?[0-9]{5})""")
NEAR_ROWS, NEAR_COLUMNS = 9999, 26
PLACE = re.compile(rb"""r=["']([A-Z]{0,3})([0-9]{1,7})["']""")


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
            if sheet.total_height * sheet.total_width > MOST_CELLS:
                return {"refused": "large"}
            for number, cells in enumerate(sheet.iter_rows(), start=1):
                write([number, [as_text(cell) for cell in cells]])
            return {"sheet": name, "others": len(shown) - 1}
    return {"refused": "empty"}


def is_within(content: bytes, most: int) -> bool:
    """Whether the parts of the ZIP file are no larger, whatever its list says of them."""
    left = most
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for part in packed.infolist():
            extent = Extent() if part.filename.startswith(SHEETS) else None
            # Read on behind the size and the sum that the file itself states.
            part.file_size, part.CRC = most + 1, None  # type: ignore[assignment]  # unchecked
            with packed.open(part) as unpacked:
                while piece := unpacked.read(PIECE):
                    left -= len(piece)
                    if left < 0:
                        return False
                    if extent is not None:
                        extent.add(piece)
            if extent is not None and not extent.is_filled:
                return False
    return True


class Extent:
    """How far out the cells of a sheet stand, and how many there are."""

    def __init__(self) -> None:
        self.rows = self.columns = self.cells = self.pieces = 0
        self.is_readable = True
        self.rest = b""

    def add(self, piece: bytes) -> None:
        """Look at the next piece of the sheet's XML."""
        # In an encoding of two bytes a letter we would see no cells at all.
        self.is_readable = self.is_readable and b"\0" not in piece
        text = self.rest + piece
        # What is cut in two at the end of a piece is seen with the next.
        self.rest = text[-40:]
        self.cells += piece.count(b"<c ") + piece.count(b":c ")
        self.pieces += 1
        if self.pieces > FEW_PIECES and not FAR.search(text):
            self.rows, self.columns = max(self.rows, NEAR_ROWS), max(self.columns, NEAR_COLUMNS)
        else:
            places = PLACE.findall(text)
            self.rows = max(self.rows, *(int(row) for _, row in places), 0)
            self.columns = max(self.columns, *map(number_of, {name for name, _ in places}), 0)

    @property
    def is_filled(self) -> bool:
        """Whether laying it out takes no more than what it holds deserves."""
        whole = self.rows * self.columns
        is_small = whole <= FEW_CELLS or (whole <= MOST_CELLS and self.cells >= FILLED * whole)
        return self.is_readable and is_small


def number_of(letters: bytes) -> int:
    """Return the number of a column: 1 for A, 28 for AB."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


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
