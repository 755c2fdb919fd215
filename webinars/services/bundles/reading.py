"""From the bytes of a series file to checked values, with every problem said at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from webinars.domain import scheduling
from webinars.i18n import gettext, is_language
from webinars.services.bundles import schema
from webinars.services.bundles.problems import BadFile, Problems, Wrong
from webinars.services.bundles.schema import FileValues, SeriesValues, WebinarValues
from webinars.services.bundles.shapes import Entry
from webinars.services.bundles.spots import Context, Spot, is_null
from webinars.services.bundles.tree import FILE, Items, Node, Scalar, Table, compose

REFERRED_SECTIONS = ("speakers", "practice_groups", "practices", "sponsors")


@dataclass(frozen=True)
class Known:
    """What the installation holds already, which a file may leave out or refer to."""

    language: str
    time_zone: str
    # The slugs of each section of REFERRED_SECTIONS.
    slugs: Mapping[str, frozenset[str]]
    # The webinars of the series, each with its own zone.
    webinar_zones: Mapping[str, str | None]


@dataclass(frozen=True)
class Draft:
    """A file that is YAML; whether its values are right is still to be seen."""

    tree: Table
    problems: Problems

    @property
    def series_slug(self) -> str:
        """The slug that the file gives its series; empty when it gives none."""
        return _text(self.tree, "series", "slug")


def open_draft(content: bytes) -> Draft:
    """Return the file's tree; raises BadFile when it has none."""
    problems = Problems()
    tree = compose(content, problems)
    if not isinstance(tree, Table):
        if not problems.found:
            problems.add(1, FILE, gettext("is no series file; begin with the line series:"))
        raise BadFile(problems.found)
    return Draft(tree, problems)


def check(draft: Draft, known: Known, *, folder: Path | None, now: datetime) -> FileValues:
    """Return the values of the file; raises BadFile with all that is wrong."""
    zone, language = (_text(draft.tree, "series", key) for key in ("time_zone", "language"))
    context = Context(
        problems=draft.problems,
        language=language if is_language(language) else known.language,
        time_zone=zone if zone in scheduling.zones() else known.time_zone,
        defined={name: known.slugs[name] | _slugs(draft.tree, name) for name in REFERRED_SECTIONS},
        folder=folder,
        now=now,
    )
    values = schema.FILE.read(Spot(draft.tree, "", context))
    _check_window(values.get("series", {}), Spot(draft.tree, "series", context))
    for entry in values.get("webinars", []):
        _schedule(entry, known)
    draft.problems.stop_if_any()
    return values


def _schedule(entry: Entry[WebinarValues], known: Known) -> None:
    """Find the moment at which a webinar starts; a relative one counts for new webinars only."""
    values, slug = entry.values, entry.values.get("slug", "")
    start = values.get("starts")
    if "starts" not in values or start is None:
        if "starts" in values:
            values["starts_at"] = None
        return
    if values.get("minutes") is None:
        _ask_for_minutes(entry)
    if start.is_relative and slug in known.webinar_zones:
        return
    kept_zone = known.webinar_zones.get(slug)
    zone = values.get("time_zone", kept_zone) or entry.spot.context.time_zone
    try:
        values["starts_at"] = start.moment(zone)
    except Wrong as wrong:
        start.spot.note(wrong.words)


def _ask_for_minutes(entry: Entry[WebinarValues]) -> None:
    spot = entry.spot
    given = spot.node.get("minutes") if isinstance(spot.node, Table) else None
    if given is None or is_null(given):
        at = spot.within(spot.node, ".minutes")
        at.note(gettext("is missing; give how many minutes the webinar takes."))


def _check_window(values: SeriesValues, spot: Spot) -> None:
    opens_at = values.get("registration_opens_at")
    closes_at = values.get("registration_closes_at")
    if opens_at and closes_at and closes_at <= opens_at:
        series = spot.node.get("series") if isinstance(spot.node, Table) else None
        line, _ = series.entries["registration_closes_at"] if isinstance(series, Table) else (1, 0)
        spot.within(spot.node, ".registration_closes_at").note(
            gettext("is not after registration_opens_at; give a later time."), line=line
        )


def _text(tree: Table, section: str, key: str) -> str:
    table = tree.get(section)
    value = table.get(key) if isinstance(table, Table) else None
    return value.text.strip() if isinstance(value, Scalar) and not value.is_null else ""


def _slugs(tree: Table, section: str) -> frozenset[str]:
    items = tree.get(section)
    nodes: tuple[Node, ...] = items.nodes if isinstance(items, Items) else ()
    slugs = (node.get("slug") for node in nodes if isinstance(node, Table))
    return frozenset(slug.text.strip() for slug in slugs if isinstance(slug, Scalar))
