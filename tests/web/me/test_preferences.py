import pytest
from sqlalchemy import select

from tests.factories import a_registrant, a_sponsor, in_english, saved
from tests.support.forms import filled_form
from tests.support.html import Page
from tests.web.people import GUIDE, a_guide, ana, private_page
from webinars.models import (
    AccessKind,
    AccessRequest,
    AccessRequestStatus,
    Consent,
    ConsentStatus,
    Registrant,
)

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ACCESS = "series/guide/access"
SHARING = "series/guide/sharing"


@pytest.fixture
def page(client, db):
    """The address of Ana's own page; others used her address in a second form."""
    alliance = a_sponsor(slug="gare", name=in_english("Alliance"))
    a_guide(co_sponsors=[alliance, a_sponsor(slug="nche", name=in_english("Collaborative"))])
    client.submit(GUIDE, ana(accommodations="captions", share_nche="y"))
    client.submit(GUIDE, ana(accommodations="other", accommodations_note="?", share_gare="y"))
    return private_page()


def requests(db):
    db.session.rollback()
    found = db.session.scalars(select(AccessRequest).order_by(AccessRequest.id))
    return [(request.kind, request.note, request.status) for request in found]


def consents(db):
    db.session.rollback()
    found = db.session.scalars(
        select(Consent).where(Consent.sponsor_id.is_not(None)).order_by(Consent.id)
    )
    return [(consent.sponsor.slug, consent.status) for consent in found]


def test_requests_are_shown_those_of_a_second_form_to_be_confirmed(client, db, page):
    words = Page(client.get(page + ACCESS).text).words

    assert "You asked for Live captions We will do our best;" in words
    assert "Something else To be confirmed ? A form with your address asked for this." in words


@pytest.mark.parametrize(
    ("status", "words"), [("arranged", "Arranged"), ("declined", "Cannot be arranged")]
)
def test_what_the_organizers_answered_is_shown(client, db, page, status, words):
    request = db.session.scalars(select(AccessRequest).order_by(AccessRequest.id)).first()
    request.status = AccessRequestStatus(status)
    saved(request)

    assert f"Live captions {words}" in Page(client.get(page + ACCESS).text).words


def test_something_can_be_asked_for(client, db, page):
    answer = client.submit(page + ACCESS, {"kind": "interpretation", "note": "Spanish"})

    assert (answer.status_code, answer.location) == (303, page + ACCESS)
    assert requests(db)[-1] == (AccessKind.INTERPRETATION, "Spanish", AccessRequestStatus.OPEN)


@pytest.mark.parametrize(
    "fields", [{"kind": "magic"}, {"kind": ""}, {"kind": "other", "note": "x" * 2001}]
)
def test_a_request_that_makes_no_sense_is_refused(client, db, page, fields):
    assert client.submit(page + ACCESS, fields).status_code == 422
    assert len(requests(db)) == 2


@pytest.mark.parametrize(
    ("act", "status"),
    [("confirm", AccessRequestStatus.OPEN), ("withdraw", AccessRequestStatus.WITHDRAWN)],
)
def test_a_request_can_be_confirmed_and_withdrawn(client, db, page, act, status):
    second = db.session.scalars(select(AccessRequest).order_by(AccessRequest.id.desc())).first()

    answer = client.submit(page + ACCESS, to=f"{page}{ACCESS}/{second.id}/{act}")

    assert answer.status_code == 303
    assert requests(db)[1] == (AccessKind.OTHER, "?", status)


def test_sharing_is_shown_for_each_co_sponsor(client, db, page):
    words = Page(client.get(page + SHARING).text).words

    assert "Alliance To be confirmed" in words
    assert "Collaborative Shared You agreed on" in words


def test_agreements_can_be_given_confirmed_and_withdrawn(client, db, page):
    def act(path):
        answer = client.submit(page + SHARING, to=f"{page}{SHARING}/{path}")
        assert (answer.status_code, answer.location) == (303, page + SHARING)
        return consents(db)

    assert act("gare/give")[1] == ("gare", ConsentStatus.GIVEN)
    assert act("nche/withdraw")[0] == ("nche", ConsentStatus.WITHDRAWN)
    assert act("nche/withdraw")[0] == ("nche", ConsentStatus.WITHDRAWN)
    assert act("nche/give")[2:] == [("nche", ConsentStatus.GIVEN)]
    assert "Collaborative Shared" in Page(client.get(page + SHARING).text).words


@pytest.mark.parametrize(
    "path",
    [
        ACCESS + "/0/confirm",
        ACCESS + "/99999999999999999999/withdraw",
        ACCESS + "/-1/confirm",
        SHARING + "/nobody/give",
        SHARING + "/%00/withdraw",
        "series/other/sharing/gare/give",
    ],
)
def test_what_is_not_there_is_not_found(client, db, page, path):
    assert client.submit(page + ACCESS, to=page + path).status_code == 404


def test_nobody_can_act_on_somebody_elses_request(client, db, page):
    bob = saved(a_registrant(email="bob@example.org"))
    client.submit(GUIDE, ana(email="bob@example.org"))
    mine = db.session.scalars(select(AccessRequest)).first()
    registrant = db.session.scalars(
        select(Registrant).where(Registrant.email == "ana@example.org")
    ).one()
    form = filled_form(client.get(private_page(registrant) + ACCESS).text)

    path = f"{ACCESS}/{mine.id}/withdraw"
    answer = client.post(private_page(bob) + path, data=form)

    assert answer.status_code == 404
    assert requests(db)[0][2] is AccessRequestStatus.OPEN
