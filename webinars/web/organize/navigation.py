"""Where one can go in the console, as far as one's account leads."""

from dataclasses import dataclass

from flask import Flask, url_for

from webinars.domain.permissions import Permission
from webinars.i18n import gettext
from webinars.models import Series
from webinars.web.organize.access import allowed


@dataclass(frozen=True)
class Way:
    """One link; *place* is the name by which a page says that it is there."""

    place: str
    label: str
    address: str


def init_app(app: Flask) -> None:
    """Let the layout of the console ask for its links."""
    app.jinja_env.globals.update(console_ways=console_ways, series_ways=series_ways)


def console_ways() -> list[Way]:
    """Return the links that stand on every page."""
    ways = (
        ("dashboard", gettext("Today"), "dashboard.show", None),
        ("series", gettext("Series"), "series.index", None),
        ("catalog", gettext("Catalog"), "catalog.index", Permission.EDIT_CATALOG),
        ("people", gettext("People"), "people.index", Permission.MANAGE_PEOPLE),
        ("audit", gettext("Audit"), "audit.index", Permission.SEE_WHOLE_AUDIT),
        ("settings", gettext("Settings"), "settings.show", Permission.MANAGE_SETTINGS),
    )
    return [
        Way(place, label, url_for(f"organize.{endpoint}"))
        for place, label, endpoint, permission in ways
        if permission is None or allowed(permission)
    ]


def series_ways(series: Series) -> list[Way]:
    """Return the links of one series."""
    ways = (
        ("overview", gettext("Overview"), "series.show", Permission.SEE_SERIES),
        ("figures", gettext("Figures"), "dashboard.figures", Permission.SEE_SERIES),
        ("registrants", gettext("Registrants"), "registrants.index", Permission.SEE_SERIES),
        ("messages", gettext("Messages"), "messages.index", Permission.EDIT_SERIES),
        ("deliveries", gettext("Mails"), "deliveries.index", Permission.SEE_DELIVERIES),
        ("feeds", gettext("Calendars"), "feeds.of_series", Permission.SEE_SERIES),
        ("members", gettext("Members"), "members.index", Permission.MANAGE_MEMBERS),
        ("audit", gettext("Audit"), "audit.of_series", Permission.SEE_AUDIT),
    )
    return [
        Way(place, label, url_for(f"organize.{endpoint}", series=series.slug))
        for place, label, endpoint, permission in ways
        if allowed(permission, series)
    ]
