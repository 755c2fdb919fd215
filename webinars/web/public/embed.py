"""A series in a frame of a partner's page, and the script that puts it there.

Both are the same for everybody: no cookie is set and none is read.
"""

from collections.abc import Iterable
from pathlib import Path

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.stages import LEFT, Stage
from webinars.i18n import languages, speaking
from webinars.models import Series
from webinars.queries.series import published_series
from webinars.settings import settings
from webinars.web.public.cards import Card, SeriesCard, coming_first, series_cards
from webinars.web.referrals import given_ref
from webinars.web.security import policy_framed_by
from webinars.web.shared_links import asked_language, shared_address

WIDGET = Path(__file__).parent.parent.parent / "static" / "widget.js"
PAGE_SECONDS = 60
# Its address stands in other people's pages and cannot change with it.
SCRIPT_SECONDS = 3600
WEBINARS_SHOWN = 3

bp = Blueprint("embed", __name__, url_prefix="/embed")


@bp.get("/series/<series>")
def series(series: str) -> ResponseReturnValue:
    """Show the next dates and one button, on the sites that the series allows and on ours."""
    found = published_series(series)
    language = language_for(found)
    with speaking(language):
        response = make_response(framed_page(found))
    response.headers["Content-Security-Policy"] = policy_framed_by(found.embed_on)
    response.content_language.add(language)
    response.vary.add("Accept-Language")
    return kept_for(response, PAGE_SECONDS)


@bp.get("/widget.js")
def widget() -> ResponseReturnValue:
    """Send the script that partners name in their pages."""
    response = Response(WIDGET.read_bytes(), content_type="text/javascript; charset=utf-8")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return kept_for(response, SCRIPT_SECONDS)


def framed_page(series: Series) -> str:
    """Return the page in the language spoken now."""
    [card] = series_cards([series], utcnow())
    ref, language = given_ref(), asked_language()
    return render_template(
        "public/embed.html",
        series=series,
        card=card,
        webinars=next_ones(card),
        is_full=has_waiting_lists_only(card.cards),
        register_address=shared_address(
            "registration.register", series, ref=ref, language=language
        ),
        series_address=shared_address("series.show", series, ref=ref, language=language),
    )


def next_ones(card: SeriesCard) -> list[Card]:
    """Return the webinars that run or come next; without any, those without a date."""
    dated = coming_first([card])
    undated = [one for one in card.cards if one.stage is Stage.UNDATED]
    return (dated or undated)[:WEBINARS_SHOWN]


def has_waiting_lists_only(cards: Iterable[Card]) -> bool:
    """Whether webinars can be registered for, but none with a seat."""
    offered = [one for one in cards if one.is_open and one.stage in LEFT | {Stage.UNDATED}]
    return bool(offered) and all(one.is_full for one in offered)


def language_for(series: Series) -> str:
    """Return the language asked for, else the browser's, else the series' own."""
    known = languages()
    own = series.language if series.language in known else settings().default_language
    return asked_language() or request.accept_languages.best_match(known) or own


def kept_for(response: Response, seconds: int) -> ResponseReturnValue:
    """Let everybody keep *response* for some *seconds*, and then ask whether it changed."""
    response.cache_control.public = True
    response.cache_control.max_age = seconds
    response.add_etag()
    return response.make_conditional(request)
