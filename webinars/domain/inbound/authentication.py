"""Whether our own mail server vouches for the sender of a mail (RFC 8601, RFC 7489)."""

from collections.abc import Iterable, Iterator

from authres import AuthenticationResultsHeader
from authres.core import AuthenticationResult

HEADER = "Authentication-Results:"
LONGEST = 10_000
MOST = 20


def is_authenticated(sender: str, results: Iterable[str], *, server: str | None) -> bool:
    """Whether *sender*, the address in From, is who the mail came from.

    *results* are the Authentication-Results fields, *server* the name by which our own server
    signs them; all others anybody may have written, so without a name nothing counts. DMARC
    has passed for the sender's domain, or, where it was not asked, DKIM or SPF for that domain
    or one above it. A failed DMARC is never outvoted.
    """
    domain = sender.rpartition("@")[2].strip().casefold()
    if not server or "." not in domain:
        return False
    ours = [one for text in list(results)[:MOST] for one in _of_server(text, server)]
    dmarc = [one for one in ours if _method(one) == "dmarc" and _result(one) != "none"]
    if dmarc:
        return all(_result(one) == "pass" and domain in _named(one, "from") for one in dmarc)
    return any(_is_aligned(one, domain) for one in ours)


def _of_server(text: str, server: str) -> Iterator[AuthenticationResult]:
    """Yield the results in one field, if *server* wrote it and it can be read."""
    text = " ".join(text.split())[:LONGEST].rstrip("; ")
    try:
        header = AuthenticationResultsHeader.parse(f"{HEADER} {text}")
    except Exception:  # noqa: BLE001  whatever the parser stumbles over, it proves nothing
        return
    if str(header.authserv_id).casefold() == server.casefold():
        yield from header.results


def _method(result: AuthenticationResult) -> str:
    return str(result.method or "").lower()


def _result(result: AuthenticationResult) -> str:
    return str(result.result or "").lower()


def _named(result: AuthenticationResult, *names: str) -> set[str]:
    """Return the domains that a result is about, as these of its properties name them."""
    values = (one.value for one in result.properties if str(one.name).lower() in names)
    return {str(value or "").rpartition("@")[2].strip().casefold() for value in values}


def _is_aligned(result: AuthenticationResult, domain: str) -> bool:
    if _result(result) != "pass":
        return False
    if _method(result) == "spf":
        signers = _named(result, "mailfrom")
    elif _method(result) == "dkim":
        # Who signs is d; i, which the signer chooses, is named alone by some servers.
        signers = _named(result, "d") or _named(result, "i")
    else:
        return False
    return any(_covers(one, domain) for one in signers)


def _covers(authenticated: str, domain: str) -> bool:
    # A domain speaks for those below it. Not the other way round: below a public suffix,
    # such as one for everybody's pages, live strangers.
    if "." not in authenticated:
        return False
    return domain == authenticated or domain.endswith("." + authenticated)
