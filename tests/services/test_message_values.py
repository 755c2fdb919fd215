import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import NOW, a_webinar, an_enrollment, in_english, saved
from tests.support.mails import (
    REQUEST,
    a_mail,
    a_seat,
    after_an_invitation,
    calendar,
    html,
    one_of,
    plain,
    read,
)
from webinars.models import EnrollmentStatus, MessageKind
from webinars.texts import Texts

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def app(make_app):
    return make_app(base_url="https://webinars.example.org", mail_server="127.0.0.1")


def test_an_update_tells_the_new_and_the_old_time(db):
    seat = a_seat()
    after_an_invitation(seat)

    text = plain(read(one_of(MessageKind.UPDATED, seat)))

    assert "Monday, March 9, 2026, 4:00 PM to 5:30 PM CET" in text
    assert "(that is 11:00 AM to 12:30 PM EDT in New York)" in text
    assert "Before: Sunday, March 8, 2026, 4:00 PM to 5:30 PM CET" in text


def test_an_update_of_texts_says_that_the_time_is_the_same(db):
    seat = a_seat()
    after_an_invitation(seat)
    webinar = seat.webinar
    same = {
        "was_starts_at": webinar.starts_at.isoformat(),
        "was_ends_at": webinar.ends_at.isoformat(),
    }

    message = read(a_mail(MessageKind.UPDATED, seat, method=REQUEST, details=same))

    assert message["Subject"] == "Changed: Leading with equity"
    assert "Its time is the same" in plain(message)
    assert "Before:" not in plain(message)


def test_a_welcome_names_what_is_waited_for_and_what_has_no_date(db):
    seat = a_seat()
    series, registration = seat.webinar.series, seat.registration
    waiting = an_enrollment(
        a_webinar_of(series, 2, "Working across government"),
        registration=registration,
        status=EnrollmentStatus.WAITLISTED,
    )
    undated = an_enrollment(
        a_webinar_of(series, 3, "Sharing power", starts_at=None), registration=registration
    )
    over = an_enrollment(
        a_webinar_of(series, 0, "Beginning", starts_at=NOW - timedelta(days=1)),
        registration=registration,
    )
    given_up = an_enrollment(
        a_webinar_of(series, 4, "Given up"),
        registration=registration,
        status=EnrollmentStatus.CANCELLED,
    )
    saved(waiting, undated, over, given_up)
    form = [waiting.id, undated.id, over.id, given_up.id]

    message = read(one_of(MessageKind.WELCOME, seat, details={"enrollments": form}))

    text = plain(message).replace("\r\n", "\n")
    assert message["Subject"] == "You are registered: Health Equity in Practice"
    assert (
        "Working across government\n"
        "Monday, March 16, 2026, 4:00 PM to 5:30 PM CET\n"
        "(that is 11:00 AM to 12:30 PM EDT in New York)\n"
        "All seats are taken. You are on the waiting list" in text
    )
    assert (
        "Sharing power\n"
        "The date is still to be announced.\n"
        "You have a seat. The invitation for your calendar comes as soon as the date is set."
        in text
    )
    assert "You registered earlier for:\n\nLeading with equity\n" in text
    assert "Beginning" not in text
    assert "Given up" not in text


def test_a_welcome_to_the_waiting_list_says_so_at_once(db):
    seat = a_seat(enrollment={"status": EnrollmentStatus.WAITLISTED})

    message = read(one_of(MessageKind.WELCOME, seat))

    assert message["Subject"] == "You are on the waiting list: Health Equity in Practice"


@pytest.mark.parametrize(
    ("before", "subject"),
    [
        (timedelta(minutes=20), "Starting soon: Leading with equity"),
        (timedelta(hours=1), "In an hour: Leading with equity"),
        (timedelta(hours=5), "Today: Leading with equity"),
        (timedelta(days=1), "Tomorrow: Leading with equity"),
        (timedelta(days=3), "In 3 days: Leading with equity"),
        (timedelta(days=7), "In a week: Leading with equity"),
    ],
)
def test_a_reminder_says_how_far_it_really_is(db, before, subject):
    seat = a_seat()

    message = read(one_of(MessageKind.REMINDER, seat), now=seat.webinar.starts_at - before)

    assert message["Subject"] == subject
    assert calendar(message) is None


