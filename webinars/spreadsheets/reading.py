"""Reading a table, whatever kind of file it came in."""

from webinars.errors import Invalid
from webinars.i18n import gettext
from webinars.spreadsheets.delimited import read_delimited
from webinars.spreadsheets.limits import MEBIBYTE, MOST_BYTES
from webinars.spreadsheets.rows import Table
from webinars.spreadsheets.workbooks import is_workbook, read_workbook

# How files begin that people take for tables: Excel saves web pages under the name .xls.
WEB_PAGES = (b"<html", b"<!doctype", b"<table", b"<?xml")


def read(content: bytes, *, encoding: str = "") -> Table:
    """Return the rows of a file; raise Invalid, in words, when it is no table we can read."""
    if not content.strip():
        raise Invalid(gettext("This file is empty."))
    if len(content) > MOST_BYTES:
        raise Invalid(
            gettext("This file is too large: it may have %(most)s MB.", most=MOST_BYTES // MEBIBYTE)
        )
    if is_workbook(content):
        return read_workbook(content)
    beginning = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if beginning.startswith(WEB_PAGES):
        raise Invalid(
            gettext(
                "This file is a web page, whatever its name says. Open it in Excel and save it "
                "as an Excel workbook (.xlsx)."
            )
        )
    if beginning.startswith(b"%pdf"):
        raise Invalid(gettext("This is a PDF. Choose a CSV file or an Excel workbook (.xlsx)."))
    return read_delimited(content, encoding=encoding)
