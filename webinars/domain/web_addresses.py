"""Addresses of pages elsewhere that people give us: platforms, recordings and websites."""

import re
from urllib.parse import urlsplit

LENGTH_LIMIT = 2000
# Calendars hold addresses in ASCII (RFC 3986); what else is left out could break a page or a mail.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", re.ASCII)
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]+", re.ASCII)


def is_web_address(text: str) -> bool:
    """Whether *text* is a full http or https address with a host, and without a user name."""
    if len(text) > LENGTH_LIMIT or not _ADDRESS.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        has_possible_port = parts.port != 0
    except ValueError:
        return False
    has_host = bool(_HOST.fullmatch(parts.hostname or ""))
    return has_host and has_possible_port and "@" not in parts.netloc


def is_secure_address(text: str) -> bool:
    """Whether *text* is such an address, and nobody on the way can read or change its page."""
    return text.startswith("https://") and is_web_address(text)
