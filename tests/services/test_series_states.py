"""A series is published, hidden, put away and deleted."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOW, a_registration, a_series, a_webinar, saved
from tests.support.console import an_account
from webinars.errors import Conflict
from webinars.extensions import transaction
from webinars.models import (
    Action,
    AuditEntry,
    Delivery,
    Enrollment,
    EnrollmentStatus,
    MemberRole,
    MessageKind,
    Series,
    SeriesStatus,
    WebinarStatus,
)
from webinars.queries.series import all_published_series, published_series
from webinars.services import series as series_service
from webinars.services import series_states
from webinars.services.series import SeriesDetails

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DRAFT, PUBLISHED, ARCHIVED = SeriesStatus.DRAFT, SeriesStatus.PUBLISHED, SeriesStatus.ARCHIVED
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("turn", "before", "after", "action"),
    [
        (series_states.publish, DRAFT, PUBLISHED, Action.SERIES_PUBLISHED),
        (series_states.unpublish, PUBLISHED, DRAFT, Action.SERIES_UNPUBLISHED),
        (series_states.archive, PUBLISHED, ARCHIVED, Action.SERIES_ARCHIVED),
        (series_states.restore, ARCHIVED, PUBLISHED, Action.SERIES_RESTORED),
    ],
)
def test_a_series_is_turned_and_the_audit_knows_by_whom(db, turn, before, after, action):
    series, owner = saved(a_series(status=before)), an_account()

    with transaction():
        turn(series, now=NOW, actor=owner)

    [entry] = db.session.scalars(select(AuditEntry))
    assert series.status is after
    assert (entry.action, entry.actor_email, entry.series_id) == (action, owner.email, series.id)
    assert (entry.before, entry.after) == ({"status": before.value}, {"status": after.value})


@pytest.mark.parametrize(
    ("turn", "before"),
    [
        (series_states.publish, ARCHIVED),
        (series_states.archive, DRAFT),
        (series_states.restore, DRAFT),
        (series_states.remove, PUBLISHED),
        (series_states.remove, ARCHIVED),
    ],
)
def test_not_every_turn_is_possible(db, turn, before):
    series = saved(a_series(status=before))

    with pytest.raises(Conflict), transaction():
        turn(series, now=NOW)

    db.session.refresh(series)
    assert series.status is before


@pytest.mark.parametrize(
    ("values", "is_possible"),
    [
        ({"starts_at": NOW - DAY}, True),
        ({"starts_at": NOW + DAY}, False),
        ({"starts_at": NOW + DAY, "status": WebinarStatus.CANCELLED}, True),
        ({"starts_at": None}, False),
    ],
)
def test_a_series_with_webinars_to_come_is_not_archived(db, values, is_possible):
    series = saved(a_webinar(**values)).series

    if is_possible:
        with transaction():
            series_states.archive(series, now=NOW)
    else:
        with pytest.raises(Conflict, match="still to come"), transaction():
            series_states.archive(series, now=NOW)

    db.session.refresh(series)
    assert series.is_archived is is_possible


def test_an_archived_series_is_in_no_list_but_stays_at_its_address(db):
    series = saved(a_series(slug="old", status=ARCHIVED))

    assert published_series("old") is series
    assert all_published_series() == []


def test_who_is_no_owner_organizes_what_they_create(db):
    member = an_account("organizer", saved(a_series()))
    details = SeriesDetails.of(a_series(slug="new"))

    with transaction():
        series = series_service.create(details, now=NOW, actor=member)

    assert [(one.series_id, one.role) for one in member.memberships][-1] == (
        series.id,
        MemberRole.ORGANIZER,
    )


def test_a_draft_nobody_registered_for_is_deleted(db):
    series = saved(a_webinar(series=a_series(status=DRAFT))).series

    with transaction():
        series_states.remove(series, now=NOW)

    assert db.session.scalars(select(Series)).all() == []
    [entry] = db.session.scalars(select(AuditEntry))
    assert (entry.action, entry.before["slug"]) == (Action.SERIES_REMOVED, series.slug)


def test_a_draft_with_registrations_stays(db):
    series = saved(a_registration(series=a_series(status=DRAFT))).series

    with pytest.raises(Conflict), transaction():
        series_states.remove(series, now=NOW)

    assert db.session.scalars(select(Series)).all() == [series]


def test_restoring_enrolls_nobody_in_what_is_over(db):
    webinar = a_webinar(series=a_series(status=ARCHIVED), starts_at=NOW - DAY)
    saved(webinar, a_registration(series=webinar.series, is_standing=True))

    with transaction():
        series_states.restore(webinar.series, now=NOW)

    assert db.session.scalars(select(Enrollment)).all() == []


@pytest.mark.parametrize("capacity", [None, 0, 1, 2, 5])
@pytest.mark.parametrize("is_dated", [True, False])
def test_publishing_does_what_was_foretold(db, capacity, is_dated):
    starts_at = NOW + DAY if is_dated else None
    series = a_series(status=DRAFT)
    webinar = a_webinar(series=series, capacity=capacity, starts_at=starts_at)
    saved(webinar, *(a_registration(series=series, is_standing=True) for _ in range(3)))

    foretold = series_states.foretell_publishing(series, now=NOW)
    with transaction():
        series_states.publish(series, now=NOW)

    statuses = [one.status for one in db.session.scalars(select(Enrollment))]
    assert foretold.seated == statuses.count(EnrollmentStatus.CONFIRMED)
    assert foretold.waitlisted == statuses.count(EnrollmentStatus.WAITLISTED)
    kinds = [one.kind for one in db.session.scalars(select(Delivery))]
    assert foretold.invited == kinds.count(MessageKind.INVITED)
