"""A workbook as Excel 97 wrote it (.xls), byte by byte: no library writes it any more."""

import struct

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
GLOBALS, SHEET = 0x0005, 0x0010


def an_old_workbook(rows: list[list[str]]) -> bytes:
    """Return a workbook with one sheet of text."""
    name = b"Sheet1"
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, GLOBALS, 0, 1996, 0, 6))
    bound = struct.pack("<BBBB", 0, 0, len(name), 0) + name
    start = len(head) + 4 + 4 + len(bound) + 4
    head += _record(0x0085, struct.pack("<I", start) + bound) + _record(0x000A, b"")
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, SHEET, 0, 1996, 0, 6))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
            sheet += _record(0x0204, struct.pack("<HHH", row, column, 0) + text)
    return _in_container((head + sheet + _record(0x000A, b"")).ljust(4096, b"\0"))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _in_container(stream: bytes) -> bytes:
    """Return an OLE file with the one stream “Workbook”."""
    count = -(-len(stream) // SECTOR)
    chain = [FAT, END, *range(3, count + 2), END]
    table = struct.pack(f"<{SECTOR // 4}I", *chain, *[FREE] * (SECTOR // 4 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0, 0)
    header += struct.pack("<108I", *[FREE] * 108)
    entries = _entry("Root Entry", 5, child=1, start=END, size=0)
    entries += _entry("Workbook", 2, child=FREE, start=2, size=len(stream))
    directory = entries.ljust(SECTOR, b"\0")
    return header + table + directory + stream.ljust(count * SECTOR, b"\0")


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBB", len(encoded), kind, 1)
        + struct.pack("<III", FREE, FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
