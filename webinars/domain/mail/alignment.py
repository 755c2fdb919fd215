"""Whether two domains belong together, as DMARC asks (RFC 7489, 3.1: relaxed alignment)."""

from webinars.domain.mail.dkim import DOMAIN

# Below these nobody registers a domain, in a country's part of the names. The list that browsers
# share has ten thousand lines; mails come from few of them, and a wrong answer is a refusal.
SECOND_LEVEL = {
    "ac", "ad", "asn", "co", "com", "ed", "edu", "firm", "gen", "gob", "gouv", "gov",
    "govt", "gr", "gub", "health", "id", "ind", "info", "int", "lg", "ltd", "maori", "me",
    "mil", "muni", "ne", "net", "nhs", "nic", "nom", "or", "org", "parliament", "plc",
    "police", "re", "res", "sch", "school", "web"
}  # fmt: skip
# Places in the United States: berkeley.ca.us is one domain, schools.k12.ca.us another.
STATE_LEVEL = frozenset({"cc", "k12", "lib"})


def organizational_domain(domain: str) -> str:
    """Return the part of *domain* that somebody registered: example.org of mail.example.org."""
    labels = domain.lower().rstrip(".").split(".")
    return ".".join(labels[-1 - _suffix_length(labels) :])


def is_aligned(domain: str, other: str) -> bool:
    """Whether both domains are of the same organization."""
    names = [name.lower().rstrip(".") for name in (domain, other)]
    if not all(DOMAIN.fullmatch(name) for name in names):
        return False
    return organizational_domain(names[0]) == organizational_domain(names[1])


def _suffix_length(labels: list[str]) -> int:
    """Return how many labels at the end are nobody's own."""
    if len(labels) < 3 or len(labels[-1]) != 2:
        return 1
    if labels[-1] == "us" and len(labels[-2]) == 2:
        return 3 if len(labels) > 3 and labels[-3] in STATE_LEVEL else 2
    return 2 if labels[-2] in SECOND_LEVEL else 1
