"""The dry run: it says beforehand exactly whom the rules will write to."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from tests.factories import (
    NOW,
    a_registrant,
    a_registration,
    a_reminder_rule,
    a_series,
    a_webinar,
    an_enrollment,
    an_invitation,
    saved,
)
from webinars.domain import plans
from webinars.domain.plans import Fate, Off
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import (
    Delivery,
    Enrollment,
    EnrollmentStatus,
    JoinClick,
    PartStat,
    Registrant,
    RuleAnchor,
    RuleAudience,
    SeriesStatus,
    Webinar,
    WebinarStatus,
)
from webinars.queries.plans import counts, people
from webinars.services import follow_ups, reminders

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def a_series_with(*rules, **values):
    series = a_series(**values)
    series.reminder_rules = [a_reminder_rule(series, before, **more) for before, more in rules]
    return series


def a_seat(webinar, *, partstat=PartStat.NEEDS_ACTION, invited=True, **values):
    enrollment = an_enrollment(webinar, **values)
    if invited:
        an_invitation(enrollment, partstat=partstat)
    return enrollment


def test_everybody_is_listed_with_a_fate(db):
    series = a_series_with((DAY, {}))
    webinar = a_webinar(series=series, starts_at=NOW + 3 * DAY)
    quiet, erased = a_registrant(reminders_stopped_at=NOW), a_registrant(erased_at=NOW)
    saved(
        a_seat(webinar),
        a_seat(webinar, status=EnrollmentStatus.WAITLISTED),
        a_seat(webinar, status=EnrollmentStatus.CANCELLED),
        a_seat(webinar, partstat=PartStat.DECLINED),
        a_seat(webinar, invited=False),
        a_seat(webinar, registration=a_registration(series=series, registrant=quiet)),
        a_seat(webinar, registration=a_registration(series=series, registrant=erased)),
    )

    [slot] = plans.slots(series, now=NOW)
    rows = database.session.execute(people(slot, is_written_to=None)).all()

    assert [row.fate for row in rows] == [
        Fate.GETS,
        Fate.WAITING,
        Fate.CANCELLED,
        Fate.DECLINED,
        Fate.NOT_INVITED,
        Fate.UNSUBSCRIBED,
        Fate.ERASED,
    ]
    assert (slot.due_at, slot.off, slot.is_ahead) == (NOW + 2 * DAY, None, True)
    found = counts([slot])[slot.key]
    assert (found.mails, found.skipped) == (1, 6)
    assert len(database.session.execute(people(slot, is_written_to=True)).all()) == 1
    assert len(database.session.execute(people(slot, is_written_to=False)).all()) == 6


def test_a_mail_that_nobody_gets_says_why(db):
    far = NOW + 3 * DAY
    rules = (
        (DAY, {"is_active": False}),
        (2 * DAY, {"active_since": NOW + 2 * DAY}),
        (4 * DAY, {}),
        (5 * DAY, {}),
        (HOUR, {}),
    )
    series = a_series_with(*rules)
    saved(a_webinar(series=series, starts_at=far, scheduled_at=NOW - 3 * HOUR))

    found = {slot.rule.before: slot.off for slot in plans.slots(series, now=NOW)}

    assert found == {
        DAY: Off.SWITCHED_OFF,
        2 * DAY: Off.NEWER_RULE,
        # Due a day ago, before the date was set.
        4 * DAY: Off.NEWER_DATE,
        5 * DAY: Off.NEWER_DATE,
        HOUR: None,
    }


def test_of_reminders_that_are_due_the_nearest_counts(db):
    series = a_series_with((4 * DAY, {}), (5 * DAY, {}))
    saved(a_seat(a_webinar(series=series, starts_at=NOW + 3 * DAY)))

    by_rule = {slot.rule.before: slot for slot in plans.slots(series, now=NOW)}

    assert by_rule[5 * DAY].off is Off.NEARER_RULE
    assert by_rule[4 * DAY].off is None
    before = counts([by_rule[4 * DAY]])
    with transaction():
        reminders.enqueue_due(NOW)
    after = counts([by_rule[4 * DAY]])
    assert [one[by_rule[4 * DAY].key].by_fate for one in (before, after)] == [
        {Fate.GETS: 1},
        {Fate.ALREADY_SENT: 1},
    ]


def test_drafts_cancelled_webinars_and_what_is_far_away(db):
    draft = a_series_with((DAY, {}), status=SeriesStatus.DRAFT)
    saved(a_webinar(series=draft, starts_at=NOW + 3 * DAY))
    series = a_series_with((DAY, {}))
    saved(
        a_webinar(series=series, starts_at=NOW + 3 * DAY, status=WebinarStatus.CANCELLED),
        a_webinar(series=series, starts_at=NOW + 40 * DAY),
        a_webinar(series=series, starts_at=None),
    )

    assert [slot.off for slot in plans.slots(draft, now=NOW)] == [Off.DRAFT]
    assert [slot.off for slot in plans.slots(series, now=NOW)] == [Off.CANCELLED]


seats = st.fixed_dictionaries(
    {
        "status": st.sampled_from([*EnrollmentStatus, EnrollmentStatus.CONFIRMED]),
        "partstat": st.sampled_from(PartStat),
        "confirmed": st.integers(-80, 0),
        "stopped": st.sampled_from([None, None, NOW]),
        "joined": st.booleans(),
        "invited": st.sampled_from([True, True, True, False]),
    }
)
rules = st.fixed_dictionaries(
    {
        "before": st.integers(-60, 60),
        "anchor": st.sampled_from(RuleAnchor),
        "audience": st.sampled_from(RuleAudience),
        "is_active": st.sampled_from([True, True, True, False]),
    }
)


@given(
    starts=st.integers(-40, 90),
    drawn_rules=st.lists(rules, min_size=1, max_size=3, unique_by=lambda rule: the_same(rule)),
    drawn_seats=st.lists(seats, min_size=1, max_size=3),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_plan_is_what_the_worker_then_does(db, starts, drawn_rules, drawn_seats):
    with transaction():
        for table in (Delivery, Enrollment, Registrant, Webinar):
            database.session.execute(delete(table))
    series = a_series_with(*((rule["before"] * HOUR, rest(rule)) for rule in drawn_rules))
    webinar = a_webinar(series=series, starts_at=NOW + starts * HOUR)
    built = [build(webinar, seat) for seat in drawn_seats]
    saved(*built)
    came = [seat for seat, drawn in zip(built, drawn_seats, strict=True) if drawn["joined"]]
    saved(series, *(JoinClick(enrollment_id=seat.id, clicked_at=NOW) for seat in came))

    for slot in [slot for slot in plans.slots(series, now=NOW) if slot.is_ahead]:
        planned = set()
        if slot.off is None:
            found = database.session.execute(people(slot, is_written_to=True)).all()
            fates = {row.email: row.fate for row in found}
            # Nobody joins between now and then.
            planned = {mail for mail, fate in fates.items() if fate != Fate.IF_JOINS}
            assert counts([slot])[slot.key].mails == len(fates)
        with transaction():
            reminders.enqueue_due(slot.due_at)
            follow_ups.enqueue_due(slot.due_at)
        assert sent_by(slot.rule.id) == planned


def the_same(rule):
    """What no two rules of a series share."""
    return rule["before"], rule["anchor"], rest(rule)["audience"]


def rest(rule):
    seated = rule["anchor"] is RuleAnchor.START and rule["before"] > 0
    audience = RuleAudience.SEATED if seated else rule["audience"]
    return {"anchor": rule["anchor"], "audience": audience, "is_active": rule["is_active"]}


def build(webinar, drawn):
    registrant = a_registrant(
        reminders_stopped_at=drawn["stopped"], announcements_stopped_at=drawn["stopped"]
    )
    return a_seat(
        webinar,
        partstat=drawn["partstat"],
        invited=drawn["invited"],
        registration=a_registration(registrant=registrant, series=webinar.series),
        status=drawn["status"],
        confirmed_at=NOW + drawn["confirmed"] * HOUR
        if drawn["status"] is EnrollmentStatus.CONFIRMED
        else None,
    )


def sent_by(rule_id):
    database.session.rollback()
    found = database.session.scalars(select(Delivery)).all()
    return {mail.recipient for mail in found if mail.details["rule"] == rule_id}
