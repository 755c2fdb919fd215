"""What calendars hear of a change, and what they answered."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import in_english
from tests.support.changes import DAY, LATER, change, due, filled, moved
from webinars.extensions import transaction
from webinars.models import Invitation, MessageKind, PartStat


def test_a_webinar_moved_into_the_past_moves_in_calendars_too(db, outbox):
    webinar = filled("ana@example.org")

    change(webinar, **moved(webinar, -30 * DAY))

    assert [(found.kind, found.sequence) for found in due(outbox)] == [(MessageKind.UPDATED, 1)]


def test_a_new_time_asks_anew_and_a_new_text_keeps_the_answer(db):
    webinar = filled("ana@example.org")
    invitation = db.session.scalars(select(Invitation)).one()
    with transaction():
        invitation.partstat = PartStat.ACCEPTED

    change(webinar, title=in_english("Another title"))
    assert db.session.scalars(select(Invitation.partstat)).all() == [PartStat.ACCEPTED]

    change(webinar, **moved(webinar, DAY))
    assert db.session.scalars(select(Invitation.partstat)).all() == [PartStat.NEEDS_ACTION]


def test_another_address_of_the_page_is_sent_for_events_name_it(db, outbox):
    webinar = filled("ana@example.org")

    change(webinar, slug="elsewhere")

    assert [(found.kind, found.sequence) for found in due(outbox)] == [(MessageKind.UPDATED, 0)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_feeds_call_the_last_change_never_goes_back(db):
    webinar = filled()
    change(webinar, title=in_english("Another title"))

    change(webinar, title=in_english("A third one"), now=LATER - timedelta(minutes=5))

    assert (webinar.revision, webinar.updated_at) == (2, LATER)
