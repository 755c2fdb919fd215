"""How large a table may be that we read."""

MEBIBYTE = 1024 * 1024
MOST_BYTES = 20 * MEBIBYTE
MOST_ROWS = 200_000
MOST_COLUMNS = 300
# As much as a cell of Excel holds.
MOST_LETTERS = 32_767
# A workbook is a ZIP file: what it may have once it is unpacked.
MOST_UNPACKED = 100 * MEBIBYTE
