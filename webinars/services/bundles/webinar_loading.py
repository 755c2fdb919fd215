"""Loads the webinars of a series, and what they are tied to."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from webinars.errors import WebinarsError
from webinars.i18n import gettext
from webinars.models import Series, User, Webinar, WebinarStatus
from webinars.services import catalog, ties, webinars
from webinars.services.bundles.catalog_loading import Catalog
from webinars.services.bundles.given import Given
from webinars.services.bundles.problems import BadFile, Problem
from webinars.services.bundles.report import Report
from webinars.services.bundles.schema import OffersValues, WebinarValues
from webinars.services.bundles.series_loading import tie
from webinars.services.bundles.shapes import Entry
from webinars.services.webinars import WebinarDetails
from webinars.texts import Texts

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class WebinarLoader:
    """Brings the webinars of one series to what a file says of them."""

    series: Series
    # The language that the series is to have.
    language: str
    catalog: Catalog
    report: Report
    now: datetime
    actor: User | None

    def load(self, entries: list[Entry[WebinarValues]]) -> None:
        """Create and change the webinars that the file names; the others stay."""
        stored = {webinar.slug: webinar for webinar in self.series.webinars}
        found = dict(stored)
        for entry in entries:
            slug = entry.values["slug"]
            found[slug] = self.load_one(entry, stored.get(slug))
        slugs = [entry.values["slug"] for entry in entries]
        self.report.kept_things("webinars", [slug for slug in stored if slug not in slugs])
        if catalog.reorder(list(found.values()), slugs):
            self.report.reordered("webinars")

    def load_one(self, entry: Entry[WebinarValues], stored: Webinar | None) -> Webinar:
        """Create a webinar, or change the one *stored*; people are told of what concerns them."""
        thing = gettext("webinar %(slug)s", slug=entry.values["slug"])
        given = Given(entry.values, stored, thing, self.report)
        details = self.details(given, entry.values)
        try:
            webinar = self.put(stored, details, thing)
        except WebinarsError as error:
            spot = entry.spot
            raise BadFile([Problem(spot.node.line, spot.field, error.message)]) from error
        self.load_ties(webinar, given)
        return webinar

    def put(self, stored: Webinar | None, details: WebinarDetails, thing: str) -> Webinar:
        """Create or change the row."""
        if stored is None:
            self.report.created(thing)
            return webinars.create(self.series, details, now=self.now, actor=self.actor)
        self.report.changed(thing, _differing(webinars.details_of(stored), details))
        webinars.change(stored, details, now=self.now, actor=self.actor)
        return stored

    def details(self, given: Given, values: WebinarValues) -> WebinarDetails:
        """Return what the webinar is to be."""
        stored = given.row if isinstance(given.row, Webinar) else None
        starts_at = _starts_at(given, stored)
        no_offers: OffersValues = {}
        offers = Given(values.get("offers", no_offers), stored, given.thing, self.report)
        interpretation: list[str] = offers.value("interpretation", [], prefix="offers.")
        return WebinarDetails(
            slug=values["slug"],
            # New ones get their place when all are there.
            position=stored.position if stored else 0,
            title=given.texts("title").led_by(self.language),
            description=given.texts("description").led_by(self.language),
            starts_at=starts_at,
            ends_at=starts_at and starts_at + _length(values, stored),
            time_zone=given.value("time_zone", None),
            capacity=given.value("capacity", None),
            join_url=given.value("join_url", None),
            recording_url=given.value("recording", None),
            status=given.value("status", WebinarStatus.SCHEDULED),
            offers_captions=offers.value("captions", new=False, prefix="offers."),
            offers_sign_language=offers.value("sign_language", new=False, prefix="offers."),
            interpretation=tuple(interpretation),
            is_recorded=offers.value("recording", new=False, prefix="offers."),
        )

    def load_ties(self, webinar: Webinar, given: Given) -> None:
        """Tie the webinar to the practices, co-sponsors and speakers that the file names."""
        rows = self.catalog
        tie(
            given,
            "practices",
            webinar.practices,
            lambda slugs: ties.set_practices(
                webinar,
                [rows.practices[slug] for slug in slugs],
                now=self.now,
                actor=self.actor,
            ),
        )
        tie(
            given,
            "co_sponsors",
            webinar.co_sponsors,
            lambda slugs: ties.set_co_sponsors(
                webinar,
                [rows.sponsors[slug] for slug in slugs],
                now=self.now,
                actor=self.actor,
            ),
        )
        self.load_appearances(webinar, given)

    def load_appearances(self, webinar: Webinar, given: Given) -> None:
        """Let the speakers that the file names appear, in its order."""
        stored = {appearance.speaker.slug: appearance for appearance in webinar.appearances}
        if "speakers" not in given.values:
            if stored:
                self.report.kept_key(given.thing, "speakers")
            return
        wanted: dict[str, Texts] = {}
        for entry in given.values["speakers"]:
            slug = entry.values["speaker"]
            thing = gettext("speaker %(slug)s in %(webinar)s", slug=slug, webinar=given.thing)
            appearance = Given(entry.values, stored.get(slug), thing, self.report)
            wanted[slug] = appearance.texts("role").led_by(self.language)
        present = {slug: appearance.role for slug, appearance in stored.items()}
        if list(wanted.items()) != list(present.items()):
            self.set_appearances(webinar, wanted)
            if given.row is not None:
                self.report_speakers(given.thing, present, wanted)

    def set_appearances(self, webinar: Webinar, wanted: Mapping[str, Texts]) -> None:
        """Let these speakers appear, each in a role."""
        speakers = self.catalog.speakers
        ties.set_appearances(
            webinar,
            [(speakers[slug], role) for slug, role in wanted.items()],
            now=self.now,
            actor=self.actor,
        )

    def report_speakers(
        self, thing: str, before: Mapping[str, Texts], after: Mapping[str, Texts]
    ) -> None:
        """Say who joined and left, and whether roles or order changed."""
        self.report.tied(thing, "speakers", before, after)
        stayed = [slug for slug in before if slug in after]
        has_new_roles = any(before[slug] != after[slug] for slug in stayed)
        if has_new_roles or stayed != [slug for slug in after if slug in before]:
            self.report.changed(thing, ["speakers"])


def _starts_at(given: Given, stored: Webinar | None) -> datetime | None:
    """Return the start: as the file says, or as it stands; a relative one is for new webinars."""
    if "starts_at" in given.values:
        at: datetime | None = given.values["starts_at"]
        return at
    kept = stored.starts_at if stored else None
    if kept and "starts" not in given.values:
        given.report.kept_key(given.thing, "starts")
    return kept


def _length(values: WebinarValues, stored: Webinar | None) -> timedelta:
    minutes = values.get("minutes")
    if minutes is not None:
        return minutes * MINUTE
    if stored is None or stored.starts_at is None or stored.ends_at is None:
        raise TypeError("a webinar with a start has no length")
    return stored.ends_at - stored.starts_at


def _differing(old: WebinarDetails, new: WebinarDetails) -> list[str]:
    names = [
        field.name
        for field in fields(WebinarDetails)
        if getattr(old, field.name) != getattr(new, field.name)
    ]
    lengths = {_length_of(old), _length_of(new)}
    if "ends_at" in names and (len(lengths) == 1 or None in lengths):
        names.remove("ends_at")
    return names


def _length_of(details: WebinarDetails) -> timedelta | None:
    if details.starts_at is None or details.ends_at is None:
        return None
    return details.ends_at - details.starts_at
