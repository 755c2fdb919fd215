"""How many mails a domain takes in a time, as the operator says and as its server answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from webinars.domain.mail.dkim import DOMAIN

OTHERS = "*"
SECONDS = {"s": 1, "min": 60, "h": 3600}
RATE = re.compile(r"([1-9][0-9]{0,5})/(s|min|h)")
# RFC 3463, 3.8, security and policy: what Gmail, Outlook and Yahoo use for "not so many".
FEWER = re.compile(
    r"\b4\.7\.\d|\brate\b|rate.?limit|too many|too fast|throttl|slow down", re.IGNORECASE
)
# It asks every new sender to come back, however few mails there are.
GREYLISTED = re.compile(r"gr[ae]y.?list", re.IGNORECASE)
SERVICE_CLOSING = 421


@dataclass(frozen=True)
class Rates:
    """Mails a second for each domain; ``*`` stands for every other, each by itself."""

    by_domain: Mapping[str, float] = field(default_factory=dict)

    def of(self, domain: str) -> float | None:
        """Return how many mails a second *domain* may get; None when there is no limit."""
        return self.by_domain.get(domain, self.by_domain.get(OTHERS))


def read_rates(text: str) -> Rates:
    """Return what ``gmail.com=20/s; *=600/min`` says; raises ValueError for anything else."""
    entries = [entry.strip() for entry in text.split(";") if entry.strip()]
    rates: dict[str, float] = {}
    for entry in entries:
        name, _, rate = (part.strip().lower() for part in entry.partition("="))
        found = RATE.fullmatch(rate)
        if not found or not (name == OTHERS or DOMAIN.fullmatch(name)) or name in rates:
            raise ValueError(entry)
        rates[name] = int(found[1]) / SECONDS[found[2]]
    return Rates(rates)


def domain_of(address: str) -> str:
    """Return the domain of *address*, in small letters."""
    return address.rpartition("@")[2].lower()


def asks_for_fewer(code: int, answer: str) -> bool:
    """Whether a server that did not take a mail for now says that there are too many."""
    if not 400 <= code <= 499 or GREYLISTED.search(answer):
        return False
    return code == SERVICE_CLOSING or FEWER.search(answer) is not None
