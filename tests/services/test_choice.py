"""How many webinars of a series one registration may take."""

from sqlalchemy import select

from tests.factories import NOW, a_registration_request, a_series, a_webinar, saved
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import Choice, Enrollment, EnrollmentStatus, MessageKind
from webinars.services import registrations


def series_of_two(choice):
    series = a_series(choice=choice)
    webinars = [a_webinar(series=series, slug=slug) for slug in ("one", "two")]
    return saved(series, *webinars)


def register(series, slug):
    with transaction():
        wanted = a_registration_request(slugs=[slug])
        registrations.register(series, wanted, now=NOW)


def held():
    enrollments = database.session.scalars(select(Enrollment).order_by(Enrollment.id))
    return [
        enrollment.webinar.slug
        for enrollment in enrollments
        if enrollment.status is not EnrollmentStatus.CANCELLED
    ]


def test_where_one_may_be_taken_a_second_form_brings_the_private_link(db, outbox):
    series = series_of_two(Choice.ONE)

    register(series, "one")
    register(series, "two")

    assert held() == ["one"]
    assert [found.kind for found in outbox()] == [MessageKind.INVITED, MessageKind.PRIVATE_LINK]


def test_who_gave_the_one_up_may_take_another(db):
    series = series_of_two(Choice.ONE)
    register(series, "one")
    with transaction():
        enrollment = db.session.scalars(select(Enrollment)).one()
        registrations.cancel_enrollment(enrollment, now=NOW)

    register(series, "two")

    assert held() == ["two"]


def test_where_some_may_be_taken_a_second_form_adds(db):
    series = series_of_two(Choice.SOME)

    register(series, "one")
    register(series, "two")

    assert held() == ["one", "two"]
