"""Excel's workbooks, .xlsx and .xls."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from webinars.errors import Invalid
from webinars.i18n import gettext, ngettext
from webinars.spreadsheets.limits import MEBIBYTE, MOST_ROWS, MOST_UNPACKED
from webinars.spreadsheets.rows import Row, Table, checked

ZIP = b"PK"
OLD = b"\xd0\xcf\x11\xe0"
PROGRAM = Path(__file__).with_name("unpacking.py")


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are a workbook, or packed like one."""
    return content.startswith((ZIP, OLD))


def read_workbook(content: bytes) -> Table:
    """Return the rows of a workbook's first sheet; raise Invalid, in words, when it is none."""
    if content.startswith(ZIP):
        _look_into(content)
    *rows, end = _unpacked(content)
    answer: dict[str, Any] = json.loads(end)
    if "refused" in answer:
        raise Invalid(_refusal(answer["refused"]))
    return Table(_rows(rows), _remarks(answer))


def _look_into(content: bytes) -> None:
    """Refuse, before anything is unpacked, what is no workbook or would be far too large."""
    try:
        parts = zipfile.ZipFile(BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Invalid(_refusal("broken")) from None
    if not any(part.filename.startswith("xl/") for part in parts):
        raise Invalid(
            gettext("This is no Excel workbook. Save the table as .xlsx or as a CSV file.")
        )
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Invalid(_refusal("large"))


def _unpacked(content: bytes) -> list[bytes]:
    program = [sys.executable, "-I", str(PROGRAM), str(MOST_ROWS), str(MOST_UNPACKED)]
    done = subprocess.run(program, input=content, capture_output=True, check=False)
    if done.returncode != 0:
        # It ran out of the memory or time that it was given, or the library gave up.
        raise Invalid(_refusal("died"))
    return done.stdout.splitlines()


def _rows(lines: list[bytes]) -> Iterator[Row]:
    for line in lines:
        number, cells = json.loads(line)
        yield checked(number, cells)


def _remarks(answer: dict[str, Any]) -> list[str]:
    others = answer["others"]
    if not others:
        return []
    return [
        ngettext(
            "We read the sheet “%(sheet)s”. The workbook has one more sheet, which is left out.",
            "We read the sheet “%(sheet)s”. The workbook has %(num)s more sheets, which are left "
            "out.",
            others,
            sheet=answer["sheet"],
        )
    ]


def _refusal(reason: str) -> str:
    most = MOST_UNPACKED // MEBIBYTE
    return {
        "broken": gettext("This workbook is damaged: it cannot be opened. Save it anew."),
        "died": gettext(
            "This workbook cannot be opened: it is damaged or far too large. Save the columns "
            "that are needed as a CSV file."
        ),
        "password": gettext("This workbook is protected by a password. Save it without one."),
        "empty": gettext("This workbook has no sheet with anything in it."),
        "rows": gettext(
            "This workbook has more than %(most)s rows. Split it into several files.",
            most=f"{MOST_ROWS:,}",
        ),
        "large": gettext(
            "This workbook is too large: unpacked it may have %(most)s MB. Take out sheets and "
            "columns that are not needed, or save it as a CSV file.",
            most=most,
        ),
    }[reason]
