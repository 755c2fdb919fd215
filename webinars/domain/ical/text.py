"""Strings made fit for a calendar object, so that text stays text."""

import re
from urllib.parse import quote

import idna

# Control characters, byte order mark, lone surrogates, and what turns the direction of a line.
UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
# Whatever some reader takes for the end of a line.
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Left as it is in an address's local part. RFC 6068, 2 would encode "&", "/" and "=" too, but
# calendar programs compare ATTENDEE with the mail's To letter by letter (Thunderbird 153).
LOCAL_PART_SAFE = "!$&'()*+/="


def clean_text(text: str) -> str:
    """Return *text* with LF as its only line end and without invisible control characters.

    ``icalendar`` escapes what RFC 5545, 3.3.11 asks for, but lets control characters pass.
    """
    return UNWANTED.sub("", LINE_ENDS.sub("\n", text)).strip()


def clean_line(text: str) -> str:
    """Return *text* cleaned and in one line, its runs of white space made single spaces."""
    return " ".join(clean_text(text).split())


def clean_parameter(text: str) -> str:
    """Return *text* as one line for a parameter, such as CN.

    A backslash is no escape there (RFC 5545, 3.1; RFC 6868), but some readers take it for one
    and run on into what follows: it becomes a slash.
    """
    return clean_line(text).replace("\\", "/")


def ascii_address(address: str) -> str:
    """Return *address* with its domain in ASCII (RFC 5891).

    Raises ValueError when it is no address, or its domain has no ASCII form.
    """
    local, _, domain = address.rpartition("@")
    if not local or not domain or clean_line(address) != address:
        raise ValueError(f"no e-mail address: {address!r}")
    if not domain.isascii():
        domain = idna.encode(domain, uts46=True).decode("ascii")
    return f"{local}@{domain}"


def mailto(address: str) -> str:
    """Return *address* as a bare ``mailto:`` URI in ASCII (RFC 6068, 2).

    Raises ValueError as ``ascii_address`` does.
    """
    local, _, domain = ascii_address(address).rpartition("@")
    return f"mailto:{quote(local, safe=LOCAL_PART_SAFE)}@{quote(domain, safe='')}"
