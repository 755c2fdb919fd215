"""Whom a mail to many goes to: the filters of the list of registrants, and answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from webinars.domain.registrant_filters import RegistrantFilters
from webinars.models import EnrollmentStatus

ANSWERS = "answers"
SEATED = RegistrantFilters(status=EnrollmentStatus.CONFIRMED)


@dataclass(frozen=True)
class Audience:
    """Everybody whom *filters* find and who answered so; *answers* by the questions' slugs."""

    filters: RegistrantFilters = SEATED
    answers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """Read what a broadcast keeps."""
        texts = {name: value for name, value in kept.items() if name != ANSWERS}
        return cls(RegistrantFilters.read(texts), dict(kept.get(ANSWERS, {})))

    def kept(self) -> dict[str, Any]:
        """Return what a broadcast keeps, which reads as this."""
        return {**self.filters.args(), ANSWERS: dict(self.answers)}
