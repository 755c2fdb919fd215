"""Addresses elsewhere that people give us: platforms, recordings, websites, and sites' origins."""

import re
from urllib.parse import urlsplit

import idna

LENGTH_LIMIT = 2000
# Calendars hold addresses in ASCII (RFC 3986); what else is left out could break a page or a mail.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", re.ASCII)
_ORIGIN = re.compile(r"(https?)://([^/?#@:\[\]\\\s%*]+)(?::(\d{1,5}))?", re.IGNORECASE | re.ASCII)
_HOST_SIGNS = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*", re.ASCII)
_USUAL_PORTS = {"https": 443, "http": 80}
_HIGHEST_PORT = 65535
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


def normal_origin(text: str) -> str | None:
    """Return *text*, the origin of a site (RFC 6454), as browsers write it; None when it is none.

    ``https://München.example:443`` becomes ``https://xn--mnchen-3ya.example``. Plain http is for
    this machine alone. IPv6 addresses cannot stand in a policy of frames (CSP3, 2.3.1).
    """
    found = _ORIGIN.fullmatch(text)
    if found is None:
        return None
    scheme, host, port = found[1].lower(), _ascii_host(found[2]), found[3]
    if host is None or (scheme == "http" and not _is_loopback(host)):
        return None
    if port is None or int(port) == _USUAL_PORTS[scheme]:
        return f"{scheme}://{host}"
    return f"{scheme}://{host}:{int(port)}" if 0 < int(port) <= _HIGHEST_PORT else None


def _ascii_host(host: str) -> str | None:
    try:
        ascii_host = idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return None
    return ascii_host if _HOST_SIGNS.fullmatch(ascii_host) else None


def _is_loopback(host: str) -> bool:
    return host in {"localhost", "127.0.0.1"} or host.endswith(".localhost")
