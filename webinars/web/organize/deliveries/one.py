"""One mail: how it stands, its history, and what can be done."""

from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.delivery_stands import REVIVABLE, UNSETTLED, Stand, is_being_sent, stand_of
from webinars.domain.permissions import Permission
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.models import CalendarMethod, Delivery, Series
from webinars.queries.delivery_lists import delivery_of_series, earlier_unsettled
from webinars.services import undelivered
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.deliveries import words
from webinars.web.organize.deliveries.blueprint import bp
from webinars.web.organize.flashing import flash_undo


@bp.get("/<series>/<int:delivery>/")
@for_series(Permission.SEE_DELIVERIES)
def show(series: Series, delivery: int) -> ResponseReturnValue:
    """Show what became of one mail."""
    found, now = delivery_of_series(series, delivery), utcnow()
    return render_template(
        "organize/deliveries/show.html",
        series=series,
        delivery=found,
        name=found.subject or words.kind_words(found.kind),
        kind=words.kind_words(found.kind),
        stand=words.STANDS[stand_of(found)],
        tone=words.TONES.get(stand_of(found), ""),
        fate=words.fate(found, series.time_zone, now),
        history=_history(found, series.time_zone),
        waits_for=earlier_unsettled(found),
        can_be_retried=stand_of(found) in REVIVABLE,
        can_be_given_up=_can_be_given_up(found, now),
        is_cancel=found.method is CalendarMethod.CANCEL and stand_of(found) in UNSETTLED,
    )


@bp.post("/<series>/<int:delivery>/retry")
@for_series(Permission.MANAGE_DELIVERIES)
def retry(series: Series, delivery: int) -> ResponseReturnValue:
    """Let one mail that failed be tried again."""
    with transaction():
        found = delivery_of_series(series, delivery)
        done = undelivered.retry([found.id], series, actor=the_user(), now=utcnow())
    flash(
        gettext("The mail is due again.")
        if done
        else gettext(
            "The mail stays as it is: it did not fail, or newer news about the same seat followed."
        )
    )
    return _back(series, delivery)


@bp.route("/<series>/<int:delivery>/give-up", methods=["GET", "POST"])
@for_series(Permission.MANAGE_DELIVERIES)
@shown_again
def give_up(series: Series, delivery: int) -> ResponseReturnValue:
    """Ask once, then let one mail never leave."""
    found = delivery_of_series(series, delivery)
    form = Confirmation()
    if form.accepted():
        with transaction():
            done = undelivered.give_up([delivery], series, actor=the_user(), now=utcnow())
        if done:
            flash_undo(
                gettext("The mail is given up."),
                "organize.deliveries.retry",
                series=series.slug,
                delivery=delivery,
            )
        else:
            flash(gettext("The mail stays as it is: it was sent, or is being sent right now."))
        return _back(series, delivery)
    return form.page(
        "organize/deliveries/give_up.html",
        series=series,
        delivery=found,
        name=found.subject or words.kind_words(found.kind),
        can_be_given_up=_can_be_given_up(found, utcnow()),
    )


def _back(series: Series, delivery: int) -> ResponseReturnValue:
    return redirect(url_for(".show", series=series.slug, delivery=delivery), 303)


def _can_be_given_up(delivery: Delivery, now: datetime) -> bool:
    stand = stand_of(delivery)
    if stand is Stand.FAILED:
        return True
    return (
        stand in UNSETTLED
        and delivery.method is not CalendarMethod.CANCEL
        and not is_being_sent(delivery, now)
    )


def _history(delivery: Delivery, zone: str) -> list[tuple[str, str]]:
    """Return what happened to a mail, and when: pairs of time and words, the earliest first."""
    happened = [
        (delivery.created_at, gettext("Was put into the outbox.")),
        (delivery.rendered_at, gettext("Was written.")),
        (delivery.given_up_at, gettext("Was given up.")),
    ]
    if delivery.given_up_at is None and delivery.settled_at is not None:
        happened.append((delivery.settled_at, str(words.STANDS[stand_of(delivery)]) + "."))
    known = [(moment, said) for moment, said in happened if moment is not None]
    return [
        (words.moment_words(moment, zone), said)
        for moment, said in sorted(known, key=lambda pair: pair[0])
    ]
