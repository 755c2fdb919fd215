"""Which calendars follow the feeds, and whether they have seen the last change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.feed_health import FeedKey, FeedLine, FeedStand
from webinars.domain.permissions import Permission
from webinars.i18n import ago, clock_time, current_language, gettext, lazy_gettext, short_day
from webinars.models import FeedFamily, FeedKind, Series
from webinars.queries.feed_health import all_feeds, feeds_of_series, names_of
from webinars.web.organize.access import for_installation, for_series, the_user

bp = Blueprint("feeds", __name__, url_prefix="/feeds")

FAMILIES: Mapping[FeedFamily, str] = {
    FeedFamily.GOOGLE: "Google",
    FeedFamily.OUTLOOK: "Outlook",
    FeedFamily.APPLE: "Apple",
    FeedFamily.THUNDERBIRD: "Thunderbird",
    FeedFamily.OTHER: lazy_gettext("Another program"),
}
# From experience: no maker promises anything.
HABITS: Mapping[FeedFamily, str] = {
    FeedFamily.GOOGLE: lazy_gettext("Every 8 to 24 hours, at times only after days."),
    FeedFamily.OUTLOOK: lazy_gettext(
        "About every 3 hours, at times after a day. On a desktop: at its start and every few hours."
    ),
    FeedFamily.APPLE: lazy_gettext("Every hour on a Mac, on phones at times once a day."),
    FeedFamily.THUNDERBIRD: lazy_gettext("Every 30 minutes while it is open."),
    FeedFamily.OTHER: lazy_gettext("Between every half hour and once a day."),
}
KINDS: Mapping[FeedKind, str] = {
    FeedKind.EVERYTHING: lazy_gettext("All public webinars"),
    FeedKind.SERIES: lazy_gettext("Series"),
    FeedKind.WEBINAR: lazy_gettext("One webinar"),
    FeedKind.PRACTICE: lazy_gettext("Practice"),
    FeedKind.SPONSOR: lazy_gettext("Organization"),
    FeedKind.PERSONAL: lazy_gettext("Personal calendars, all together"),
}
TONES: Mapping[FeedStand, str] = {
    FeedStand.NEWEST: "good",
    FeedStand.BEHIND: "wait",
    FeedStand.SILENT: "problem",
    FeedStand.UNKNOWN: "",
}


@dataclass(frozen=True)
class Row:
    """One family's last look at a feed, in words."""

    family: str
    sentence: str
    stand: str
    tone: str
    habit: str


@dataclass(frozen=True)
class Followed:
    """One feed with who follows it, in words."""

    kind: str
    name: str
    rows: list[Row]


@bp.get("/")
@for_installation(Permission.MANAGE_SETTINGS)
def index() -> ResponseReturnValue:
    """Show who asked for any feed; those of single webinars are on the pages of their series."""
    now = utcnow()
    feeds = _followed(all_feeds(now), the_user().time_zone, now)
    return render_template("organize/feeds/index.html", feeds=feeds)


@bp.get("/<series>/")
@for_series(Permission.SEE_SERIES)
def of_series(series: Series) -> ResponseReturnValue:
    """Show who asked for the calendar of a series, or for one of its webinars."""
    now = utcnow()
    feeds = _followed(feeds_of_series(series, now), series.time_zone, now)
    return render_template("organize/feeds/of_series.html", series=series, feeds=feeds)


def _followed(feeds: Mapping[FeedKey, list[FeedLine]], zone: str, now: datetime) -> list[Followed]:
    names = names_of(feeds)
    language = current_language()
    return [
        Followed(
            str(KINDS[key.kind]),
            names[key].pick(language).text if key.owner_id else "",
            [_row(line, zone, now) for line in lines],
        )
        for key, lines in feeds.items()
        # What is gone has no name, and nobody's calendar finds it any more.
        if not key.owner_id or key in names
    ]


def _row(line: FeedLine, zone: str, now: datetime) -> Row:
    program = str(FAMILIES[line.family])
    return Row(
        program,
        _sentence(line, program, ago(line.asked.at, now)),
        _stand(line, zone),
        TONES[line.stand],
        str(HABITS[line.family]),
    )


def _sentence(line: FeedLine, program: str, when: str) -> str:
    match line.stand:
        case FeedStand.NEWEST:
            words = gettext("%(program)s last asked %(ago)s and has the newest version.")
        case FeedStand.BEHIND:
            words = gettext("%(program)s last asked %(ago)s, before the last change.")
        case FeedStand.SILENT:
            words = gettext(
                "%(program)s last asked %(ago)s. Perhaps it does not follow this calendar any more."
            )
        case FeedStand.UNKNOWN:
            words = gettext("%(program)s last asked %(ago)s.")
    return words % {"program": program, "ago": when}


def _stand(line: FeedLine, zone: str) -> str:
    seen_at = line.asked.seen_at
    if seen_at is None or line.stand is FeedStand.UNKNOWN:
        return ""
    if line.stand is FeedStand.NEWEST:
        return gettext("Newest version")
    moment = f"{short_day(seen_at, zone)}, {clock_time(seen_at, zone)}"
    return gettext("Version of %(moment)s", moment=moment)
