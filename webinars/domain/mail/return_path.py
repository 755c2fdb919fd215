"""The address that mails which cannot be delivered come back to, one for each delivery (VERP).

``bounce+<delivery id>-<mac>@domain``: whoever writes to it has seen that very mail, or has had it
from somebody who has. The mac is made and checked by ``links``.
"""

import re
from dataclasses import dataclass

# RFC 5321, 4.5.3.1.1: what stands before the @ has at most 64 octets.
LONGEST_LOCAL_PART = 64
MAC_LENGTH = 16
# Servers on the way may change the case, and some wrap the address of a sender into theirs
# (SRS, BATV) and unwrap it again.
TAG = re.compile(r"\+([1-9][0-9]{0,18})-([0-9a-f]{16})\Z")


@dataclass(frozen=True)
class ReturnTag:
    """What a return address says of a delivery; true only once its mac was checked."""

    delivery_id: int
    mac: str


def written(base: str, tag: ReturnTag) -> str:
    """Return the return address of one delivery under *base*, an address alone.

    Raises ValueError when no server would have to take it for its length.
    """
    name, _, domain = base.rpartition("@")
    local_part = f"{name}+{tag.delivery_id}-{tag.mac}"
    if len(local_part) > LONGEST_LOCAL_PART:
        raise ValueError(f"{local_part!r} is longer than {LONGEST_LOCAL_PART} characters")
    return f"{local_part}@{domain}"


def read(address: str) -> ReturnTag | None:
    """Return the tag in *address*, angle brackets or not; None when it is no return address."""
    local_part = address.strip().removeprefix("<").rpartition("@")[0].lower()
    if not local_part.isascii():
        return None
    found = TAG.search(local_part)
    return found and ReturnTag(int(found[1]), found[2])
