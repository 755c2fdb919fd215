"""What came back from a registrant's address, and writing to it again."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.extensions import transaction
from webinars.i18n import clock_time, gettext, listed, ngettext, number, short_day
from webinars.models import (
    Registrant,
    ReturnCount,
    Series,
    Suppression,
    SuppressionReason,
    SuppressionScope,
)
from webinars.queries.suppressions import in_force, returns_of
from webinars.services import suppressions
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.flashing import flash_undo
from webinars.web.organize.registrants.blueprint import bp, the_registration
from webinars.web.organize.registrants.words import address_words

DAYS_SHOWN = 10


@dataclass(frozen=True)
class Returned:
    """What the page of a person shows of mails that came back, in words."""

    # Why the address gets no mail; empty while it gets all.
    mark: str
    since: str
    held_back: str
    status_code: str
    words: str
    days: list[tuple[str, str, str]]


@bp.route("/<series>/<int:registrant>/try-again", methods=["GET", "POST"])
@for_series(Permission.MANAGE_DELIVERIES)
@shown_again
def try_again(series: Series, registrant: int) -> ResponseReturnValue:
    """Ask once, then write to an address again from which mail came back."""
    person = the_registration(series, registrant).registrant
    form = Confirmation()
    if form.accepted():
        with transaction():
            person = the_registration(series, registrant).registrant
            done = suppressions.try_again(person, series, actor=the_user(), now=utcnow())
        flash(
            gettext("We write to this address again.")
            if done
            else gettext("Nothing was held back from this address.")
        )
        return redirect(url_for(".show", series=series.slug, registrant=registrant), 303)
    return form.page(
        "organize/registrants/try_again.html",
        series=series,
        person=person,
        returned=returned_of(person, series.time_zone),
    )


@bp.route("/<series>/<int:registrant>/hold-back", methods=["GET", "POST"])
@for_series(Permission.MANAGE_DELIVERIES)
@shown_again
def hold_back(series: Series, registrant: int) -> ResponseReturnValue:
    """Ask once, then send somebody no more reminders and announcements."""
    person = the_registration(series, registrant).registrant
    form = Confirmation()
    if form.accepted():
        with transaction():
            person = the_registration(series, registrant).registrant
            is_new = suppressions.hold_back(person, series, actor=the_user(), now=utcnow())
        words = gettext("The person gets no more reminders and announcements.")
        if is_new:
            undo = "organize.registrants.try_again"
            flash_undo(words, undo, series=series.slug, registrant=registrant)
        else:
            # To undo it would also lift what held the address back before.
            flash(words)
        return redirect(url_for(".show", series=series.slug, registrant=registrant), 303)
    return form.page("organize/registrants/hold_back.html", series=series, person=person)


def returned_of(person: Registrant, zone: str) -> Returned | None:
    """Return what came back from a person's address; None while nothing did."""
    held_back = in_force([person.email_key]).get(person.email_key, [])
    days = returns_of(person.email_key, DAYS_SHOWN)
    if not held_back and not days:
        return None
    # What came back says more than a complaint.
    told = sorted(held_back, key=lambda one: one.reason is not SuppressionReason.BOUNCE)[:1]
    first = told[0] if told else None
    return Returned(
        address_words(held_back) if held_back else "",
        _moment(first, zone) if first else "",
        scope_words(held_back),
        first.status_code if first else "",
        first.words if first else "",
        [(short_day_of(one), _counted(one), one.words) for one in days],
    )


def scope_words(held_back: list[Suppression]) -> str:
    """Return which mails an address does not get, in words."""
    names = {
        SuppressionScope.CHANGES: gettext("invitations and changes"),
        SuppressionScope.REMINDERS: gettext("reminders"),
        SuppressionScope.ANNOUNCEMENTS: gettext("announcements"),
    }
    found = {one.scope for one in held_back}
    return listed([words for scope, words in names.items() if scope in found])


def short_day_of(count: ReturnCount) -> str:
    """Return the day, which began and ended in UTC."""
    return short_day(datetime.combine(count.day, time(12), UTC), "UTC")


def _moment(suppression: Suppression, zone: str) -> str:
    return f"{short_day(suppression.since, zone)}, {clock_time(suppression.since, zone)}"


def _counted(one: ReturnCount) -> str:
    """Return what came on one day, in words."""
    words = (
        (
            one.permanent,
            ngettext(
                "%(count)s came back for good",
                "%(count)s came back for good",
                one.permanent,
                count=number(one.permanent),
            ),
        ),
        (
            one.temporary,
            ngettext(
                "%(count)s was delayed or came back for now",
                "%(count)s were delayed or came back for now",
                one.temporary,
                count=number(one.temporary),
            ),
        ),
        (
            one.complaints,
            ngettext(
                "%(count)s complaint",
                "%(count)s complaints",
                one.complaints,
                count=number(one.complaints),
            ),
        ),
        (
            one.auto_replies,
            ngettext(
                "%(count)s automatic answer",
                "%(count)s automatic answers",
                one.auto_replies,
                count=number(one.auto_replies),
            ),
        ),
    )
    return ", ".join(said for count, said in words if count)
