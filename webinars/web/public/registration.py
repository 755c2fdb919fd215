"""Registering for a series."""

import flask
from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain import selection
from webinars.domain.calendar_links import event_links
from webinars.domain.email_slips import ALSO_COMMON, COMMON_DOMAINS, likely_meant
from webinars.domain.selection import window_refusal
from webinars.errors import Conflict, Invalid
from webinars.event_texts import linked_event
from webinars.extensions import transaction
from webinars.i18n import current_language, listed
from webinars.queries.series import published_series
from webinars.services import registrations, selecting
from webinars.settings import settings
from webinars.web import limits, wordings
from webinars.web.access import promises
from webinars.web.forms import shown_again
from webinars.web.labels import duration, state_names
from webinars.web.public.cards import Card, cards
from webinars.web.public.deep_links import came_through
from webinars.web.public.forms import RegistrationForm, registration_form
from webinars.web.public.remembered import remember, remembered

bp = Blueprint("registration", __name__)
limits.limit_writing(bp)
# What the page after the form shows; kept in the visitor's own signed cookie.
REGISTERED = "registered"


@bp.route("/series/<series>/register", methods=["GET", "POST"])
@shown_again
def register(series: str) -> ResponseReturnValue:
    """Show the form; register whoever sends it complete.

    The answer does not depend on whether the address is known.
    """
    found = published_series(series)
    form = registration_form(found, now=utcnow())
    if form.accepted():
        try:
            with transaction():
                registrations.register(found, form.wanted(), now=form.now)
        except (Conflict, Invalid) as error:
            form.refuse(error)
        else:
            keep(form)
            return redirect(url_for(".registered", series=series), 303)
    page = form_page(form)
    if request.method == "GET":
        # Holds nothing of anybody yet; what is typed into it outlives a reload and a step back.
        page.headers["Cache-Control"] = "private, no-cache"
    return page


def form_page(form: RegistrationForm) -> Response:
    """Return the page with the form, and with all that helps to fill it in."""
    series, now = form.series, form.now
    offered = cards(series.webinars, now)
    choosable = [card.webinar for card in offered if card.is_open]
    return form.page(
        "public/registration/register.html",
        series=series,
        cards={card.webinar.slug: card for card in offered},
        refusals=refusals(offered),
        collisions=selection.collisions(choosable, choosable),
        promises=promises(choosable, now),
        window=window_refusal(series, now),
        notice_paragraphs=wordings.privacy_notice(series),
        states=state_names(),
        meant=likely_meant(form.email.data or ""),
        common_domains=COMMON_DOMAINS,
        real_domains=sorted(ALSO_COMMON),
        came_through=came_through(series, form.ref.data),
    )


@bp.get("/series/<series>/registered")
def registered(series: str) -> ResponseReturnValue:
    """Say that we have written, to the visitor who has just registered."""
    found = published_series(series)
    said = flask.session.get(REGISTERED)
    if said is None or said["series"] != found.id:
        return redirect(url_for(".register", series=series))
    chosen = [webinar for webinar in found.webinars if webinar.id in said["webinars"]]
    language = current_language()
    return render_template(
        "public/registration/registered.html",
        series=found,
        email=said["email"],
        meant=likely_meant(said["email"]),
        has_inbox=settings().has_development_inbox,
        contact=settings().contact,
        is_standing=said["standing"],
        webinars=chosen,
        zone=remembered().get("time_zone", found.time_zone),
        collisions=selection.collisions(chosen, chosen),
        promises=promises(chosen, utcnow()) if said["asks"] else [],
        reminders=listed([duration(rule.before) for rule in found.reminders]),
        copies={
            webinar.id: event_links(linked_event(webinar, language))
            for webinar in chosen
            if webinar.is_dated and not webinar.is_cancelled
        },
    )


def refusals(offered: list[Card]) -> dict[str, str]:
    """Return why webinars cannot be chosen, in words, by slug."""
    return {
        card.webinar.slug: selecting.refusal_message(card.refusal)
        for card in offered
        if card.refusal is not None
    }


def keep(form: RegistrationForm) -> None:
    """Keep what was asked for until the next page, for this visitor alone."""
    chosen, wanted = form.choice(), form.wanted()
    remember(time_zone=wanted.time_zone, language=wanted.language, state=wanted.state)
    flask.session[REGISTERED] = {
        "series": form.series.id,
        "email": wanted.email,
        "standing": wanted.is_standing,
        "webinars": [webinar.id for webinar in chosen] if isinstance(chosen, list) else [],
        "asks": wanted.asks_for_access,
    }
