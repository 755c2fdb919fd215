"""What the dashboard and the figures of a series are made of, on both databases."""

from datetime import UTC, date, datetime, timedelta

from tests.factories import (
    NOW,
    a_delivery,
    a_question,
    a_registrant,
    a_registration,
    a_series,
    a_user,
    a_webinar,
    an_enrollment,
    saved,
)
from tests.support.queries import counted_queries
from webinars.domain.attention import Concern, Seats
from webinars.domain.organization_types import OrganizationType
from webinars.models import (
    AccessKind,
    AccessRequest,
    AccessRequestStatus,
    Answer,
    DeliveryState,
    EnrollmentStatus,
    Heartbeat,
    QuestionKind,
    WebinarStatus,
)
from webinars.queries import dashboard, figures
from webinars.texts import Texts

DAY = timedelta(days=1)


def registered(series, **values):
    person = {name: values.pop(name) for name in ("state", "organization") if name in values}
    return a_registration(series=series, registrant=a_registrant(**person), **values)


def test_registrations_are_counted_by_the_days_of_the_series_zone(db):
    series = saved(a_series(time_zone="Asia/Kathmandu"))
    # 18:15 UTC is midnight there.
    moments = [datetime(2026, 3, 1, 18, minute, tzinfo=UTC) for minute in (14, 15, 59)]
    saved(*(registered(series, created_at=moment) for moment in moments))
    saved(registered(a_series(), created_at=moments[0]))

    assert figures.registrations_by_day(series) == {date(2026, 3, 1): 1, date(2026, 3, 2): 2}


def test_seats_are_counted_by_webinar_and_status(db):
    series = a_series()
    first, second = a_webinar(series=series), a_webinar(series=series)
    for status in ("confirmed", "confirmed", "waitlisted", "cancelled"):
        an_enrollment(first, status=EnrollmentStatus(status))
    saved(series, an_enrollment(a_webinar()))

    assert figures.seats_by_webinar([series.id]) == {first.id: Seats(2, 1, 1)}
    assert figures.seats_by_webinar([]) == {}
    assert second.id not in figures.seats_by_webinar([series.id])


def test_people_are_counted_by_what_they_wrote(db):
    series = saved(a_series())
    saved(
        registered(series, state="Ohio", ref="friends", organization="A Clinic"),
        registered(series, state="Ohio", organization="A Clinic"),
        registered(series, organization="Health Department of Boston"),
        registered(a_series(), state="Iowa"),
    )

    assert figures.people(series) == figures.People(
        by_state={"Ohio": 2, "": 1},
        by_ref={"friends": 1, "": 2},
        by_type={OrganizationType.CARE: 2, OrganizationType.LOCAL_HEALTH: 1},
    )


def test_answers_to_an_own_question_about_organizations_are_counted(db):
    series = a_series()
    label = Texts({"en": "What type of organization do you work for?"})
    asked = a_question(slug="org", label=label, kind=QuestionKind.SEVERAL)
    series.questions = [a_question(slug="org-type", kind=QuestionKind.TEXT), asked]
    saved(series)
    for values in (["Yes"], ["Yes", "No"], ["Yes"]):
        saved(registered(series, answers=[Answer(question_id=asked.id, values=values)]))

    assert figures.question_about_organizations(series).id == asked.id
    assert figures.answers_by_option(asked) == {"Yes": 3, "No": 1}
    assert figures.question_about_organizations(saved(a_series())) is None


def a_mail(series, state=DeliveryState.DUE, **values):
    registration = registered(series)
    person = registration.registrant
    return a_delivery(registration=registration, registrant=person, state=state, **values)


