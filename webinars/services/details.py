"""What an organizer sets of a row, as one value: read from the row, and put into it."""

from dataclasses import dataclass, fields
from typing import Any, Self

from webinars.database import Base


@dataclass(frozen=True)
class Details:
    """Parent of all details; every field is named as the row's attribute."""

    @classmethod
    def of(cls, row: Base) -> Self:
        """Return the details as they stand in *row*."""
        return cls(**{field.name: getattr(row, field.name) for field in fields(cls)})

    def columns(self) -> dict[str, Any]:
        """Return the values by the names of the row's attributes."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def differing(self, row: Base) -> dict[str, Any]:
        """Return those values that are other than in *row*."""
        return {
            name: value for name, value in self.columns().items() if getattr(row, name) != value
        }

    def put_into(self, row: Base) -> set[str]:
        """Set what differs in *row*; return the names of what did."""
        changed = self.differing(row)
        for name, value in changed.items():
            setattr(row, name, value)
        return set(changed)
