"""What a receiving server found about a mail of ours, and what to mend, in sentences.

The server writes it into the mail's head (Authentication-Results, RFC 8601). Nothing is asked of
the network.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from email.utils import parseaddr
from typing import Any

import authres.dmarc
from authres import AuthResError, FeatureContext

from webinars.domain.mail.alignment import is_aligned, organizational_domain

RESULTS = "Authentication-Results"
UNNAMED = "unnamed"
READER = FeatureContext(authres.dmarc)
# Microsoft's servers leave out who they are, and begin with the first result.
BEGINS_WITH_A_RESULT = re.compile(r"\s*[a-z0-9-]+\s*=", re.IGNORECASE)
RECEIVED_SPF = re.compile(r"\s*(\w+).*?\benvelope-from=\"?<?([^\s;\">]*)", re.DOTALL)
NO_ANSWER = {"temperror": "could not be looked up; try again", "permerror": "is faulty"}


class NoHeaders(ValueError):
    """What was given is no head of a mail, or no server wrote its findings into it."""


@dataclass(frozen=True)
class Finding:
    """What is known of one of the three checks; sentences for the operator."""

    name: str
    is_fine: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class _Result:
    method: str
    result: str
    properties: dict[str, str]

    def domain(self, *names: str) -> str:
        """Return the domain that the first of the properties *names* has, in small letters."""
        value = next((self.properties[name] for name in names if name in self.properties), "")
        return value.rpartition("@")[2].strip('<>" ').lower()


def check_headers(text: str) -> list[Finding]:
    """Return what the head *text* of a mail says about sender, SPF, DKIM and DMARC.

    Raises NoHeaders with a sentence when there is nothing to check.
    """
    head = HeaderParser().parsestr(_flush_left(text))
    sender = parseaddr(str(head["From"] or ""))[1]
    domain = sender.rpartition("@")[2].lower()
    if not domain:
        raise NoHeaders("There is no From header: copy the whole head of the mail, from its top.")
    server, results = _findings(head)
    words = f"The mail is from {sender}. What follows was found by {server or 'its server'}."
    return [
        Finding("From", True, (words,)),
        _spf(results, domain),
        _dkim(results, domain),
        _dmarc(results, domain),
    ]


def _flush_left(text: str) -> str:
    """Return *text* without the indentation of its first line, which copying may have added."""
    lines = text.lstrip("\r\n").splitlines() or [""]
    indentation = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    return "\n".join(line.removeprefix(indentation) for line in lines)


def _findings(head: Message) -> tuple[str, list[_Result]]:
    """Return who wrote the topmost findings, and all of that server."""
    values = [str(value) for value in head.get_all(RESULTS, [])]
    if not values:
        raise NoHeaders(
            f"There is no {RESULTS} header: the server that took the mail has noted nothing. Send "
            "a mail to an address at a large provider, and copy its head there."
        )
    read = [_read(value) for value in values]
    server = read[0][0]
    results = [result for name, found in read if name == server for result in found]
    if not any(result.method == "spf" for result in results):
        results += _received_spf(head)
    return server, results


def _read(value: str) -> tuple[str, list[_Result]]:
    unfolded = " ".join(value.split()).rstrip("; ")
    if BEGINS_WITH_A_RESULT.match(unfolded):
        unfolded = f"{UNNAMED}; {unfolded}"
    server, _, results = unfolded.partition(";")
    server = server.split()[0] if server.strip() else UNNAMED
    found = _parsed(results)
    if found is None:
        # Not every server keeps to the standard: what can be read of its results is read.
        found = [result for part in results.split(";") for result in _parsed(part) or []]
    return "" if server == UNNAMED else server, found


def _parsed(results: str) -> list[_Result] | None:
    try:
        return [_result(found) for found in READER.parse_value(f"{UNNAMED}; {results}").results]
    except AuthResError:
        return None


def _result(found: Any) -> _Result:
    properties = {f"{p.type}.{p.name}".lower(): str(p.value) for p in found.properties or []}
    return _Result(found.method.lower(), found.result.lower(), properties)


def _received_spf(head: Message) -> Iterable[_Result]:
    found = RECEIVED_SPF.match(str(head["Received-SPF"] or ""))
    if found:
        yield _Result("spf", found[1].lower(), {"smtp.mailfrom": found[2]})


def _spf(results: list[_Result], domain: str) -> Finding:
    found = next((result for result in results if result.method == "spf"), None)
    if found is None:
        return _bad("SPF", "The server says nothing about it.", _create_spf(domain))
    own = found.domain("smtp.mailfrom", "smtp.helo")
    if found.result == "pass":
        if is_aligned(own, domain):
            return _good("SPF", f"Passed for {own}, which is of the same organization as {domain}.")
        return _bad(
            "SPF",
            f"Passed for {own or 'no domain'}, which is not of the same organization as {domain}.",
            f"Let mails come back to an address at {domain}, or below it: set BOUNCE_ADDRESS, and "
            "see that your mail server does not write another one.",
        )
    if found.result in NO_ANSWER:
        return _bad(
            "SPF",
            f"The record of {own} {NO_ANSWER[found.result]}.",
            "There must be one TXT record that begins with v=spf1, and it may lead to ten further "
            "look-ups at most.",
        )
    words = {
        "none": f"{own} has no SPF record.",
        "neutral": f"The SPF record of {own} says nothing about the server that sent the mail.",
    }
    failed = f"Did not pass ({found.result}): {own} does not name the server that sent the mail."
    return _bad("SPF", words.get(found.result, failed), _create_spf(own))


def _create_spf(domain: str) -> str:
    return (
        f"Name your mail server in the TXT record of {domain} that begins with v=spf1; if there is "
        f'none, create one, such as "v=spf1 mx ~all". There must be only one.'
    )


def _dkim(results: list[_Result], domain: str) -> Finding:
    found = [result for result in results if result.method == "dkim" and result.result != "none"]
    if not found:
        return _bad(
            "DKIM",
            "The mail was not signed.",
            "Make a key with `mail dkim-key` and set DKIM_KEY_FILE, DKIM_SELECTOR and DKIM_DOMAIN, "
            "or let your mail server sign.",
        )
    passed = [result.domain("header.d", "header.i") for result in found if result.result == "pass"]
    own = next((name for name in passed if is_aligned(name, domain)), None)
    if own is not None:
        return _good(
            "DKIM", f"The signature of {own} holds, which is of the same organization as {domain}."
        )
    if passed:
        return _bad(
            "DKIM",
            f"The signature of {passed[0]} holds, but that is not the organization of {domain}.",
            f"Sign for the sender's domain: set DKIM_DOMAIN to {organizational_domain(domain)}, "
            "and create the DNS record there.",
        )
    return _bad("DKIM", *_broken_signature(found[0]))


def _broken_signature(result: _Result) -> tuple[str, str]:
    own = result.domain("header.d", "header.i") or "the domain that signed"
    selector = result.properties.get("header.s", "<selector>")
    if result.result == "temperror":
        return f"The key of {own} could not be looked up.", "Try again a little later."
    advice = (
        f"Compare the TXT record of {selector}._domainkey.{own} with what `mail dkim-key` "
        "printed. If it is right, a server on the way changed the mail: see that yours adds no "
        "footer."
    )
    return f"The signature of {own} does not hold ({result.result}).", advice


def _dmarc(results: list[_Result], domain: str) -> Finding:
    found = next((result for result in results if result.method == "dmarc"), None)
    if found is not None and found.result == "pass":
        return _good("DMARC", f"Passed for {found.domain('header.from') or domain}.")
    organization = organizational_domain(domain)
    create = (
        f'Create a TXT record _dmarc.{organization}, to begin with: "v=DMARC1; p=none". When all '
        "passes for some weeks, write p=quarantine."
    )
    if found is None:
        return _bad("DMARC", "The server says nothing about it.", create)
    if found.result in {"none", "bestguesspass"}:
        return _bad("DMARC", f"{organization} has no DMARC record.", create)
    if found.result in NO_ANSWER:
        words = f"The record of {organization} {NO_ANSWER[found.result]}."
        return _bad("DMARC", words, f"Look at the TXT record _dmarc.{organization}.")
    return _bad(
        "DMARC",
        f"Did not pass for {domain}: neither SPF nor DKIM passed for that organization.",
        "Mend one of them, best both, as told above.",
    )


def _good(name: str, *sentences: str) -> Finding:
    return Finding(name, True, sentences)


def _bad(name: str, *sentences: str) -> Finding:
    return Finding(name, False, sentences)
