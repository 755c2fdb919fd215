"""Written tables open anywhere, and nothing in them is calculated."""

import csv
import io
from collections.abc import Iterator
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from webinars.spreadsheets.formulas import defused, restored
from webinars.spreadsheets.writing import csv_pieces, workbook_pieces

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "＝1",
    "＋1",
    "－1",
    "＠A",
    '=HYPERLINK("https://evil.example/","x")',
]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_gets_a_quote_before_it(text: str) -> None:
    assert defused(text) == f"'{text}"
    assert restored(defused(text)) == text


@pytest.mark.parametrize("text", ["", "Ana", "a=b", "'quoted", "O'Neil", "1-2", "’=1"])
def test_other_text_stays(text: str) -> None:
    assert defused(text) == text
    assert restored(text) == text


def test_a_csv_file_is_unicode_and_has_no_formulas() -> None:
    rows = [["Name", "Note"], *([text, "é\nñ"] for text in FORMULAS)]
    content = b"".join(csv_pieces(rows))
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read == [["Name", "Note"], *([f"'{text}", "é\nñ"] for text in FORMULAS)]


def test_the_first_row_of_a_csv_file_goes_out_before_the_second_is_asked_for() -> None:
    def rows() -> Iterator[list[str]]:
        yield ["Name"]
        pytest.fail("asked for more before the first row was out")

    assert next(csv_pieces(rows())).endswith(b"Name\r\n")


def test_the_heading_of_a_workbook_goes_out_before_a_row_is_asked_for() -> None:
    def rows() -> Iterator[list[str]]:
        yield ["Name"]
        pytest.fail("asked for more before the heading was out")

    assert next(workbook_pieces(rows(), sheet="People")).startswith(b"PK")


def test_a_workbook_holds_text_only() -> None:
    found = [row[0] for row in read_back([["Name"], *([text] for text in FORMULAS), ["007"]])]
    assert found[-1] == "007"
    assert all(cell.startswith("'") for cell in found[1:-1])


def test_a_workbook_gives_back_every_letter() -> None:
    texts = [
        " spaces around ",
        "two\nlines\r\nand a\ttab",
        '<b>&amp;</b> "quoted"',
        "_x0041_ is no A, nor is _x005F_",
        "bell \x07 and Ñandú 😀",
    ]
    rows = [["Name", "", "Note"], *([text, "", text] for text in texts)]
    assert read_back(rows) == rows


def test_a_workbook_of_many_rows_has_them_all_in_their_order() -> None:
    rows = [["Number"], *([f"{number} of many"] for number in range(1234))]
    assert read_back(rows) == rows


def read_back(rows: list[list[str]]) -> list[list[object]]:
    """Write the rows into a workbook and read its sheet."""
    content = b"".join(workbook_pieces(rows, sheet="People"))
    with ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("People")
    return sheet.to_python()
