import json

import pytest
from sqlalchemy import func, select

from tests.factories import a_registrant, a_registration, saved
from tests.support.forms import FilledForm, filled_form
from tests.support.html import Page
from tests.web.people import GUIDE, a_guide, ana, private_page, the_registrant
from webinars.models import Answer, Delivery, EnrollmentStatus, MessageKind, Registrant

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

DETAILS = {
    "name": "Ana Ruiz Gil",
    "organization": "Health Department",
    "role": "Director",
    "state": "Puerto Rico",
    "time_zone": "America/Puerto_Rico",
    "language": "en",
}


@pytest.fixture
def page(client, db):
    """The address of Ana's own page; she is registered for one webinar."""
    a_guide()
    client.submit(GUIDE, ana())
    return private_page()


def kinds(db):
    db.session.rollback()
    return db.session.scalars(select(Delivery.kind).order_by(Delivery.id)).all()


def test_details_can_be_corrected(client, db, page):
    answer = client.submit(page + "details", DETAILS)

    assert (answer.status_code, answer.location) == (303, page)
    registrant = the_registrant()
    assert {name: getattr(registrant, name) for name in DETAILS} == DETAILS
    filled = FilledForm(client.get(page + "details").text).typed_by_hand()
    expected = DETAILS | {"time_zone_other": ""}
    assert filled == {name: [value] for name, value in expected.items()}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": " "}, "Enter your name."),
        ({"role": "x" * 201}, "This is too long"),
        ({"time_zone": "nowhere"}, "Choose a time zone"),
        ({"language": "xx"}, "Choose among the values offered."),
    ],
)
def test_a_wrong_detail_is_named_and_nothing_typed_is_lost(client, db, page, fields, message):
    answer = client.submit(page + "details", DETAILS | fields)

    assert answer.status_code == 422
    assert message in Page(answer.text).words
    assert filled_form(answer.text)["organization"] == ["Health Department"]
    assert the_registrant().name == "Ana Ruiz"


@pytest.mark.parametrize("path", ["details", "address", "series/guide/access"])
def test_a_stale_token_loses_nothing(client, db, page, path):
    typed = DETAILS | {"email": "new@example.org", "kind": "other", "note": "A quiet room"}
    typed |= {"time_zone_other": ""}

    answer = client.post(page + path, data=typed | {"csrf_token": "stale"})

    assert answer.status_code == 400
    left = FilledForm(answer.text).typed_by_hand()
    assert left == {name: [typed[name]] for name in left}
    assert client.post(page + path, data=filled_form(answer.text)).status_code == 303


def test_a_new_address_is_mailed_a_link_and_counts_later(client, db, page):
    answer = client.submit(page + "address", {"email": "ana@new.example.org"})

    assert (answer.status_code, answer.location) == (303, page)
    assert "We have written to ana@new.example.org." in client.get(page).text
    assert the_registrant().email == "ana@example.org"
    last = db.session.scalars(select(Delivery).order_by(Delivery.id.desc())).first()
    assert (last.kind, last.recipient) == (MessageKind.CONFIRM_ADDRESS, "ana@new.example.org")


def test_the_answer_does_not_tell_whether_an_address_is_in_use(client, db, page):
    saved(a_registration(registrant=a_registrant(email="bob@example.org")))
    registrant = db.session.scalars(select(Registrant).where(Registrant.name == "Ana Ruiz")).one()
    page = private_page(registrant)

    def answers(email):
        first = client.submit(page + "address", {"email": email})
        second, third = client.get(page), client.get(page)
        told = [Page(found.text).words.replace(email, "") for found in (first, second, third)]
        return first.status_code, first.location, told

    assert answers("bob@example.org") == answers("eve@example.org")


def test_an_address_that_cannot_be_mailed_is_refused(client, db, page):
    answer = client.submit(page + "address", {"email": "zoë@example.org"})

    assert answer.status_code == 422
    assert "letters before the @" in answer.text
    assert kinds(db) == [MessageKind.INVITED]


def test_everything_kept_can_be_downloaded(client, db, page):
    answer = client.get(page + "data.json")

    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"] == "attachment; filename=my-data.json"
    assert answer.headers["Cache-Control"] == "no-store"
    kept = json.loads(answer.data)
    assert (kept["email"], kept["name"]) == ("ana@example.org", "Ana Ruiz")
    [registration] = kept["registrations"]
    assert [found["webinar"] for found in registration["webinars"]] == ["one"]


def test_erasing_asks_once_and_leaves_nothing_to_open(client, db, page):
    asked = client.get(page + "erase")
    answer = client.submit(page + "erase")

    assert "This cannot be undone." in asked.text
    assert (answer.status_code, answer.location) == (303, "/me/erased")
    assert client.get("/me/erased").status_code == 200
    assert client.get(page).status_code in {404, 410}
    registrant = the_registrant()
    assert (registrant.name, registrant.registrations[0].enrollments[0].status) == (
        "",
        EnrollmentStatus.CANCELLED,
    )
    assert db.session.scalar(select(func.count()).select_from(Answer)) == 0
    assert kinds(db)[-1] is MessageKind.ERASED
    assert client.get("/series/guide/registered").status_code == 302
