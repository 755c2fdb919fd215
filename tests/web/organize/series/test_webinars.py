"""Every change of a webinar is seen before it is made, and its mails while they go out."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from tests.factories import (
    a_practice,
    a_registration_request,
    a_series,
    a_speaker,
    a_sponsor,
    a_webinar,
    in_english,
    saved,
)
from tests.support.console import console
from tests.web.organize.series.forms import carried, filled
from webinars.clock import utcnow
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import (
    Appearance,
    Delivery,
    DeliveryState,
    MessageKind,
    Webinar,
    WebinarStatus,
)
from webinars.services import registrations, webinars

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DAY = timedelta(days=1)
ONE = "/organize/series/guide/webinars/one/"
EDIT = f"{ONE}edit"


@pytest.fixture
def webinar(db) -> Webinar:
    """A webinar at noon in New York, some weeks ahead, with two people in it."""
    there = datetime.now(ZoneInfo("America/New_York")) + 30 * DAY
    starts_at = there.replace(hour=12, minute=0, second=0, microsecond=0).astimezone(UTC)
    series = a_series(slug="guide")
    found = saved(a_webinar(slug="one", series=series, starts_at=starts_at, capacity=1))
    for email in ("ana@example.org", "bo@example.org"):
        wanted = a_registration_request(slugs=["one"], email=email, time_zone="Asia/Tokyo")
        with transaction():
            registrations.register(found.series, wanted, now=utcnow())
    with transaction():
        for delivery in database.session.scalars(select(Delivery)):
            delivery.state = DeliveryState.SENT
    return found


def stored(db, slug="one"):
    return db.session.scalar(select(Webinar).where(Webinar.slug == slug))


def due(outbox):
    return sorted(one.kind for one in outbox() if one.state is DeliveryState.DUE)


def test_nothing_is_saved_or_sent_before_it_was_seen(client, db, webinar, outbox):
    console(client)
    before = webinar.starts_at
    form = filled(client, EDIT)

    seen = client.post(EDIT, data={**form, "starts_time": ["15:00"]})

    assert (seen.status_code, stored(db).starts_at, due(outbox)) == (200, before, [])
    assert "One person with a seat gets an update of the invitation" in seen.text
    assert "One person on the waiting list gets a note" in seen.text
    assert "Google in 12 to 24 hours" in seen.text
    assert "Tokyo" in seen.text
    assert "Another day" in seen.text
    assert "Save and send 2 mails" in seen.text

    saved_ = client.post(EDIT, data={**carried(seen.text), "confirmed": "yes"})

    assert saved_.status_code == 303
    assert stored(db).starts_at == before + timedelta(hours=3)
    assert due(outbox) == [MessageKind.UPDATED, MessageKind.WAITLIST_NEWS]


def test_the_mails_are_seen_going_out(client, db, webinar, outbox):
    console(client)
    seen = client.post(EDIT, data={**filled(client, EDIT), "title-en": ["New"]})
    saved_ = client.post(EDIT, data={**carried(seen.text), "confirmed": "yes"})

    going = client.get(saved_.location)
    assert "The mails are going out" in going.text
    assert going.headers["Refresh"] == "5"
    assert "Refresh" not in client.get(f"{saved_.location}&still=yes").headers
    with transaction():
        for delivery in db.session.scalars(select(Delivery)):
            delivery.state = DeliveryState.SENT
    gone = client.get(saved_.location)

    assert "All mails are settled" in gone.text
    assert "Refresh" not in gone.headers


def test_what_was_typed_can_be_changed_once_more(client, db, webinar):
    console(client)
    seen = client.post(EDIT, data={**filled(client, EDIT), "starts_time": ["15:15"]})

    back = client.post(EDIT, data={**carried(seen.text), "back": "yes"})

    assert back.status_code == 200
    assert 'value="15:15"' in back.text


@pytest.mark.parametrize("is_seen", [False, True])
def test_whoever_saves_second_is_told(client, db, webinar, outbox, is_seen):
    console(client)
    form = {**filled(client, EDIT), "starts_time": ["15:00"]}
    if is_seen:
        form = {**carried(client.post(EDIT, data=form).text), "confirmed": "yes"}
    with transaction():
        details = replace(webinars.details_of(webinar), join_url=None)
        webinars.change(webinar, details, now=utcnow())

    refused = client.post(EDIT, data=form)

    assert refused.status_code == 409
    assert "Somebody else has changed this" in refused.text
    assert due(outbox) == []


def test_a_form_that_is_sent_as_it_is_changes_nothing(client, db, webinar):
    console(client)

    answer = client.post(EDIT, data=filled(client, EDIT))

    assert (answer.status_code, answer.location) == (303, ONE)


def test_a_new_address_to_join_sends_nothing(client, db, webinar, outbox):
    console(client)
    form = {**filled(client, EDIT), "join_url": ["https://platform.example.com/j/9"]}

    seen = client.post(EDIT, data=form)
    assert "A new address to join sends no mail" in seen.text
    client.post(EDIT, data={**carried(seen.text), "confirmed": "yes"})

    assert stored(db).join_url == "https://platform.example.com/j/9"
    assert due(outbox) == []


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        ({"starts_date": "2030-03-10", "starts_time": "02:30"}, "this time does not exist"),
        ({"starts_date": "2030-11-03", "starts_time": "01:30"}, "Choose which of the two"),
        ({"starts_date": ""}, "Enter both date and time."),
        ({"starts_date": "2030-02-31"}, "There is no such date."),
        ({"minutes": ""}, "Enter how many minutes it takes."),
        ({"minutes": "0"}, "from 1 to 1440"),
        ({"join_url": "zoom.example.com"}, "Enter a full address"),
        ({"recording_url": "http://example.com/"}, "Enter a full address"),
        ({"slug": "register"}, "the address of another page"),
        ({"time_zone": "EST"}, "Several time zones fit"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(client, db, webinar, entered, words):
    console(client)

    answer = client.post(EDIT, data={**filled(client, EDIT), **entered})

    assert (answer.status_code, words in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("which", "moment"), [("first", "2030-11-03T05:30"), ("second", "2030-11-03T06:30")]
)
def test_of_two_equal_times_one_is_chosen(client, db, webinar, which, moment):
    console(client)
    entered = {"starts_date": "2030-11-03", "starts_time": "01:30", "starts_which": which}

    seen = client.post(EDIT, data={**filled(client, EDIT), **entered})
    assert "The clocks show this time twice" in seen.text
    client.post(EDIT, data={**carried(seen.text), "confirmed": "yes"})

    assert stored(db).starts_at == datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert client.post(EDIT, data=filled(client, EDIT)).location == ONE


def test_a_webinar_is_added_at_the_end(client, db, webinar, outbox):
    console(client)
    address = "/organize/series/guide/webinars/new"
    form = {
        "title-en": "Second part",
        "starts_date": "2030-05-01",
        "starts_time": "23:00",
        "minutes": "90",
        "offers_captions": "y",
        "interpretation": ["es"],
    }

    seen = client.submit(address, form)
    assert "It is night then in Eastern Time" in seen.text
    assert stored(db, "second-part") is None
    client.post(address, data={**carried(seen.text), "confirmed": "yes"})

    added = stored(db, "second-part")
    assert added.starts_at == datetime(2030, 5, 2, 3, tzinfo=UTC)
    assert added.ends_at - added.starts_at == timedelta(minutes=90)
    assert (added.offers_captions, added.interpretation, added.is_recorded) == (True, ["es"], False)
    assert [one.slug for one in added.series.webinars] == ["one", "second-part"]


def test_cancelling_and_taking_place_after_all_say_who_is_told(client, db, webinar, outbox):
    console(client)

    asked = client.get(f"{ONE}cancel").text
    assert "One person with a seat gets a cancellation" in asked
    answer = client.submit(f"{ONE}cancel")
    assert stored(db).status is WebinarStatus.CANCELLED
    assert due(outbox) == [MessageKind.CANCELLED, MessageKind.WAITLIST_NEWS]
    assert f"{ONE}revive" in client.get(answer.location).text

    asked = client.get(f"{ONE}revive").text
    assert "One person gets a first invitation" in asked
    client.submit(f"{ONE}revive")

    assert stored(db).status is WebinarStatus.SCHEDULED
    assert due(outbox)[-1] is MessageKind.WAITLIST_NEWS
    assert MessageKind.INVITED in due(outbox)


@pytest.mark.parametrize(("days", "is_urgent"), [(1, True), (30, False)])
def test_whoever_cancels_at_short_notice_reads_that_the_mails_say_so(
    client, db, webinar, days, is_urgent
):
    with transaction():
        webinar.starts_at = utcnow() + days * DAY
        webinar.ends_at = webinar.starts_at + DAY
    console(client)

    asked = client.get(f"{ONE}cancel").text

    assert ("The mails about it say “Urgent” in their subject" in asked) is is_urgent


def test_cancelling_what_was_changed_meanwhile_is_asked_again(client, db, webinar, outbox):
    console(client)
    hidden = carried(client.get(f"{ONE}cancel").text)
    with transaction():
        details = replace(webinars.details_of(webinar), title=in_english("Other"))
        webinars.change(webinar, details, now=utcnow())

    refused = client.post(f"{ONE}cancel", data=hidden)
    assert (refused.status_code, stored(db).status) == (409, WebinarStatus.SCHEDULED)
    client.post(f"{ONE}cancel", data=carried(refused.text))

    assert stored(db).status is WebinarStatus.CANCELLED


def test_a_webinar_with_registrations_is_not_removed(client, db, webinar):
    console(client)

    assert "it cannot be removed" in client.get(f"{ONE}remove").text
    assert client.submit(f"{ONE}remove").status_code == 409
    assert stored(db) is not None


def test_a_webinar_without_registrations_is_removed(client, db):
    saved(a_webinar(slug="one", series=a_series(slug="guide")))
    console(client)

    client.submit(f"{ONE}remove")

    assert stored(db) is None


def test_the_order_is_changed_and_taken_back(client, db):
    series = a_series(slug="guide")
    for days, slug in enumerate(("c", "b", "a")):
        saved(a_webinar(slug=slug, series=series, starts_at=utcnow() + (9 - days) * DAY))
    console(client)
    address = "/organize/series/guide/webinars/order"

    def order():
        db.session.expire_all()
        return "".join(one.slug for one in series.webinars)

    client.submit(address, {"down": "c"})
    assert order() == "bca"
    client.submit(address, {"by_date": "yes"})
    assert order() == "abc"
    undo = re.search(r'notice-undo">.*?action="([^"]*)"', client.get(address).text, re.DOTALL)[1]
    client.submit(address, to=undo)

    assert order() == "bca"


def test_speakers_practices_and_co_sponsors_are_chosen(client, db):
    ana, ben = a_speaker(slug="ana", name="Ana"), a_speaker(slug="ben", name="Ben")
    webinar = a_webinar(slug="one", series=a_series(slug="guide"), practices=[a_practice()])
    webinar.appearances = [Appearance(speaker=ana, role=in_english("Host"), position=1)]
    saved(webinar, ben, a_practice(slug="share"), a_sponsor(slug="friends"))
    console(client)
    address = f"{ONE}people"
    form = filled(client, address)
    assert form["speakers-0-speaker"] == ["ana"]

    client.post(
        address,
        data={
            **form,
            "speakers-0-speaker": ["ben"],
            "speakers-0-role-en": ["Moderator"],
            "practices": ["share"],
            "co_sponsors": ["friends"],
        },
    )

    db.session.expire_all()
    found = stored(db)
    assert [(one.speaker, one.role) for one in found.appearances] == [
        (ben, in_english("Moderator"))
    ]
    assert [one.slug for one in found.practices] == ["share"]
    assert [one.slug for one in found.co_sponsors] == ["friends"]
    assert client.post(address, data=filled(client, address)).status_code == 303


def test_a_speaker_is_chosen_once_only(client, db):
    saved(a_webinar(slug="one", series=a_series(slug="guide")), a_speaker(slug="ana"))
    console(client)
    twice = {f"speakers-{row}-speaker": ["ana"] for row in (0, 1)}

    answer = client.post(f"{ONE}people", data={**filled(client, f"{ONE}people"), **twice})

    assert (answer.status_code, "once only" in answer.text) == (422, True)
