"""A page of a series to print and hang up, and its QR code alone."""

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webinars.clock import utcnow
from webinars.domain import qr
from webinars.domain.stages import LEFT, Stage, by_date
from webinars.domain.supporters import supporters
from webinars.i18n import current_language, gettext
from webinars.models import Practice, Series, Sponsor
from webinars.queries.series import series_with_everything
from webinars.web.public.cards import Card, SeriesCard, practices_taught, series_cards
from webinars.web.shared_links import asked_language, readable, shared_address, sharing_sponsor

# What fits on one sheet beside all else.
MOST_WEBINARS = 6
MOST_BESIDE_PRACTICES = 4
MOST_SPONSORS = 8
LONG_TITLE, LONGER_TITLE = 60, 120
CODE_SECONDS = 3600

bp = Blueprint("posters", __name__)


@bp.get("/series/<series>/poster")
def series(series: str) -> ResponseReturnValue:
    """Show one sheet: what, when, who, and where to register; ``?ref=`` is a supporter's own."""
    found = series_with_everything(series, preview=None)
    sponsor = sharing_sponsor(found)
    [card] = series_cards([found], utcnow())
    shown = webinars_shown(card)
    return render_template(
        "public/poster.html",
        series=found,
        card=card,
        sponsor=sponsor,
        webinars=shown[:MOST_WEBINARS],
        others=max(0, len(shown) - MOST_WEBINARS),
        is_crowded=len(shown) > MOST_BESIDE_PRACTICES,
        practices=practices(found) if len(shown) <= MOST_BESIDE_PRACTICES else [],
        sponsors=[one for one in supporters(found) if one is not found.organizer][:MOST_SPONSORS],
        title_size=title_size(found),
        code=Markup(qr.svg(registration_address(found, sponsor), code_title(found))),  # noqa: S704  # made of modules and an escaped title
        address=readable(shared_address("series.show", found, ref=sponsor.slug if sponsor else "")),
        query=query(sponsor),
    )


@bp.get("/series/<series>/qr.svg")
def qr_svg(series: str) -> ResponseReturnValue:
    """Send the code as a drawing, sharp at any size."""
    found = series_with_everything(series, preview=None)
    address = registration_address(found, sharing_sponsor(found))
    drawn = qr.svg(address, code_title(found), is_file=True)
    return download(drawn.encode(), "image/svg+xml", f"{file_name(found)}.svg")


@bp.get("/series/<series>/qr.png")
def qr_png(series: str) -> ResponseReturnValue:
    """Send the code as a picture."""
    found = series_with_everything(series, preview=None)
    drawn = qr.png(registration_address(found, sharing_sponsor(found)))
    return download(drawn, "image/png", f"{file_name(found)}.png")


def registration_address(series: Series, sponsor: Sponsor | None) -> str:
    """Return what the code says: the form, in the language that was asked for."""
    ref = sponsor.slug if sponsor else ""
    language = asked_language()
    return shared_address("registration.register", series, ref=ref, language=language)


def code_title(series: Series) -> str:
    """Return what the code is called for those who do not see it."""
    title = series.title.pick(current_language()).text
    return gettext("QR code: register for %(title)s", title=title)


def webinars_shown(card: SeriesCard) -> list[Card]:
    """Return what is still to come, soonest first; when all is over, everything."""
    by_webinar = {one.webinar: one for one in card.cards}
    dated = [by_webinar[webinar] for webinar in by_date(by_webinar)]
    left = [one for one in dated if one.stage in LEFT | {Stage.UNDATED}]
    return left or [one for one in dated if one.stage is Stage.OVER]


def practices(series: Series) -> list[Practice]:
    """Return all practices that the series teaches, in the catalog's order."""
    return [taught.practice for _, group in practices_taught(series.webinars) for taught in group]


def title_size(series: Series) -> str:
    """Return how the title is set, so that a long one leaves room for the rest."""
    length = len(series.title.pick(current_language()).text)
    if length > LONGER_TITLE:
        return "small"
    return "medium" if length > LONG_TITLE else "large"


def query(sponsor: Sponsor | None) -> Mapping[str, str]:
    """Return the query of the present address, for the files beside the poster."""
    given = {"ref": sponsor.slug if sponsor else None, "lang": asked_language()}
    return {name: value for name, value in given.items() if value}


def file_name(series: Series) -> str:
    """Return what the downloaded code is called: ``guide-gare-es``."""
    parts = [series.slug, request.args.get("ref"), asked_language()]
    return "-".join(filter(None, parts))


def download(content: bytes, media_type: str, name: str) -> ResponseReturnValue:
    """Return *content* as a file to keep."""
    response = Response(content, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.cache_control.public = True
    response.cache_control.max_age = CODE_SECONDS
    response.add_etag()
    return response.make_conditional(request)
