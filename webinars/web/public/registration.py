"""Registering for a series."""

import flask
from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.selection import window_refusal
from webinars.errors import Conflict, Invalid
from webinars.extensions import transaction
from webinars.links import settings
from webinars.queries.series import published_series
from webinars.services import registrations
from webinars.web import limits, wordings
from webinars.web.forms import shown_again
from webinars.web.labels import state_names
from webinars.web.public.cards import Card, cards
from webinars.web.public.forms import RegistrationForm, registration_form

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
            remember(form)
            return redirect(url_for(".registered", series=series), 303)
    offered = cards(found.webinars, form.now)
    return form.page(
        "public/registration/register.html",
        series=found,
        cards={card.webinar.slug: card for card in offered},
        refusals=refusals(offered),
        window=window_refusal(found, form.now),
        notice_paragraphs=wordings.privacy_notice(found),
        states=state_names(),
    )


@bp.get("/series/<series>/registered")
def registered(series: str) -> ResponseReturnValue:
    """Say that we have written, to the visitor who has just registered."""
    found = published_series(series)
    said = flask.session.get(REGISTERED)
    if said is None or said["series"] != found.id:
        return redirect(url_for(".register", series=series))
    return render_template(
        "public/registration/registered.html",
        series=found,
        email=said["email"],
        has_inbox=settings().has_development_inbox,
        is_standing=said["standing"],
        webinars=[webinar for webinar in found.webinars if webinar.id in said["webinars"]],
    )


def refusals(offered: list[Card]) -> dict[str, str]:
    """Return why webinars cannot be chosen, in words, by slug."""
    return {
        card.webinar.slug: registrations.refusal_message(card.refusal)
        for card in offered
        if card.refusal is not None
    }


def remember(form: RegistrationForm) -> None:
    """Keep what was asked for until the next page, for this visitor alone."""
    chosen = form.choice()
    flask.session[REGISTERED] = {
        "series": form.series.id,
        "email": form.email.data,
        "standing": form.all_webinars.data,
        "webinars": [webinar.id for webinar in chosen] if isinstance(chosen, list) else [],
    }
