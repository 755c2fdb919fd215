"""Which letters the bytes of a text file stand for."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from webinars.errors import Invalid
from webinars.i18n import gettext
from webinars.spreadsheets.limits import MEBIBYTE

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a person may choose where we guess wrong, as people know it.
CHOICES = {
    "utf-8-sig": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "iso8859-15": "ISO-8859-15",
    "mac_roman": "Mac Roman",
    "cp932": "Shift_JIS",
    "gb18030": "GB18030",
    "big5": "Big5",
    "euc_kr": "EUC-KR",
}
GUESSED_FROM = 4096


@dataclass(frozen=True)
class Encoding:
    """The name of an encoding; a guess is one that no mark and no rule confirms."""

    name: str
    is_guess: bool = False


def encoding_of(content: bytes, chosen: str = "") -> Encoding:
    """Return how to read *content*; raise Invalid when no encoding we know fits."""
    if chosen:
        return _chosen(content, chosen)
    for mark, name in MARKS:
        if content.startswith(mark):
            return _fitting(content, name)
    wide = _wide(content[:GUESSED_FROM])
    if wide is not None:
        return _fitting(content, wide)
    if fits(content, "utf-8"):
        return Encoding("utf-8")
    if fits(content, "cp1252"):
        return Encoding("cp1252", is_guess=True)
    raise Invalid(_unreadable())


def fits(content: bytes, name: str) -> bool:
    """Whether all of *content* can be read in the encoding *name*."""
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for piece in _pieces(content):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _chosen(content: bytes, name: str) -> Encoding:
    if name not in CHOICES or not fits(content, name):
        raise Invalid(
            gettext(
                "The letters of this file cannot be read as %(encoding)s. Let us find out "
                "ourselves, or choose another one.",
                encoding=CHOICES.get(name, name),
            )
        )
    return Encoding(name)


def _fitting(content: bytes, name: str) -> Encoding:
    if not fits(content, name):
        raise Invalid(_unreadable())
    return Encoding(name)


def _wide(beginning: bytes) -> str | None:
    """Return UTF-16 without a mark, which has a zero beside most letters of a header."""
    half = len(beginning) // 2
    if half < 2:
        return None
    high, low = beginning[0 : half * 2 : 2].count(0), beginning[1 : half * 2 : 2].count(0)
    if low > half * 0.6 and high < half * 0.1:
        return "utf-16-le"
    if high > half * 0.6 and low < half * 0.1:
        return "utf-16-be"
    return None


def _pieces(content: bytes) -> Iterator[bytes]:
    return (content[start : start + MEBIBYTE] for start in range(0, len(content), MEBIBYTE))


def _unreadable() -> str:
    return gettext(
        "The letters of this file cannot be read. In Excel, save it as “CSV UTF-8” or as an "
        "Excel workbook (.xlsx), or choose its encoding."
    )
