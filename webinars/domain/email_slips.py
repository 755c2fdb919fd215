"""Likely slips of the finger in an e-mail address.

Only ever a hint: an address that looks like a slip may be somebody's own.
"""

# Where most people have their mail; names of three letters are near to too much.
COMMON_DOMAINS = (
    "gmail.com",
    "yahoo.com",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "comcast.net",
    "verizon.net",
    "protonmail.com",
)
# Real ones that are one letter away from those.
ALSO_COMMON = {"mail.com", "email.com", "ymail.com", "gmx.com", "hotmail.co", "yahoo.co"}
ENDINGS = {
    "com": ("con", "cmo", "ocm", "comm", "cpm", "vom", "xom"),
    "org": ("ogr", "orgg", "rog", "prg", "ort"),
    "gov": ("gvo", "goc", "giv", "ogv", "govv"),
    "net": ("ent", "nte", "nett", "bet"),
    "edu": ("eud", "edi", "deu", "eduu"),
}


def likely_meant(email: str) -> str | None:
    """Return the address that *email* is probably a slip for, or None when it looks right."""
    local, at, domain = email.rpartition("@")
    domain = domain.casefold()
    if not at or domain in COMMON_DOMAINS or domain in ALSO_COMMON:
        return None
    near = next((common for common in COMMON_DOMAINS if is_one_slip(domain, common)), None)
    meant = near or _with_right_ending(domain)
    return f"{local}@{meant}" if meant else None


def is_one_slip(typed: str, meant: str) -> bool:
    """Whether a letter was left out, added, mistaken, or swapped with its neighbour."""
    while typed and meant and typed[0] == meant[0]:
        typed, meant = typed[1:], meant[1:]
    is_swapped = typed[:2] == meant[1::-1] and typed[2:] == meant[2:]
    return is_swapped or typed[1:] in (meant, meant[1:]) or typed == meant[1:]


def _with_right_ending(domain: str) -> str | None:
    for right, slips in ENDINGS.items():
        for slip in slips:
            if domain.endswith(f".{slip}"):
                return domain.removesuffix(slip) + right
    return None
