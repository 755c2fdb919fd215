"""What the address of a registration form already says: webinars, and through whom one came."""

from dataclasses import dataclass
from datetime import datetime

from flask import request

from webinars.domain import selection
from webinars.models import Choice, Series, Sponsor

EVERYTHING = "all"


@dataclass(frozen=True)
class Named:
    """The webinars in an address."""

    # Slugs of those that can be chosen, in the series' order.
    chosen: list[str]
    # Whether some cannot be chosen, or are none of the series.
    has_others: bool


def named_webinars(series: Series, *, now: datetime) -> Named:
    """Return the webinars named as ``?webinars=a,b``, or repeated, or all of them at once.

    A single open one is chosen without being named; of a series that allows one choice, the
    first that is named.
    """
    offered = [webinar.slug for webinar in selection.open_webinars(series, now)]
    values = ",".join(request.args.getlist("webinars")).split(",")
    named = {value.strip() for value in values} - {""}
    others = named - set(offered) - {EVERYTHING}
    takes_all = EVERYTHING in named and series.choice is not Choice.ONE
    chosen = [slug for slug in offered if slug in named or takes_all or len(offered) == 1]
    return Named(chosen[:1] if series.choice is Choice.ONE else chosen, bool(others))


def came_through(series: Series, ref: str) -> Sponsor | None:
    """Return the co-sponsor of the series, or of a webinar in it, whose link has this *ref*."""
    if not ref:
        return None
    own = {sponsor.slug: sponsor for sponsor in series.co_sponsors}
    if ref in own:
        return own[ref]
    beside = (sponsor for webinar in series.webinars for sponsor in webinar.co_sponsors)
    return next((sponsor for sponsor in beside if sponsor.slug == ref), None)
