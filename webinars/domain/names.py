"""Names that strangers gave, made fit for a mail."""

import re
import unicodedata

from webinars.domain.ical.text import clean_line

LONGEST = 80
# An address to follow or to write to; also the bare kind that mail programs turn into a link.
LURE = re.compile(r"://|www\.|@|[^\s.]{2,}\.[a-z]{2,}")
# Marks without width, which would hide one.
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064]")


def mail_name(name: str) -> str:
    """Return a person's *name* as mails show it: one line of at most 80 characters.

    Empty when it holds an address: registering somebody else must not send them a link.
    """
    line = clean_line(name)
    if LURE.search(unicodedata.normalize("NFKC", UNSEEN.sub("", line)).casefold()):
        return ""
    return line[:LONGEST].rstrip()


def shortened(text: str, length: int) -> str:
    """Return *text* in one line of at most *length* characters, cut at a blank if it can be."""
    line = clean_line(text)
    if len(line) <= length:
        return line
    kept = line[: length - 1]
    head = kept.rpartition(" ")[0]
    return (head if len(head) > length // 2 else kept).rstrip() + "…"
