"""What a file says of one thing, over what is stored of it."""

from collections.abc import Mapping
from typing import Any, TypeVar

from webinars.database import Base
from webinars.services.bundles.report import KEYS, Report
from webinars.texts import Texts

T = TypeVar("T")
ATTRIBUTES = {key: attribute for attribute, key in KEYS.items()}


class Given:
    """The values of one thing: those given, else those stored, else those of a new one."""

    def __init__(
        self, values: Mapping[str, Any], row: Base | None, thing: str, report: Report
    ) -> None:
        """Take the file's *values* of *thing*, which is stored in *row* unless it is new."""
        self.values = values
        self.row = row
        self.thing = thing
        self.report = report

    def value(self, key: str, new: T, *, prefix: str = "") -> T:
        """Return the value of *key*, or *new* when neither file nor row have any."""
        if key in self.values:
            value: T = self.values[key]
            return value
        attribute = ATTRIBUTES.get(f"{prefix}{key}", key)
        stored = new if self.row is None else getattr(self.row, attribute)
        if stored != new:
            self.report.kept_key(self.thing, f"{prefix}{key}")
        return stored

    def texts(self, key: str) -> Texts:
        """Return the texts of *key*; languages that only the row has are kept."""
        stored: Texts = Texts() if self.row is None else getattr(self.row, key)
        if key not in self.values:
            if stored:
                self.report.kept_key(self.thing, key)
            return stored
        given: dict[str, str] | None = self.values[key]
        if given is None:
            return Texts()
        kept = {code: text for code, text in stored.items() if code not in given}
        if kept:
            self.report.kept_languages(self.thing, key, kept)
        return Texts({**given, **kept})
