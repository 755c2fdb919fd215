"""One webinar of a series."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.calendar_links import EventLinks, event_links
from webinars.domain.stages import Stage
from webinars.event_texts import linked_event
from webinars.i18n import current_language
from webinars.queries.series import webinar_with_everything
from webinars.web.public.cards import Card, cards, practices_shown, practices_taught
from webinars.web.public.previews import preview_token, previewable

bp = Blueprint("webinar", __name__)


@bp.get("/series/<series>/<webinar>/")
@previewable
def show(series: str, webinar: str) -> ResponseReturnValue:
    """Show when it is, what it is about, who speaks, and how to take part."""
    found = webinar_with_everything(series, webinar, preview=preview_token())
    siblings = cards(found.series.webinars, utcnow())
    [card] = [sibling for sibling in siblings if sibling.webinar is found]
    return render_template(
        "public/webinar.html",
        series=found.series,
        webinar=found,
        card=card,
        number=siblings.index(card) + 1,
        siblings=siblings,
        map=practices_taught([found]),
        case_studies=practices_shown(found),
        copies=copies(card),
    )


def copies(card: Card) -> EventLinks | None:
    """Return the links that copy a webinar to come into a calendar; None for any other."""
    if card.stage not in {Stage.COMING, Stage.RUNNING}:
        return None
    return event_links(linked_event(card.webinar, current_language()))
