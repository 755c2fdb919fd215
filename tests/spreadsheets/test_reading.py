"""Tables are read in any dress, and what cannot be read is refused in words."""

import io
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.spreadsheets.old_workbooks import an_old_workbook
from tests.spreadsheets.workbooks import a_cell_far_out, a_workbook, that_lies, with_part
from webinars.errors import Invalid
from webinars.spreadsheets.limits import MOST_BYTES
from webinars.spreadsheets.reading import read

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TEXT = 'Name,E-mail\r\n"Ñusta, Ana",ana@example.org\r\n'
ROWS = [(1, ("Name", "E-mail")), (2, ("Ñusta, Ana", "ana@example.org"))]


@pytest.fixture(autouse=True)
def _language(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def rows_of(content: bytes, **settings: str) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.number, row.cells) for row in read(content, **settings).rows]


def refusal_of(content: bytes, **settings: str) -> str:
    with pytest.raises(Invalid) as refused:
        list(read(content, **settings).rows)
    return refused.value.message


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_every_usual_encoding_is_found(encoding: str) -> None:
    assert rows_of(TEXT.encode(encoding)) == ROWS


def test_a_guessed_encoding_is_said_aloud() -> None:
    assert read(TEXT.encode()).remarks == []
    [remark] = read(TEXT.encode("cp1252")).remarks
    assert "Windows-1252" in remark


def test_the_encoding_can_be_chosen_where_the_guess_is_wrong() -> None:
    content = "名前,E-mail\n権兵衛,g@example.org\n".encode("cp932")

    assert rows_of(content, encoding="cp932")[1] == (2, ("権兵衛", "g@example.org"))
    assert "cannot be read as Unicode (UTF-8)" in refusal_of(content, encoding="utf-8-sig")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_delimiter_is_found(delimiter: str) -> None:
    content = TEXT.replace(",E", f"{delimiter}E").replace('",a', f'"{delimiter}a')
    assert rows_of(content.encode()) == ROWS


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "sep=\t"])
def test_excels_line_that_names_the_delimiter_is_no_row(first: str) -> None:
    delimiter = "\t" if "\t" in first else ";"
    content = f"{first}\r\nName{delimiter}E-mail\r\n".encode()
    assert rows_of(content) == [(2, ("Name", "E-mail"))]


def test_cells_may_hold_quotes_delimiters_and_line_breaks() -> None:
    content = b'a,b\n"say ""hi""","one\ntwo; three, four"\n\nlast,1\n'
    assert rows_of(content) == [
        (1, ("a", "b")),
        (2, ('say "hi"', "one\ntwo; three, four")),
        (3, ()),
        (4, ("last", "1")),
    ]


def test_a_quote_out_of_place_is_said_and_read_all_the_same() -> None:
    table = read(b'a,b\n"Ana" "Nana",x\n')
    assert len(list(table.rows)) == 2
    assert "quotation marks" in table.remarks[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"a,b\n\0\0\0,x\n", "no text file"),
        (b'a,b\nc,"never closed\nd,e\n', "In row 2 a quotation mark begins"),
        (b"a,b\n" + b"x" * 40_000 + b",c\n", "row 2 has more than 32,767 characters"),
        (b"," * 500 + b"x\n", "Row 1 has more than 300 columns"),
        (b"a\n" * 200_001, "more than 200,000 rows"),
        (b"x" * (MOST_BYTES + 1), "may have 20 MB"),
        (b"\x81\x8d\x8f\x90\n", "letters of this file cannot be read"),
        (b"<html><table><tr><td>Name</td></tr></table></html>", "web page"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04 but no ZIP file", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 but no workbook", "damaged"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, words: str) -> None:
    assert words in refusal_of(content)


def test_a_workbook_is_read_as_a_person_sees_it() -> None:
    when = datetime(2026, 3, 2, 15, 30, tzinfo=UTC).replace(tzinfo=None)
    content = a_workbook([[], ["Name", "Zip", "When"], ["Ana", 12345, when], ["", 1.5]])
    assert rows_of(content) == [
        (1, ()),
        (2, ("Name", "Zip", "When")),
        (3, ("Ana", "12345", "2026-03-02 15:30:00")),
        (4, ("", "1.5")),
    ]


def test_a_workbook_of_an_old_excel_is_read_as_well() -> None:
    content = an_old_workbook([["Name", "E-mail"], ["Ñusta, Ana", "ana@example.org"]])
    assert rows_of(content) == ROWS


def test_the_first_sheet_with_something_in_it_counts_and_the_others_are_told() -> None:
    table = read(a_workbook([], [["Name"]], [["other"]]))
    assert [row.cells for row in table.rows] == [("Name",)]
    assert "“Sheet2”" in table.remarks[0]
    assert "2 more sheets" in table.remarks[0]


def test_a_workbook_that_would_unpack_to_a_gigabyte_is_refused_unopened() -> None:
    bomb = with_part(a_workbook([["a"]]), "xl/worksheets/sheet1.xml", b" " * (105 * 1024 * 1024))
    tracemalloc.start()
    try:
        words = refusal_of(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "unpacked it may have 100 MB" in words
    assert peak < 5 * 1024 * 1024


def test_a_workbook_that_lies_about_its_size_is_refused() -> None:
    bomb = that_lies(a_workbook([["a"]]), "xl/worksheets/sheet1.xml", 105)
    parts = zipfile.ZipFile(io.BytesIO(bomb)).infolist()
    assert sum(part.file_size for part in parts) < 100_000
    assert "too large" in refusal_of(bomb)


@pytest.mark.parametrize("reference", ["XFD1048576", "ZZ190000", "AZ199999", "CV100000"])
def test_a_few_cells_far_out_are_refused_before_they_take_memory(reference: str) -> None:
    began = time.perf_counter()
    assert "unpacked it may have 100 MB" in refusal_of(a_cell_far_out(reference))
    assert time.perf_counter() - began < 8


def test_a_wide_sheet_of_a_few_rows_is_read() -> None:
    content = a_workbook([[f"Column {n}" for n in range(250)], ["x"] * 250])
    assert len(rows_of(content)[0][1]) == 250


def test_a_sheet_whose_letters_we_cannot_see_is_refused() -> None:
    name = "xl/worksheets/sheet1.xml"
    hidden = zipfile.ZipFile(io.BytesIO(a_cell_far_out("AZ199999"))).read(name).decode()
    hidden = hidden.replace("UTF-8", "UTF-16")
    assert "too large" in refusal_of(with_part(a_workbook([["a"]]), name, hidden.encode("utf-16")))


def test_entities_in_a_workbook_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    strings = f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY l0 "lol">{laughs}]><sst>&l9;</sst>'
    content = with_part(a_workbook([["a"]]), "xl/sharedStrings.xml", strings.encode())
    assert "damaged" in refusal_of(content)


def test_other_packed_files_are_no_workbook() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("../../evil.txt", "x")
    assert "no Excel workbook" in refusal_of(file.getvalue())
