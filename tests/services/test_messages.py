import re
from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.support.calendars import properties
from tests.support.golden import golden
from tests.support.mails import (
    CANCEL,
    FORMERLY,
    REQUEST,
    UID,
    a_mail,
    a_seat,
    after_an_invitation,
    calendar,
    one_of,
    parsed,
    plain,
    read,
    without_chance,
)
from webinars.domain.mail.masking import without_tokens
from webinars.models import DeliveryState, MessageKind, Priority
from webinars.services import account_mails, messages

HTTPS = {"base_url": "https://webinars.example.org", "mail_server": "127.0.0.1"}
HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "Feedback-ID",
    "MIME-Version",
    "Content-Type",
]


@pytest.fixture
def app(make_app):
    return make_app(**HTTPS)


@pytest.mark.parametrize("kind", MessageKind)
def test_a_mail_of_each_kind(db, kind):
    seat = a_seat()
    after_an_invitation(seat)
    delivery = one_of(kind, seat)

    mail = messages.compose(delivery, now=NOW)

    # The links of accounts hold the time; what is kept of a mail has none.
    content = without_tokens(mail.content) if kind in account_mails.KINDS else mail.content
    assert mail.recipient == delivery.recipient
    assert without_chance(content) == golden(f"mails/{kind}.eml")


def test_headers_of_an_invitation(db):
    delivery = one_of(MessageKind.INVITED, a_seat())

    mail = messages.compose(delivery, now=NOW)

    message = parsed(mail)
    token = message["List-Unsubscribe"].rpartition("/")[2].rstrip(">")
    assert message.keys() == [
        *HEADERS[:8],
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        *HEADERS[8:],
    ]
    assert message["From"] == "Webinars <invites@webinars.example.org>"
    assert message["To"] == "Ana López <ana@example.org>"
    assert message["Subject"] == mail.subject == "Invitation: Leading with equity"
    assert message["Date"].datetime == NOW
    assert message["Message-ID"] == mail.message_id
    assert re.fullmatch(
        rf"<d{delivery.id}\.[0-9a-f]{{16}}@webinars\.example\.org>", mail.message_id
    )
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert message["Feedback-ID"] == "webinar-1:invited:equity:webinarsexample"
    assert message["List-Unsubscribe"].startswith("<https://webinars.example.org/unsubscribe/")
    assert token.startswith("u" * 22)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    ("kind", "ending"),
    [
        (MessageKind.REMINDER, "?of=reminders>"),
        (MessageKind.FOLLOW_UP, "?of=announcements>"),
        (MessageKind.BROADCAST, "?of=announcements>"),
    ],
)
def test_one_click_stops_what_the_mail_is_about(db, kind, ending):
    message = read(one_of(kind, a_seat()))

    assert message["List-Unsubscribe"].endswith(ending)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_without_https_nobody_unsubscribes_with_one_click(make_app):
    with make_app(base_url="http://127.0.0.1:8000").app_context():
        message = read(one_of(MessageKind.REMINDER, a_seat()))

    assert message.keys() == HEADERS
    assert "http://127.0.0.1:8000/unsubscribe/" in plain(message)


@pytest.mark.parametrize(
    "kind", [MessageKind.PRIVATE_LINK, MessageKind.CONFIRM_ADDRESS, MessageKind.ERASED]
)
def test_nobody_unsubscribes_from_mails_about_the_own_account(db, kind):
    message = read(one_of(kind, a_seat()))

    assert message.keys() == HEADERS
    assert "/unsubscribe/" not in plain(message)


def test_each_call_gives_another_message_id(db):
    delivery = one_of(MessageKind.REMINDER, a_seat())

    found = {messages.compose(delivery, now=NOW).message_id for _ in range(3)}

    assert len(found) == 3


@pytest.mark.parametrize("kind", [MessageKind.UPDATED, MessageKind.REMINDER])
def test_later_mails_refer_to_the_first_of_the_invitation(db, kind):
    seat = a_seat(invitation={"thread_id": "<d1.abc@webinars.example.org>"})

    message = read(one_of(kind, seat))

    assert message["In-Reply-To"] == message["References"] == "<d1.abc@webinars.example.org>"


def test_a_mail_comes_from_the_organizer_that_the_invitation_names(db):
    seat = a_seat(invitation={"organizer": "old@old.example.org"})

    message = read(one_of(MessageKind.UPDATED, seat))

    assert message["From"] == "Webinars <old@old.example.org>"
    assert b"mailto:old@old.example.org" in calendar(message)


@pytest.mark.parametrize(
    ("kind", "sequence"),
    [(MessageKind.INVITED, "0"), (MessageKind.PROMOTED, "0"), (MessageKind.UPDATED, "1")],
)
def test_a_request_is_the_row_s(db, kind, sequence):
    seat = a_seat()
    after_an_invitation(seat)

    found = calendar(read(one_of(kind, seat)))

    assert b"METHOD:REQUEST" in found
    assert properties(found, "UID", "SEQUENCE", "DTSTAMP") == [(UID, sequence, "20260302T150000Z")]


