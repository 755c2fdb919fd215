"""What a mail server's answer means, as far as words and codes tell it (RFC 3463, RFC 5321)."""

import enum
import re


class Reason(enum.StrEnum):
    """Why a mail was not taken, for people who never read an answer of a mail server."""

    NO_MAILBOX = "no_mailbox"
    DISABLED = "disabled"
    FULL = "full"
    NO_DOMAIN = "no_domain"
    SPAM = "spam"
    NOT_TRUSTED = "not_trusted"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    TRY_LATER = "try_later"
    LOOP = "loop"
    SERVER_AWAY = "server_away"
    ADDRESS = "address"
    NOT_WRITTEN = "not_written"
    BROKEN_OFF = "broken_off"
    REFUSED = "refused"
    UNKNOWN = "unknown"


# Words tell more than codes, which many servers use as they like: the first that fits decides.
BY_WORDS = (
    (Reason.NOT_WRITTEN, r"cannot be rendered|line ends that are not crlf"),
    (Reason.BROKEN_OFF, r"every try was broken off|lease ran out"),
    (Reason.ADDRESS, r"plain smtp cannot carry|bad (recipient|destination) address syntax"),
    (
        Reason.NO_DOMAIN,
        (
            r"(host|domain)( name)? (not found|unknown)|unrouteable address|domain does not exist"
            r"|bad destination (system|host)|no (such domain|mx)|name or service not known"
            r"|name service error"
        ),
    ),
    (
        Reason.FULL,
        (
            r"(mail ?box|quota|account|user|disk).{0,40}(full|exceed|over)|over ?quota|quotaexceed"
            r"|out of storage|insufficient (disk|system) (space|storage)"
        ),
    ),
    (
        Reason.DISABLED,
        (
            r"(account|mailbox|user|recipient).{0,60}(disabled|inactive|suspended|deactivated|blocked)"
            r"|not active"
        ),
    ),
    (
        Reason.NO_MAILBOX,
        (
            r"(user|recipient|mailbox|account|address|recipnotfound).{0,60}"
            r"(unknown|not found|does ?n[o']t exist|no longer|unavailable|invalid|undeliverable)"
            r"|(unknown|no such|invalid|illegal)( or illegal)?( local)? "
            r"(user|recipient|mailbox|person|account|address)"
            r"|no mailbox|user does not exist|recipnotfound|no valid recipients"
        ),
    ),
    (
        Reason.TOO_LARGE,
        r"(size|message|mail|headers).{0,40}(too (large|big)|exceed)|size limit",
    ),
    (Reason.LOOP, r"hop count|mail loop|too many hops|routing loop"),
    (
        Reason.NOT_TRUSTED,
        (
            r"dmarc|\bspf\b|dkim|unauthenticated|reverse dns|name lookup failed|black ?list"
            r"|block ?list|blocked using|banned|\brbl\b|dnsbl|spamhaus|poor reputation|reputation"
            r"|relay(ing)? (access )?(denied|not permitted)|not permitted to relay"
        ),
    ),
    (
        Reason.SPAM,
        (
            r"spam|junk|content (rejected|guidelines)|attachment|virus|malware|unsolicited"
            r"|policy (reasons|violation)|phish"
        ),
    ),
    (
        Reason.TOO_MANY,
        r"too many|rate limit|throttl|exceeded the (rate|limit)|temporarily rate|too fast",
    ),
    (Reason.TRY_LATER, r"gr[ea]ylist|try (again )?later|temporar|deferred|come back"),
    (
        Reason.SERVER_AWAY,
        (
            r"connection (refused|reset|timed out|unexpectedly closed)|timed ?out|unreachable"
            r"|timeout|service not available|broken pipe|getaddrinfo|authentication|certificate"
        ),
    ),
)
# Enhanced status codes (RFC 3463) after their class, 4 or 5.
BY_CODE = (
    (Reason.NO_DOMAIN, r"1\.2|1\.10|4\.4"),
    (Reason.NO_MAILBOX, r"1\.[016]"),
    (Reason.ADDRESS, r"1\.[37]"),
    (Reason.DISABLED, r"2\.1"),
    (Reason.FULL, r"2\.2|3\.1"),
    (Reason.TOO_LARGE, r"2\.3|3\.4"),
    (Reason.LOOP, r"4\.6"),
    (Reason.TOO_MANY, r"4\.5"),
    (Reason.NOT_TRUSTED, r"7\.(2[0-9]|5[0-9]{2}|6[0-9]{2}|9)"),
    (Reason.SPAM, r"7\.[17]|6\.\d"),
)
WORDS = tuple((reason, re.compile(words)) for reason, words in BY_WORDS)
CODES = tuple((reason, re.compile(rf"\b[45]\.({code})\b")) for reason, code in BY_CODE)
REPLY = re.compile(r"^([45])\d\d\b")


def reason(answer: str) -> Reason:
    """Return what *answer* means: the server's words with its code, or our own."""
    words = " ".join(answer.casefold().split())
    for table in (WORDS, CODES):
        for found, pattern in table:
            if pattern.search(words):
                return found
    reply = REPLY.match(words)
    if reply is None:
        return Reason.UNKNOWN
    return Reason.REFUSED if reply[1] == "5" else Reason.TRY_LATER