@pytest.mark.parametrize("reason", ["asked", "renewed", "registered_again"])
def test_a_private_link_says_why_it_comes(db, reason):
    delivery = one_of(MessageKind.PRIVATE_LINK, a_seat(), details={"reason": reason})

    text = plain(read(delivery))

    beginning = {
        "asked": "Here is the link to your own page, as you asked.",
        "renewed": "Here is your new private link.",
        "registered_again": "Somebody has just registered with your address",
    }
    assert beginning[reason] in text
    assert "https://webinars.example.org/me/mmmmmmmmmmmmmmmmmmmmmm" in text


@pytest.mark.parametrize("reason", ["address", "erased"])
def test_a_mail_to_an_address_left_behind_holds_none_of_the_person_s_links(db, reason):
    seat = a_seat(registrant={"erased_at": NOW if reason == "erased" else None})
    after_an_invitation(seat)
    delivery = one_of(MessageKind.WITHDRAWN, seat, details={"reason": reason})

    message = read(delivery)

    assert message["List-Unsubscribe"] is None
    assert set(re.findall(r"https?://\S+", plain(message))) == {
        "https://webinars.example.org/series/equity/leading/",
        "https://webinars.example.org/privacy/",
    }


def test_a_person_without_a_name_is_greeted(db):
    seat = a_seat(registrant={"name": ""})

    message = read(one_of(MessageKind.REMINDER, seat))

    assert message["To"] == "ana@example.org"
    assert plain(message).startswith("Hello,\r\n")


def test_a_title_in_another_language_is_shown_and_said(db):
    title = Texts.of("Liderar con equidad", "es")

    text = plain(read(one_of(MessageKind.INVITED, a_seat(webinar={"title": title}))))

    assert "Liderar con equidad" in text
    assert "Some of these texts are available in Spanish only." in text


@pytest.mark.parametrize(("language", "query"), [("en", ""), ("es", "?lang=es")])
def test_a_mail_leads_to_the_page_in_its_own_language(db, language, query):
    seat = a_seat(registrant={"language": language})

    mail = read(one_of(MessageKind.INVITED, seat))

    address = f"https://webinars.example.org/series/equity/{seat.webinar.slug}/"
    assert f"{address}{query}" in plain(mail).split()
    assert f'href="{address}{query}"' in html(mail)


def test_a_demonstration_says_so(db):
    text = plain(read(one_of(MessageKind.INVITED, a_seat(series={"is_demonstration": True}))))

    assert "This is a demonstration. Its webinars, dates and speakers are made up." in text


@pytest.mark.parametrize(
    ("day", "times"),
    [
        # America's clocks change two weeks before Europe's.
        (5, "4:00 PM to 5:30 PM CET\r\n(that is 10:00 AM to 11:30 AM EST in New York)"),
        (20, "4:00 PM to 5:30 PM CET\r\n(that is 11:00 AM to 12:30 PM EDT in New York)"),
        (30, "5:00 PM to 6:30 PM CEST\r\n(that is 11:00 AM to 12:30 PM EDT in New York)"),
    ],
)
def test_both_times_are_right_on_every_date(db, day, times):
    seat = a_seat(webinar={"starts_at": datetime(2026, 3, day, 15, tzinfo=UTC)})

    assert times in plain(read(one_of(MessageKind.INVITED, seat)))


def test_an_address_is_confirmed_by_the_new_one_only(db):
    message = read(one_of(MessageKind.CONFIRM_ADDRESS, a_seat()))

    assert message["To"] == "Ana López <new@example.org>"
    assert re.findall(r"https://\S+/", plain(message)) == [
        "https://webinars.example.org/confirm-address/",
        "https://webinars.example.org/privacy/",
    ]


def a_webinar_of(series, number, title, **values):
    given = {"starts_at": NOW + number * timedelta(days=7), "position": 1000 + number} | values
    return a_webinar(series=series, title=in_english(title), **given)
