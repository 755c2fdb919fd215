"""Names that strangers gave, made fit for a mail."""

import re

LONGEST = 80
# What a mail must not carry in a stranger's words: an address to follow or to write to.
LURES = ("://", "www.", "@")
# Controls, and marks that turn the direction of what stands around them.
UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def one_line(text: str) -> str:
    """Return *text* without control characters, every run of white space made one blank."""
    return " ".join(UNSEEN.sub("", text).split())


def mail_name(name: str) -> str:
    """Return a person's *name* as mails show it: one line of at most 80 characters.

    Empty when it holds an address: registering somebody else must not send them a link.
    """
    line = one_line(name)
    if any(lure in line.casefold() for lure in LURES):
        return ""
    return line[:LONGEST].rstrip()


def shortened(text: str, length: int) -> str:
    """Return *text* in one line of at most *length* characters, cut at a blank if it must be."""
    line = one_line(text)
    if len(line) <= length:
        return line
    kept = line[: length - 1]
    head, blank, _ = kept.rpartition(" ")
    return (head if blank and len(head) > length // 2 else kept).rstrip() + "…"
