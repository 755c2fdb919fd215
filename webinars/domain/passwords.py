"""Which passwords are refused: short ones, and those that are guessed first."""

import enum
import unicodedata
from itertools import pairwise

# Of the lists of stolen passwords those that reach the shortest length, and their kind.
COMMON = (
    "password", "passwort", "contraseña", "qwerty", "letmein", "iloveyou", "welcome", "sunshine",
    "princess", "football", "baseball", "dragon", "monkey", "master", "webinar", "admin",
    "administrator", "abc", "asdfgh", "zxcvbn", "1q2w3e4r", "1qaz2wsx",
)  # fmt: skip
# Of how many different characters it must be made.
LEAST_VARIETY = 5


class Weakness(enum.StrEnum):
    """Why a password is refused."""

    SHORT = "short"
    COMMON = "common"


def weakness(password: str, *, email: str, shortest: int) -> Weakness | None:
    """Return what is wrong with a new *password* of the account with that *email*."""
    plain = unicodedata.normalize("NFKD", password).casefold()
    if len(password) < shortest:
        return Weakness.SHORT
    if len(set(plain)) < LEAST_VARIETY or _is_a_row(plain) or _is_left_of(plain, email):
        return Weakness.COMMON
    return None


def _is_a_row(plain: str) -> bool:
    """Like 123456789012 or abcdefghijkl: each character next to the one before."""
    steps = [ord(after) - ord(before) for before, after in pairwise(plain)]
    return sum(step in {1, -1, 0} for step in steps) > len(steps) * 0.8


def _is_left_of(plain: str, email: str) -> bool:
    """Whether next to nothing is left without common words, digits and the own address."""
    local, _, domain = email.casefold().partition("@")
    words = (*COMMON, local, domain, domain.partition(".")[0])
    for word in sorted((word for word in words if len(word) > 2), key=len, reverse=True):
        plain = plain.replace(unicodedata.normalize("NFKD", word), "")
    return len([letter for letter in plain if letter.isalpha()]) < 4
