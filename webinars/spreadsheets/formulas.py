"""Keeping text that looks like a formula from being one (OWASP ASVS 5.0, 1.2.10)."""

import unicodedata

STARTERS = "=+-@"
QUOTE = "'"


def defused(text: str) -> str:
    """Return *text* so that no spreadsheet program calculates it.

    Programs pass over blanks and marks without width, and take full-width signs for their own.
    """
    return QUOTE + text if _is_dangerous(text) else text


def restored(text: str) -> str:
    """Return what was written before ``defused``."""
    return text[1:] if text.startswith(QUOTE) and _is_dangerous(text[1:]) else text


def _is_dangerous(text: str) -> bool:
    if text[:1] in ("\t", "\r", "\n"):
        return True
    for letter in text:
        if unicodedata.category(letter)[0] not in "ZC":
            return unicodedata.normalize("NFKC", letter)[:1] in STARTERS
    return False