def test_mails_are_counted_by_where_they_stand(db):
    series = saved(a_series())
    saved(
        a_mail(series),
        a_mail(series, last_error="451 later"),
        a_mail(series, DeliveryState.SENT),
        a_mail(series, DeliveryState.FAILED),
        a_mail(series, DeliveryState.FAILED, given_up_at=NOW),
        a_mail(series, DeliveryState.SKIPPED),
        a_mail(a_series(), DeliveryState.SENT),
    )

    assert figures.mails(series) == figures.Mails(
        due=2, delayed=1, sent=1, failed=1, given_up=1, skipped=1
    )


def today(*series):
    return dashboard.today(series, NOW)


def test_a_series_tells_what_comes_and_how_many_registered(db):
    series = a_series()
    later, sooner, undated = (
        a_webinar(series=series, starts_at=starts_at) for starts_at in (NOW + 9 * DAY, NOW, None)
    )
    a_webinar(series=series, starts_at=NOW - 9 * DAY)
    a_webinar(series=series, status=WebinarStatus.CANCELLED)
    saved(series)
    saved(registered(series, created_at=NOW - DAY), registered(series, created_at=NOW - 8 * DAY))
    failed, sent = (a_mail(series, state) for state in (DeliveryState.FAILED, DeliveryState.SENT))
    saved(an_enrollment(sooner), failed, sent, a_mail(series))

    [found] = today(series)

    assert found.coming == [(sooner, Seats(1)), (later, Seats()), (undated, Seats())]
    assert found.mails == dashboard.MailCounts(due=1, sent=1, failed=1)
    assert [one.concern for one in found.attention] == [Concern.MAILS_FAILED]


def test_open_requests_count_while_a_webinar_is_to_come(db):
    series = a_series()
    webinars = [a_webinar(series=series, starts_at=NOW + days * DAY) for days in (3, 30, -3)]
    statuses = [AccessRequestStatus.OPEN] * 3 + [AccessRequestStatus.WITHDRAWN]
    for webinar, status in zip([*webinars, webinars[0]], statuses, strict=True):
        seat = an_enrollment(webinar)
        seat.registration.access_requests = [
            AccessRequest(kind=AccessKind.CAPTIONS, note="", status=status, created_at=NOW)
        ]
        saved(seat)

    [found] = today(series)

    assert [(one.concern, one.count, one.near) for one in found.attention] == [
        (Concern.ACCESS_REQUESTS, 2, 1)
    ]


def test_what_needs_somebody_comes_first_then_what_is_near(db):
    calm, far, urgent = (
        saved(a_webinar(starts_at=NOW + days * DAY, **values)).series
        for days, values in ((3, {}), (30, {}), (1, {"join_url": None}))
    )
    nothing = saved(a_series())

    assert [one.series for one in today(nothing, far, calm, urgent)] == [
        urgent,
        calm,
        far,
        nothing,
    ]


def test_the_number_of_questions_does_not_grow_with_the_series(db):
    def asked(series):
        with counted_queries() as statements:
            dashboard.today(series, NOW)
        return len(statements)

    many = [saved(a_webinar()).series for _ in range(3)]

    dashboard.today(many, NOW)

    assert asked(many[:1]) == asked(many)


def test_people_see_the_series_they_belong_to_and_owners_all(db):
    series = [saved(a_series()) for _ in range(2)]
    owner, stranger = saved(a_user(is_owner=True)), saved(a_user())

    assert {one.id for one in dashboard.series_of(owner)} == {one.id for one in series}
    assert dashboard.series_of(stranger) == []


def test_sending_is_well_while_a_worker_is_seen_and_nothing_waits_long(db):
    assert dashboard.post(NOW).worker_is_silent

    saved(Heartbeat(worker="one", beat_at=NOW - timedelta(seconds=60)))
    saved(a_delivery(due_at=NOW - timedelta(minutes=5)))
    assert dashboard.post(NOW) == dashboard.Post(last_seen_at=NOW - timedelta(seconds=60))

    late = NOW + timedelta(seconds=1)
    assert dashboard.post(late).worker_is_silent
    assert dashboard.post(late).oldest_due_at == NOW - timedelta(minutes=5)
