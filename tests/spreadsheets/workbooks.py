"""Workbooks made for tests, some of them hostile."""

import io
import zipfile
import zlib
from typing import Any

import xlsxwriter


def a_workbook(*sheets: list[list[Any]]) -> bytes:
    """Return a workbook with these rows in its sheets."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd hh:mm"}) as workbook:
        for rows in sheets:
            sheet = workbook.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def with_part(workbook: bytes, name: str, content: bytes) -> bytes:
    """Return the workbook with another content of one part."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            new.writestr(part.filename, content if part.filename == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, content)
    return file.getvalue()


def that_lies(workbook: bytes, name: str, megabytes: int) -> bytes:
    """Return the workbook with a part of so many megabytes that says it has ten bytes."""
    content = b"0123456789" + b" " * (megabytes * 1024 * 1024)
    packed = bytearray(with_part(workbook, name, content))
    true, told = len(content).to_bytes(4, "little"), (10).to_bytes(4, "little")
    crc, of_ten = (zlib.crc32(one).to_bytes(4, "little") for one in (content, content[:10]))
    return bytes(packed).replace(true, told).replace(crc, of_ten)


def a_cell_far_out(reference: str) -> bytes:
    """Return a workbook whose only other cell stands there."""
    sheet = (
        '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.'
        'org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        f'<row r="{reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{reference}"><v>1</v></c>'
        "</row></sheetData></worksheet>"
    )
    return with_part(a_workbook([["a"]]), "xl/worksheets/sheet1.xml", sheet.encode())
