"""The page of one registrant: who it is, and the whole history with this series."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.domain.stages import LAST, Stage, stage
from webinars.i18n import clock_time, gettext, short_day
from webinars.models import (
    AccessRequestStatus,
    Delivery,
    Enrollment,
    EnrollmentStatus,
    PartStat,
    Registration,
    Series,
)
from webinars.queries.registrant_pages import (
    entries_about,
    joins_of,
    mails_of,
    other_series_of,
)
from webinars.queries.registrations import places_in_line
from webinars.services import registrants
from webinars.web.labels import ACCESS_KINDS
from webinars.web.organize.access import allowed, for_series, the_user
from webinars.web.organize.audit.lines import Line, lines
from webinars.web.organize.pagination import paginated
from webinars.web.organize.registrants.blueprint import bp, the_registration
from webinars.web.organize.registrants.returned import returned_of
from webinars.web.organize.registrants.words import (
    ACCESS_STATES,
    CALENDAR_ANSWERS,
    CONSENT_STATES,
    mail_name,
    mail_state,
    moment_words,
    seat_words,
)

MAILS_AT_ONCE = 25
ENTRIES_AT_ONCE = 25


@dataclass(frozen=True)
class Seat:
    """One webinar of a person's page."""

    enrollment: Enrollment
    words: str
    # What the calendar answered to the invitation; empty without one.
    answer: str
    # What else there is to say about the answer.
    notes: list[str]
    joined: str
    stage: Stage

    @property
    def is_held(self) -> bool:
        """Whether there is still something to give up."""
        left = self.stage in (Stage.COMING, Stage.RUNNING, Stage.UNDATED)
        return left and self.enrollment.status is not EnrollmentStatus.CANCELLED

    @property
    def is_waiting(self) -> bool:
        """Whether a seat could be given."""
        return self.is_held and self.enrollment.status is EnrollmentStatus.WAITLISTED

    @property
    def is_invited(self) -> bool:
        """Whether an invitation can be sent again."""
        return self.is_held and bool(self.answer)


@bp.get("/<series>/<int:registrant>/")
@for_series(Permission.SEE_REGISTRANTS)
def show(series: Series, registrant: int) -> ResponseReturnValue:
    """Show everything about one person that belongs to this series."""
    registration = the_registration(series, registrant)
    now = utcnow()
    page = paginated(mails_of(registration), per_page=MAILS_AT_ONCE)
    return render_template(
        "organize/registrants/show.html",
        series=series,
        registration=registration,
        person=registration.registrant,
        seats=_seats(registration, now),
        is_address_open=registrants.is_address_change_open(registration.registrant, now=now),
        access_kinds=ACCESS_KINDS,
        access_states=ACCESS_STATES,
        is_answerable=lambda request: request.status is not AccessRequestStatus.WITHDRAWN,
        consent_states=CONSENT_STATES,
        others=other_series_of(registration, the_user()),
        page=page,
        mails=[_mail(delivery, series) for delivery in page.rows],
        entries=_entries(registration),
        may_manage=allowed(Permission.MANAGE_REGISTRANTS, series),
        returned=returned_of(registration.registrant, series.time_zone),
        may_try_again=allowed(Permission.MANAGE_DELIVERIES, series),
        may_erase=allowed(Permission.ERASE_REGISTRANTS, series),
    )


def _entries(registration: Registration) -> list[Line]:
    series = registration.series
    if not allowed(Permission.SEE_AUDIT, series):
        return []
    return lines(entries_about(registration, ENTRIES_AT_ONCE), series.time_zone)


def _mail(delivery: Delivery, series: Series) -> dict[str, object]:
    words, kind = mail_state(delivery, series.time_zone)
    return {
        "id": delivery.id,
        "name": mail_name(delivery),
        "words": words,
        "kind": kind,
        "recipient": delivery.recipient,
        "moment": moment_words(delivery, series.time_zone),
    }


def _seats(registration: Registration, now: datetime) -> list[Seat]:
    places, joined = places_in_line([registration]), defaultdict(list)
    for click in joins_of(registration):
        joined[click.enrollment_id].append(click.clicked_at)
    ordered = sorted(
        registration.enrollments, key=lambda one: (one.webinar.starts_at or LAST, one.id)
    )
    zone = registration.series.time_zone
    return [
        Seat(
            enrollment,
            seat_words(enrollment, places.get(enrollment.id)),
            _answer(enrollment),
            _answer_notes(enrollment, zone),
            ", ".join(_moment(moment, zone) for moment in joined[enrollment.id][:3]),
            stage(enrollment.webinar, now),
        )
        for enrollment in ordered
    ]


def _answer(enrollment: Enrollment) -> str:
    invitation = enrollment.invitation
    return str(CALENDAR_ANSWERS[invitation.partstat]) if invitation else ""


def _answer_notes(enrollment: Enrollment, zone: str) -> list[str]:
    invitation = enrollment.invitation
    if invitation is None or invitation.partstat is PartStat.NEEDS_ACTION:
        return []
    notes = []
    if invitation.proposed_starts_at is not None:
        moment = _moment(invitation.proposed_starts_at, zone)
        notes.append(gettext("Would like another time: %(moment)s", moment=moment))
    if invitation.answer_comment:
        notes.append(gettext("“%(comment)s”", comment=invitation.answer_comment))
    if not invitation.is_answer_verified:
        notes.append(gettext("It is not certain that the person sent this."))
    return notes


def _moment(moment: datetime, zone: str) -> str:
    return f"{short_day(moment, zone)}, {clock_time(moment, zone)}"
