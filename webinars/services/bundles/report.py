"""What loading a file has changed, and what it has kept because the file leaves it out."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from webinars.i18n import gettext

# How the file calls what rows call otherwise.
KEYS = {
    "starts_at": "starts",
    "ends_at": "minutes",
    "offers_captions": "offers.captions",
    "offers_sign_language": "offers.sign_language",
    "interpretation": "offers.interpretation",
    "is_recorded": "offers.recording",
    "recording_url": "recording",
    "is_demonstration": "demonstration",
    "is_required": "required",
    "logo_type": "logo",
    "logo_digest": "logo",
    "logo_width": "logo",
    "logo_height": "logo",
    "brand_colour": "colours.brand",
    "accent_colour": "colours.accent",
}


@dataclass
class Report:
    """Lines for the person who loads a file."""

    changes: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def created(self, thing: str) -> None:
        """Note that *thing* is new."""
        self.changes.append(gettext("created %(thing)s", thing=thing))

    def changed(self, thing: str, attributes: Iterable[str]) -> None:
        """Note that these attributes of *thing* are other than before."""
        keys = dict.fromkeys(KEYS.get(name, name) for name in attributes)
        if keys:
            self.changes.append(
                gettext("changed %(keys)s of %(thing)s", keys=", ".join(keys), thing=thing)
            )

    def reordered(self, section: str) -> None:
        """Note that the things of *section* stand in another order."""
        self.changes.append(gettext("changed the order of %(section)s", section=section))

    def tied(self, thing: str, key: str, before: Iterable[str], after: Iterable[str]) -> None:
        """Note what joined and left the list *key* of *thing*."""
        old, new = list(before), list(after)
        added = ", ".join(slug for slug in new if slug not in old)
        removed = ", ".join(slug for slug in old if slug not in new)
        if added:
            self.changes.append(
                gettext(
                    "added to %(key)s of %(thing)s: %(slugs)s", key=key, thing=thing, slugs=added
                )
            )
        if removed:
            self.changes.append(
                gettext(
                    "took from %(key)s of %(thing)s: %(slugs)s", key=key, thing=thing, slugs=removed
                )
            )

    def kept_key(self, thing: str, key: str) -> None:
        """Note that the file says nothing of something that is set."""
        self.kept.append(
            gettext("kept %(key)s of %(thing)s: the file leaves it out", key=key, thing=thing)
        )

    def kept_languages(self, thing: str, key: str, languages: Iterable[str]) -> None:
        """Note that the file has a text in fewer languages than are stored."""
        self.kept.append(
            gettext(
                "kept %(key)s of %(thing)s in %(languages)s: the file leaves it out",
                key=key,
                thing=thing,
                languages=", ".join(languages),
            )
        )

    def kept_things(self, section: str, slugs: Iterable[str]) -> None:
        """Note what is stored and not in the file."""
        names = ", ".join(slugs)
        if names:
            self.kept.append(
                gettext(
                    "kept in %(section)s, the file leaves them out: %(slugs)s",
                    section=section,
                    slugs=names,
                )
            )
