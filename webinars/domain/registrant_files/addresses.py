"""E-mail addresses as lists hold them."""

import enum
import re
from email.utils import parseaddr

from email_validator import EmailNotValidError, validate_email

# What nearly all addresses look like; these need no closer look.
USUAL = re.compile(
    r"(?=.{6,254}\Z)[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?=.{4,190}\Z)"
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:com|org|net|edu|gov|us)"
)


class AddressFault(enum.StrEnum):
    """What is wrong with an address."""

    MISSING = "missing_address"
    WRONG = "wrong_address"
    LETTERS = "letters_in_address"


def usual_form(text: str) -> str | AddressFault:
    """Return the address in *text*, which may come with a name, as every server takes it."""
    given = text.strip().removeprefix("mailto:").strip()
    if "<" in given:
        given = parseaddr(given)[1]
    if not given:
        return AddressFault.MISSING
    if USUAL.fullmatch(given) and "--" not in given:
        return given
    try:
        found = validate_email(given, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        local = given.rpartition("@")[0]
        return AddressFault.LETTERS if local and not local.isascii() else AddressFault.WRONG
    return found.ascii_email or AddressFault.WRONG
