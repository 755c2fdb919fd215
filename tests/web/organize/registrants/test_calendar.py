"""The ledger of one seat: what its calendar was sent."""

import re
from datetime import timedelta
from email import message_from_bytes

import pytest
from sqlalchemy import select

from tests.factories import a_registration_request, a_series, a_webinar, in_english, saved
from tests.support.changes import DAY, change, moved
from tests.support.console import console
from tests.support.html import Page
from tests.support.outbox import deliver_all
from webinars.clock import utcnow
from webinars.extensions import transaction
from webinars.models import Enrollment, WebinarStatus
from webinars.services import registrants, registrations, retention

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def now():
    return utcnow().replace(microsecond=0)


@pytest.fixture
def webinar(db, client, now):
    found = saved(a_webinar(series=a_series(slug="guide"), starts_at=now + 30 * DAY))
    console(client, "assistant", found.series)
    return found


def register(webinar, now):
    wanted = a_registration_request(slugs=[webinar.slug])
    with transaction():
        registrations.register(webinar.series, wanted, now=now)


def the_seat(db):
    return db.session.scalars(select(Enrollment)).one()


def give_up(db, now):
    with transaction():
        registrations.cancel_enrollment(the_seat(db), now=now)


def address(db):
    seat = the_seat(db)
    registrant = seat.registration.registrant_id
    return f"/organize/registrants/guide/{registrant}/seats/{seat.id}/calendar"


def rows(page):
    """METHOD, SEQUENCE and the headers of each message shown."""
    bodies = re.findall("<tbody>(.*?)</tbody>", page, re.DOTALL)
    lines = [line for body in bodies for line in body.split("<tr>")[1:]]
    cells = [[Page(cell).words for cell in line.split("<td>")[1:]] for line in lines]
    return [tuple(row[place].split(" ", 1)[1] for place in (0, 1, 4)) for row in cells]


def test_every_message_is_listed_with_what_calendars_order_by(db, client, webinar, now):
    register(webinar, now)
    sent = deliver_all(now=now)
    change(webinar, title=in_english("Another title"), now=now + MINUTE)
    sent += deliver_all(now=now + MINUTE)
    change(webinar, **moved(webinar, DAY), now=now + 2 * MINUTE)
    sent += deliver_all(now=now + 2 * MINUTE)
    change(webinar, status=WebinarStatus.CANCELLED, now=now + 3 * MINUTE)
    sent += deliver_all(now=now + 3 * MINUTE)

    page = client.get(address(db)).text

    ids = [str(message_from_bytes(content)["Message-ID"]) for content in sent]
    numbers = [("REQUEST", "0"), ("REQUEST", "0"), ("REQUEST", "1"), ("CANCEL", "2")]
    headers = [ids[0], *(f"{own} In-Reply-To: {ids[0]}" for own in ids[1:])]
    assert rows(page) == [(*pair, words) for pair, words in zip(numbers, headers, strict=True)]
    assert the_seat(db).invitations[0].uid in page
    for minutes in range(4):
        assert f"{now + minutes * MINUTE:%H:%M:%S} UTC" in page
    assert "Taken back on" in page


def test_who_comes_back_has_a_second_invitation_with_another_uid(db, client, webinar, now):
    for moment in (now, now + MINUTE):
        register(webinar, moment)
        deliver_all(now=moment)
        if moment == now:
            give_up(db, moment)
            deliver_all(now=moment)

    page = client.get(address(db)).text

    first, second = (one.uid for one in the_seat(db).invitations)
    assert page.index("Invitation 2") < page.index(second) < page.index("Invitation 1")
    assert page.index("Invitation 1") < page.index(first)


def test_a_cancel_of_what_never_left_was_a_plain_mail(db, client, webinar, now):
    register(webinar, now)
    give_up(db, now)
    deliver_all(now=now)

    shown = rows(client.get(address(db)).text)

    assert [row[0] for row in shown] == ["REQUEST", "A plain mail"]
    assert shown[0][2] == "–"


def test_the_list_stays_when_contents_go_and_goes_with_the_person(db, client, webinar, now):
    register(webinar, now)
    deliver_all(now=now)
    here, seat = address(db), the_seat(db)
    before = rows(client.get(here).text)

    with transaction():
        assert retention.drop_old_contents(now=now + 40 * DAY, most=10) == 1
    assert rows(client.get(here).text) == before

    with transaction():
        registrants.erase(seat.registration.registrant, now=now + MINUTE)
    assert client.get(here).status_code == 404


def test_a_seat_without_an_invitation_says_so(db, client, webinar, now):
    change(webinar, starts_at=None, ends_at=None)
    register(webinar, now)

    assert "No invitation has been made for this seat" in client.get(address(db)).text
