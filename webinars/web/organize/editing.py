"""Forms that never overwrite silently what somebody else has changed meanwhile."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import HiddenField

from webinars.errors import Conflict
from webinars.i18n import gettext
from webinars.web.forms import Form


@dataclass(frozen=True)
class Difference:
    """A field that changed while the form lay open: what it was, is, and shall become."""

    label: str
    was: str
    now: str
    yours: str


class EditForm(Form):
    """A form for something that exists.

    It remembers what its fields held when the page was opened. When the thing was changed
    since, `refuse_overwriting` stops the first try and lists what changed; who sends the form
    again has seen that, and overwrites knowingly.
    """

    base = HiddenField()

    def __init__(self, **values: Any) -> None:
        """Fill the form with what was posted, else with *values*."""
        super().__init__(**values)
        self.differences: list[Difference] = []
        self.remember()

    def remember(self) -> None:
        """Remember what the page shows first, again once the fields know what they offer."""
        if not self.is_submitted() and not self.is_held:
            self.base.data = _written(self._held())

    def refuse_overwriting(self, current: Mapping[str, object]) -> None:
        """Raise Conflict when *current*, the values by field as stored now, are not those shown.

        Call it inside ``transaction()``, after the row was read again, and hand the error to
        `refuse`. What was typed stays; the form then remembers *current*.
        """
        held = self._fields_of(current)
        shown = _read(self.base.data)
        changed = [name for name in held if name in shown and shown[name] != held[name]]
        if not changed:
            return
        self.differences = [
            Difference(
                str(self[name].label.text),
                shown[name],
                held[name],
                self._said(name, self[name].data),
            )
            for name in changed
        ]
        self.base.data = _written({**shown, **held})
        raise Conflict(
            gettext(
                "Somebody else has changed this since you opened the page. Nothing was saved yet: "
                "compare below, then save again."
            )
        )

    def _held(self) -> dict[str, str]:
        return self._fields_of({field.name: field.data for field in self})

    def _fields_of(self, values: Mapping[str, object]) -> dict[str, str]:
        own = {"csrf_token", "base"}
        return {name: self._said(name, value) for name, value in values.items() if name not in own}

    def _said(self, name: str, value: object) -> str:
        """Return *value* of the field *name* in the words in which the field offers it."""
        offers = getattr(self._fields.get(name), "iter_choices", tuple)
        words = {str(choice.value): str(choice.label) for choice in offers()}
        if isinstance(value, list | tuple):
            return ", ".join(words.get(str(one), _plain(one)) for one in value)
        return words.get(str(value), _plain(value)) if value is not None else ""


def _plain(value: object) -> str:
    """Return *value* in words that tell whether it changed, and can be shown."""
    if value is None or value is False:
        return ""
    if value is True:
        return gettext("yes")
    if isinstance(value, Mapping):
        return " · ".join(f"{name}: {_plain(part)}" for name, part in value.items() if part)
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(_plain(part) for part in value)
    return str(value).replace("\r\n", "\n")


def _written(shown: Mapping[str, str]) -> str:
    return json.dumps(shown, ensure_ascii=False, sort_keys=True)


def _read(text: str | None) -> dict[str, str]:
    try:
        read = json.loads(text or "{}")
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in read.items()} if isinstance(read, dict) else {}
