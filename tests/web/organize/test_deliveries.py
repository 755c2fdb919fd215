"""The mails of a series, as organizers look at them and decide."""

from datetime import timedelta

import pytest

from tests.factories import (
    a_delivery,
    a_registrant,
    a_registration,
    a_series,
    a_webinar,
    an_enrollment,
    an_invitation,
    in_english,
    saved,
)
from tests.support.console import console
from tests.support.queries import counted_queries
from tests.support.web import HiddenFields
from webinars.clock import utcnow
from webinars.domain.mail_server import ServerNews
from webinars.extensions import transaction
from webinars.models import CalendarMethod, Delivery, DeliveryState, MessageKind
from webinars.services import heartbeats

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HOUR = timedelta(hours=1)
FAILED = DeliveryState.FAILED


@pytest.fixture
def guide(db):
    return saved(a_series(slug="guide", title=in_english("The guide")))


def a_mail(guide, **values):
    person = a_registrant(email=values.pop("to", "ana@example.org"))
    registration = a_registration(series=guide, registrant=person)
    return saved(a_delivery(registration=registration, registrant=person, **values))


def test_the_list_says_in_plain_words_why_a_mail_waits(client, guide):
    now = utcnow()
    a_mail(guide, attempts=3, last_error="452 4.2.2 Over quota", due_at=now + HOUR)
    console(client, "assistant", guide)

    page = client.get("/organize/deliveries/guide/").text

    assert "Was tried 3 times. The mailbox is full. The next try is on" in page
    assert "Over quota" not in page
    assert "ana@example.org" in page


def test_viewers_are_not_let_in(client, guide):
    console(client, "viewer", guide)

    assert client.get("/organize/deliveries/guide/").status_code == 403


def test_an_empty_list_says_what_will_be_there(client, guide):
    console(client, "organizer", guide)

    assert "No mails yet." in client.get("/organize/deliveries/guide/").text
    assert (
        "No mail fits these filters."
        in client.get("/organize/deliveries/guide/?stand=failed&kind=nonsense").text
    )


def test_who_has_one_series_is_led_to_its_mails(client, guide):
    console(client, "organizer", guide)

    assert client.get("/organize/deliveries/").location == "/organize/deliveries/guide/"


def test_a_mail_tells_its_history_and_the_answer_word_for_word(client, guide):
    mail = a_mail(guide, state=FAILED, settled_at=utcnow(), last_error="550 5.1.1 <ana> unknown")
    console(client, "organizer", guide)

    page = client.get(f"/organize/deliveries/guide/{mail.id}/").text

    assert "There is no such mailbox. The address may be misspelled." in page
    assert "550 5.1.1 &lt;ana&gt; unknown" in page
    assert "Was put into the outbox." in page


def test_a_failed_mail_is_tried_again_at_the_press_of_a_button(client, db, guide):
    mail = a_mail(guide, state=FAILED, settled_at=utcnow())
    console(client, "organizer", guide)
    page = f"/organize/deliveries/guide/{mail.id}/"

    answer = client.post(f"{page}retry", data=HiddenFields(client.get(page).text).fields)

    assert answer.status_code == 303
    db.session.expire_all()
    assert db.session.get(Delivery, mail.id).state is DeliveryState.DUE


def test_giving_up_asks_once_and_can_be_taken_back(client, db, guide):
    mail = a_mail(guide, state=FAILED, settled_at=utcnow())
    console(client, "organizer", guide)

    answer = client.submit(f"/organize/deliveries/guide/{mail.id}/give-up", {})

    shown = client.get(answer.location).text
    assert "The mail is given up." in shown
    assert f'action="/organize/deliveries/guide/{mail.id}/retry"' in shown
    db.session.expire_all()
    assert db.session.get(Delivery, mail.id).given_up_at is not None


def test_a_waiting_cancel_says_why_it_stays(client, guide):
    seat = an_enrollment(a_webinar(series=guide))
    cancel = saved(
        a_delivery(
            enrollment=seat,
            invitation=an_invitation(seat),
            kind=MessageKind.WITHDRAWN,
            method=CalendarMethod.CANCEL,
        )
    )
    console(client, "organizer", guide)

    page = client.get(f"/organize/deliveries/guide/{cancel.id}/").text

    assert "It cannot be given up: the event would stay there for ever." in page
    assert ">Give up</a>" not in page


def test_all_shown_mails_are_retried_or_given_up_after_a_count(client, db, guide):
    for number in range(3):
        a_mail(guide, to=f"p{number}@example.org", state=FAILED, settled_at=utcnow())
    console(client, "organizer", guide)
    asked = client.get("/organize/deliveries/guide/give-up?stand=failed").text

    given_up = client.submit("/organize/deliveries/guide/give-up?stand=failed", {})
    told = client.get(given_up.location).text
    again = client.submit("/organize/deliveries/guide/retry?stand=given_up", {})

    assert "3 mails will never be sent, and no longer count as failed." in asked
    assert "3 mails are given up." in told
    assert "3 mails are due again." in client.get(again.location).text


def test_only_what_failed_can_be_retried(client, guide):
    console(client, "organizer", guide)

    for address in ("retry?stand=sent", "give-up"):
        led = client.get(f"/organize/deliveries/guide/{address}")
        assert led.location == "/organize/deliveries/guide/"


def tell(news):
    with transaction():
        heartbeats.beat("one", now=utcnow(), news=news)


def test_trouble_with_the_server_is_one_banner_that_goes_by_itself(client, guide):
    for number in range(3):
        a_mail(guide, to=f"p{number}@example.org", last_error="[Errno 111] Connection refused")
    console(client, "assistant", guide)
    news = ServerNews().away("[Errno 111] Connection refused", utcnow())
    tell(news)

    troubled = client.get("/organize/").text
    tell(news.answered(utcnow()))

    assert troubled.count("No mails leave at the moment: the mail server is in trouble.") == 1
    assert "the mail server is in trouble" not in client.get("/organize/").text


def test_viewers_see_no_banner(client, guide):
    console(client, "viewer", guide)
    tell(ServerNews().away("refused", utcnow()))

    assert "the mail server is in trouble" not in client.get("/organize/").text


def test_the_questions_do_not_grow_with_the_mails(client, guide):
    def asked():
        with counted_queries() as statements:
            assert client.get("/organize/deliveries/guide/").status_code == 200
        return len(statements)

    webinar = a_webinar(series=guide)
    saved(a_delivery(enrollment=an_enrollment(webinar)))
    console(client)
    asked()
    one = asked()
    for _ in range(2):
        saved(a_delivery(enrollment=an_enrollment(webinar)))

    assert asked() == one
