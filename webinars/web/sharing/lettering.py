"""The fonts of our pictures: what they can write, and how it is broken into lines.

Source Serif and Source Sans lie beside the package, under their own licence (SIL OFL 1.1):
they write Latin, Greek and Cyrillic letters.
"""

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from PIL.ImageFont import FreeTypeFont, truetype

from webinars.domain.ical.text import clean_line

FONTS = Path(__file__).parents[2] / "fonts"
SERIF = FONTS / "SourceSerif4-SemiBold.ttf"
SANS = FONTS / "SourceSans3-SemiBold.ttf"
ELLIPSIS = "…"
NO_CHARACTER = "\U0010fffe"
# Letters, marks and numbers: a text without one of them says something else.
NEEDED = {"L", "M", "N"}
KEPT = 4096
TRIAL_SIZE = 24
BALANCE_STEP = 16


@cache
def font(face: Path, size: int) -> FreeTypeFont:
    """Return the *face* at *size* pixels."""
    return truetype(face, size)


def writable(text: str, face: Path) -> str:
    """Return *text* in one line as *face* can write it; empty when a letter is missing.

    Signs that are missing, such as pictures of faces, are left out.
    """
    line = clean_line(unicodedata.normalize("NFC", text))
    missing = {one for one in line if not has_glyph(one, face)}
    if any(unicodedata.category(one)[0] in NEEDED and not is_selector(one) for one in missing):
        return ""
    return clean_line("".join(one for one in line if one not in missing))


@lru_cache(maxsize=KEPT)
def has_glyph(character: str, face: Path) -> bool:
    """Whether *face* has a form of its own for *character*, instead of an empty box."""
    if character.isspace():
        return True
    # A mark would have to be set over its letter, which not every installation can.
    if unicodedata.category(character)[0] in {"M", "C"}:
        return False
    return shape(character, face) != shape(NO_CHARACTER, face)


@lru_cache(maxsize=KEPT)
def shape(character: str, face: Path) -> tuple[tuple[int, int], bytes]:
    """Return what *face* draws for *character*: measures and pixels."""
    mask = font(face, TRIAL_SIZE).getmask(character)
    return mask.size, bytes(mask)


def is_selector(character: str) -> bool:
    """Whether *character* only chooses the form of the one before."""
    return unicodedata.name(character, "").startswith("VARIATION SELECTOR")


def wrapped(text: str, letters: FreeTypeFont, width: int) -> list[str]:
    """Return *text* in lines that are at most *width* pixels wide."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if letters.getlength(longer) <= width:
            lines[-1] = longer
            continue
        pieces = broken(word, letters, width)
        lines = [*lines, *pieces] if lines[-1] else pieces
    return [line for line in lines if line]


def balanced(lines: list[str], letters: FreeTypeFont, width: int) -> list[str]:
    """Return as many lines with the same words, about equally long."""
    text, best = " ".join(lines), lines
    for narrower in range(width, width // 2, -BALANCE_STEP):
        tried = wrapped(text, letters, narrower)
        if len(tried) > len(lines) or " ".join(tried) != text:
            break
        best = tried
    return best


def broken(word: str, letters: FreeTypeFont, width: int) -> list[str]:
    """Return *word* in pieces, if it is wider than a line."""
    pieces = [""]
    for letter in word:
        if letters.getlength(pieces[-1] + letter) > width and pieces[-1]:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def cut(lines: list[str], most: int, letters: FreeTypeFont, width: int) -> list[str]:
    """Return at most *most* of *lines*; the last says with an ellipsis that there is more."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and letters.getlength(last.rstrip() + ELLIPSIS) > width:
        last = last.rpartition(" ")[0] or last[:-1]
    return [*lines[: most - 1], last.rstrip(" ,;:–—-") + ELLIPSIS]
