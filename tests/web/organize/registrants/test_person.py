"""The page of one registrant."""

import zlib
from datetime import UTC, datetime

import pytest

from tests.factories import (
    NOW,
    a_delivery,
    a_question,
    a_registration,
    a_series,
    in_english,
    saved,
)
from tests.support.console import console
from tests.web.organize.registrants.guide import a_guide, person_page
from webinars.models import (
    AccessKind,
    AccessRequest,
    AccessRequestStatus,
    Answer,
    Consent,
    ConsentStatus,
    DeliveryState,
    JoinClick,
    MessageKind,
    PartStat,
)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TOKEN = "x" * 44
MAIL = (
    "From: us@example.org\r\nTo: ana@example.org\r\nSubject: Welcome\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/alternative; boundary="b"\r\n\r\n'
    f"--b\r\nContent-Type: text/plain\r\n\r\nYour page: https://w.example/me/{TOKEN}/\r\n"
    f'--b\r\nContent-Type: text/html\r\n\r\n<p>Hello <a href="/me/{TOKEN}/">page</a></p>\r\n'
    "--b--\r\n"
).encode()


@pytest.fixture
def series(db, client):
    series = a_guide()
    console(client, "assistant", series)
    return series


def a_mail(series, **values):
    ana = series.registrations[0]
    given = {"registrant": ana.registrant, "registration": ana, "kind": MessageKind.WELCOME}
    return saved(a_delivery(**(given | values)))


def test_the_page_tells_the_whole_history(series, client):
    ana = series.registrations[0]
    [seat] = ana.enrollments
    seat.invitations[0].partstat = PartStat.ACCEPTED
    seat.invitations[0].answer_comment = "Only the first half."
    seat.invitations[0].proposed_starts_at = datetime(2035, 1, 9, 20, tzinfo=UTC)
    question = saved(a_question(series=series, label=in_english("Your wish?")))
    saved(
        Answer(registration_id=ana.id, question_id=question.id, values=["Trees"]),
        Consent(
            registration_id=ana.id,
            wording="I agree to it.",
            status=ConsentStatus.GIVEN,
            given_at=NOW,
        ),
        AccessRequest(
            registration_id=ana.id,
            kind=AccessKind.CAPTIONS,
            note="Large ones.",
            status=AccessRequestStatus.OPEN,
            created_at=NOW,
        ),
        JoinClick(enrollment_id=seat.id, clicked_at=NOW),
    )
    a_mail(series, state=DeliveryState.FAILED, subject="Welcome!", last_error="550 unknown")

    page = client.get(person_page(series, 0)).text

    for words in (
        "ana@example.org",
        "Has a seat",
        "Accepted",
        "Would like another time: ",
        "“Only the first half.”",
        "It is not certain that the person sent this.",
        "Trees",
        "I agree to it.",
        "Large ones.",
        "Waits for an answer",
        "Welcome!",
        "Could not be delivered: 550 unknown",
    ):
        assert words in page, words
    assert "Erase this person" not in page


def test_only_what_belongs_to_the_series_is_shown(series, client):
    ana = series.registrations[0]
    elsewhere = saved(a_registration(registrant=ana.registrant, series=a_series(slug="secret")))
    saved(
        a_delivery(
            registrant=ana.registrant,
            registration=elsewhere,
            kind=MessageKind.WELCOME,
            subject="Secret welcome",
        )
    )

    page = client.get(person_page(series, 0)).text

    assert "Secret" not in page
    assert "secret" not in page


def test_other_series_are_named_to_who_may_see_them(series, client):
    ana = series.registrations[0]
    saved(a_registration(registrant=ana.registrant, series=a_series(slug="other")))
    console(client)

    assert "/organize/registrants/other/" in client.get(person_page(series, 0)).text


def test_who_is_not_of_the_series_has_no_page_there(series, client):
    stranger = saved(a_registration(series=a_series(slug="other")))

    page = f"/organize/registrants/guide/{stranger.registrant_id}/"

    assert client.get(page).status_code == 404


def test_a_mail_is_shown_as_it_was_its_links_masked(series, client):
    mail = a_mail(series, state=DeliveryState.SENT, rendered=zlib.compress(MAIL))

    page = client.get(person_page(series, 0, f"mails/{mail.id}/")).text
    html = client.get(person_page(series, 0, f"mails/{mail.id}/html"))

    assert "Your page: https://w.example/me/.../" in page
    assert "<p>Hello" in html.text
    assert TOKEN not in page + html.text
    assert "sandbox" in html.headers["Content-Security-Policy"]


def test_a_mail_without_content_says_why(series, client):
    mail = a_mail(series, state=DeliveryState.DUE)

    page = client.get(person_page(series, 0, f"mails/{mail.id}/")).text

    assert "its content is kept for 30 days" in page
    assert client.get(person_page(series, 0, f"mails/{mail.id}/html")).status_code == 404


def test_somebody_elses_mail_is_not_shown(series, client):
    mail = a_mail(series)

    assert client.get(person_page(series, 1, f"mails/{mail.id}/")).status_code == 404


def test_what_was_done_is_told_to_who_may_see_the_audit(series, client):
    client.submit(person_page(series, 0, "send-again"), {"mail": "welcome"})
    assert "What was done" not in client.get(person_page(series, 0)).text

    console(client, "organizer", series)

    page = client.get(person_page(series, 0)).text
    assert "Sent somebody a mail again" in page
    assert "Sent somebody a mail again" not in client.get(person_page(series, 1)).text