@pytest.mark.parametrize(
    ("kind", "starts_at"),
    [(MessageKind.CANCELLED, "20260308T150000Z"), (MessageKind.WITHDRAWN, "20260309T150000Z")],
)
def test_a_cancel_repeats_the_times_last_sent(db, kind, starts_at):
    seat = a_seat()
    after_an_invitation(seat)

    found = calendar(read(one_of(kind, seat)))

    assert b"METHOD:CANCEL" in found
    assert properties(found, "UID", "SEQUENCE", "DTSTART", "SUMMARY") == [
        (UID, "1", starts_at, "Cancelled: Leading with equity")
    ]


def test_a_postponed_webinar_leaves_the_calendar_at_its_last_time(db):
    seat = a_seat(webinar={"starts_at": None})
    after_an_invitation(seat)
    details = FORMERLY | {"postponed": True}

    message = read(a_mail(MessageKind.CANCELLED, seat, method=CANCEL, details=details))

    assert message["Subject"] == "Postponed: Leading with equity"
    assert properties(calendar(message), "DTSTART", "STATUS") == [("20260308T150000Z", "CANCELLED")]
    assert "Your seat stays yours" in plain(message)


def test_a_seat_given_up_leaves_the_calendar_though_the_date_is_gone_since(db):
    seat = a_seat(webinar={"starts_at": None})
    after_an_invitation(seat)

    message = read(one_of(MessageKind.WITHDRAWN, seat, details={"reason": "asked"} | FORMERLY))

    assert properties(calendar(message), "DTSTART") == [("20260308T150000Z",)]
    assert "Sunday, March 8, 2026, 4:00 PM to 5:30 PM CET" in plain(message)


@pytest.mark.parametrize("kind", [MessageKind.CANCELLED, MessageKind.WITHDRAWN])
def test_a_cancel_is_a_plain_mail_where_no_request_was_ever_tried(db, kind):
    seat = a_seat()
    a_mail(MessageKind.INVITED, seat, method=REQUEST, attempts=0, state=DeliveryState.SUPERSEDED)

    message = read(one_of(kind, seat))

    assert message.get_content_type() == "multipart/alternative"
    assert calendar(message) is None
    assert "Your calendar" not in plain(message)


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (MessageKind.INVITED, "Invitation: Leading with equity"),
        (MessageKind.PROMOTED, "You have a seat now: Leading with equity"),
    ],
)
def test_an_update_reads_as_what_it_takes_the_place_of_where_that_was_never_tried(
    db, kind, subject
):
    seat = a_seat()
    a_mail(kind, seat, method=REQUEST, attempts=0, state=DeliveryState.SUPERSEDED)

    message = read(one_of(MessageKind.UPDATED, seat))

    assert message["Subject"] == subject
    assert properties(calendar(message), "SEQUENCE") == [("1",)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("kind", "subject", "marks"),
    [
        (MessageKind.UPDATED, "Urgent: New time: Leading with equity", ("high", "urgent")),
        (MessageKind.CANCELLED, "Urgent: Cancelled: Leading with equity", ("high", "urgent")),
        (MessageKind.INVITED, "Invitation: Leading with equity", (None, None)),
    ],
)
def test_an_urgent_change_says_so_to_people_and_to_programs(db, kind, subject, marks):
    seat = a_seat()
    after_an_invitation(seat)

    details = FORMERLY | {"urgent": True}
    message = read(one_of(kind, seat, priority=Priority.URGENT, details=details))

    assert message["Subject"] == subject
    assert (message["Importance"], message["Priority"]) == marks


def test_a_reminder_of_a_start_that_is_past_is_not_sent(db):
    seat = a_seat()
    delivery = one_of(MessageKind.REMINDER, seat)

    mails = [
        messages.compose(delivery, now=seat.webinar.starts_at - timedelta(seconds=1)),
        messages.compose(delivery, now=seat.webinar.starts_at),
    ]

    assert [mail.skip for mail in mails] == [False, True]


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        (MessageKind.WELCOME, {"registration": None}),
        (MessageKind.INVITED, {"enrollment": None}),
        (MessageKind.INVITED, {"invitation": None}),
        (MessageKind.INVITED, {"sequence": None}),
        (MessageKind.UPDATED, {"invitation": None}),
        (MessageKind.CANCELLED, {"invitation": None}),
    ],
)
def test_a_mail_about_rows_that_are_gone_cannot_be_composed(db, kind, missing):
    method = None if kind is MessageKind.WELCOME else REQUEST
    delivery = a_mail(kind, a_seat(), method=method, **missing)

    with pytest.raises(ValueError, match=f"delivery {delivery.id}"):
        messages.compose(delivery, now=NOW)
