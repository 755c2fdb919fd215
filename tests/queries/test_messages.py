import pytest
from sqlalchemy import select

from tests.factories import NOW, a_webinar, an_enrollment, in_english, saved
from tests.support.mails import CANCEL, REQUEST, a_mail, a_seat, one_of
from tests.support.queries import counted_queries
from webinars.models import Delivery, EnrollmentStatus, MessageKind, WebinarStatus
from webinars.queries.messages import active_enrollments, has_attempted_request
from webinars.services import messages


@pytest.mark.parametrize(
    ("method", "attempts", "expected"),
    [(REQUEST, 1, True), (REQUEST, 0, False), (CANCEL, 1, False), (None, 1, False)],
)
def test_only_a_request_that_was_tried_may_have_reached_somebody(db, method, attempts, expected):
    seat = a_seat()
    a_mail(MessageKind.INVITED, seat, method=method, attempts=attempts)
    later = a_mail(MessageKind.UPDATED, seat, method=REQUEST)

    assert has_attempted_request(later) is expected


def test_a_request_tried_later_does_not_count(db):
    seat = a_seat()
    first = a_mail(MessageKind.UPDATED, seat, method=REQUEST)
    a_mail(MessageKind.UPDATED, seat, method=REQUEST)

    assert has_attempted_request(first) is False


def test_what_a_person_takes_part_in_is_in_the_series_order(db):
    seat = a_seat(webinar={"position": 2})
    registration, series = seat.registration, seat.webinar.series

    third = a_webinar(series=series, position=3, title=in_english("Third"))
    first = a_webinar(series=series, position=1, title=in_english("First"), starts_at=None)
    given_up = a_webinar(series=series, position=0)
    called_off = a_webinar(series=series, position=0, status=WebinarStatus.CANCELLED)
    saved(
        an_enrollment(third, registration=registration, status=EnrollmentStatus.WAITLISTED),
        an_enrollment(first, registration=registration),
        an_enrollment(given_up, registration=registration, status=EnrollmentStatus.CANCELLED),
        an_enrollment(called_off, registration=registration),
    )

    found = active_enrollments(registration)

    assert [enrollment.webinar.title["en"] for enrollment in found] == [
        "First",
        "Leading with equity",
        "Third",
    ]


def test_a_reminder_asks_for_its_rows_and_for_the_words_of_its_series_and_rule(db):
    reminder_id = one_of(MessageKind.REMINDER, a_seat()).id
    db.session.expunge_all()
    delivery = db.session.scalars(select(Delivery)).one()

    with counted_queries() as statements:
        mail = messages.compose(delivery, now=NOW)

    assert (delivery.id, mail.skip, len(statements)) == (reminder_id, False, 3)
