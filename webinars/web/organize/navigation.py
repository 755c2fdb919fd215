"""Where one can go in the console, as far as one's account leads."""

from dataclasses import dataclass

from flask import Flask, url_for

from webinars.domain.permissions import Permission
from webinars.i18n import gettext, number
from webinars.models import Series
from webinars.queries.inbound_lists import reads_mails, unread_count
from webinars.web.organize.access import allowed, signed_in_user


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
    found = [
        Way(place, label, url_for(f"organize.{endpoint}"))
        for place, label, endpoint, permission in ways
        if permission is None or allowed(permission)
    ]
    return [*found[:2], *_way_to_inbound(), *found[2:]]


def _way_to_inbound() -> list[Way]:
    """Return the link to the mails that came in, with the number of those nobody has read."""
    user = signed_in_user()
    if user is None or not reads_mails(user):
        return []
    unread = unread_count(user)
    label = gettext("Inbox (%(count)s)", count=number(unread)) if unread else gettext("Inbox")
    return [Way("inbound", label, url_for("organize.inbound.index"))]


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
