"""Any bytes are a mail of some kind; what matters is found in it."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webinars.domain.inbound.classify import kind_of
from webinars.domain.inbound.mail import LONGEST_CALENDAR, LONGEST_TEXT, read_mail
from webinars.models import InboundKind

HEAD = b"From: Ana Ruiz <ana@example.net>\r\nTo: invites@example.org\r\nSubject: Hello\r\n"
REPLY = b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n"


def multipart(*parts: bytes, kind: bytes = b"mixed") -> bytes:
    inside = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    return HEAD + b'Content-Type: multipart/%s; boundary="b"\r\n\r\n%s--b--\r\n' % (kind, inside)


def calendar(content: bytes, kind: bytes = b"text/calendar; method=REPLY") -> bytes:
    encoded = base64.encodebytes(content)
    return b"Content-Type: %s\r\nContent-Transfer-Encoding: base64\r\n\r\n%s" % (kind, encoded)


def kind(raw: bytes, *, fails: bool = False, **envelope: str) -> InboundKind:
    return kind_of(read_mail(raw, **envelope), tells_of_failures=fails)


@given(st.binary(max_size=2000))
@settings(max_examples=150)
def test_any_bytes_are_read(raw):
    mail = read_mail(HEAD + raw)

    assert kind_of(mail, tells_of_failures=False) in InboundKind
    assert "\n" not in mail.subject + mail.from_name + mail.from_address


@given(st.binary(max_size=300), st.sampled_from([b"From", b"Subject", b"Content-Type", b"To"]))
@settings(max_examples=150)
def test_any_header_is_read(value, name):
    mail = read_mail(name + b": " + value + b"\r\n\r\ntext")

    assert kind_of(mail, tells_of_failures=False) in InboundKind


def test_words_names_and_addresses_are_those_that_a_person_would_read():
    raw = (
        b"From: =?utf-8?q?Ana_Mu=C3=B1oz?= <ana@example.net>\r\n"
        b"Subject: =?iso-8859-1?q?=BFPuedo?=\r\n =?iso-8859-1?q?_entrar=3F?=\r\n"
        b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\nYa no puedo ma\xf1ana.\r\n"
    )
    mail = read_mail(raw)

    assert (mail.from_name, mail.from_address) == ("Ana Muñoz", "ana@example.net")
    assert mail.subject == "¿Puedo entrar?"
    assert mail.words == "Ya no puedo mañana."


def test_what_is_quoted_below_is_left_out():
    own, quoted = b"Can I bring a colleague?", b"Your seat"
    below = b"On Mon, Nov 2, 2026 at 9:00 AM Webinars <invites@example.org> wrote:"
    raw = b"\r\n\r\n".join([HEAD.rstrip(), own, below + b"\r\n> " + quoted])

    assert read_mail(raw).words == own.decode()


@pytest.mark.parametrize(
    "above",
    [
        "El jue, 26 nov 2026 a las 10:00, Webinars (<invites@example.org>)\nescribió:",
        "El 26/11/2026 a las 10:00, Webinars escribió:",
        "On Nov 26, 2026, at 10:00, Webinars\n<invites@example.org> wrote:",
        "-----Mensaje original-----\nDe: Webinars",
        "________________________________\nDe: Webinars\nEnviado el: jueves\nPara: Ana",
    ],
)
def test_programs_in_spanish_quote_in_their_own_ways(above):
    raw = HEAD + f"\r\n¿Puedo llegar tarde?\n\n{above}\n\n> Tu plaza\n".encode()

    assert read_mail(raw).words == "¿Puedo llegar tarde?"


def test_what_somebody_wrote_once_is_not_quoted_here():
    text = "¿Qué tal?\n\nEl 3 de mayo ella me escribió:\nno puedo ir."

    assert read_mail(HEAD + f"\r\n{text}".encode()).words == text


def test_a_mail_that_only_quotes_keeps_its_words():
    assert read_mail(HEAD + b"\r\n> Your seat\r\n").words == "> Your seat"


def test_html_becomes_its_words_and_attachments_are_passed_over():
    raw = multipart(
        b"Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nnot this",
        b"Content-Type: text/html\r\n\r\n<style>p{}</style><p>I am <b>late</b></p>",
    )

    assert read_mail(raw).words.split() == ["I", "am", "late"]


def test_an_unknown_charset_loses_letters_only():
    raw = HEAD + b"Content-Type: text/plain; charset=no-such\r\n\r\nhello\x00 \xff"

    assert read_mail(raw).words.startswith("hello")


def test_texts_and_calendars_are_cut():
    long = multipart(b"\r\n" + b"a" * 200_000, calendar(b"x" * 900_000))
    mail = read_mail(long)

    assert len(mail.words) == LONGEST_TEXT
    assert [len(one) for one in mail.calendars] == [LONGEST_CALENDAR + 1]


def test_a_calendar_is_found_wherever_it_is_and_the_first_counts():
    raw = multipart(b"\r\ntext", calendar(REPLY), calendar(b"second", b"application/ics"))
    mail = read_mail(raw)

    assert mail.calendars == [REPLY, b"second"]
    assert kind(raw) is InboundKind.ANSWER


@pytest.mark.parametrize(
    ("content", "part", "expected"),
    [
        (REPLY, b"text/calendar", InboundKind.ANSWER),
        (REPLY.replace(b"REPLY", b"counter"), b"text/calendar", InboundKind.COUNTER),
        (REPLY.replace(b"REPLY", b"REFRESH"), b"text/calendar", InboundKind.REFRESH),
        (REPLY.replace(b"REPLY", b"REQUEST"), b"text/calendar", InboundKind.OTHER_CALENDAR),
        (b"BEGIN:VCALENDAR", b"text/calendar; method=reply", InboundKind.ANSWER),
        (
            REPLY.replace(b"REPLY", b"CANCEL"),
            b"text/calendar; method=REPLY",
            InboundKind.OTHER_CALENDAR,
        ),
        (b"", b"text/calendar", InboundKind.OTHER_CALENDAR),
        (REPLY.decode().encode("utf-16"), b"text/calendar", InboundKind.ANSWER),
        (REPLY * 2, b"text/calendar", InboundKind.ANSWER),
    ],
)
def test_the_method_in_the_object_decides(content, part, expected):
    assert kind(multipart(calendar(content, part))) is expected


def test_a_calendar_is_known_by_its_name_alone():
    raw = multipart(b"\r\ntext", calendar(REPLY, b'application/octet-stream; name="invite.ics"'))

    assert kind(raw) is InboundKind.ANSWER
    assert kind(raw.replace(b"invite.ics", b"invite.txt")) is InboundKind.PERSON


def test_what_outlook_packed_is_known_by_its_name_alone():
    raw = multipart(b"Content-Type: application/octet-stream; name=winmail.dat\r\n\r\nx")

    assert read_mail(raw).is_packed


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Auto: Invitation", InboundKind.AUTO_REPLY),
        ("Respuesta automática: Invitación", InboundKind.AUTO_REPLY),
        ("Automatische Antwort: Einladung", InboundKind.AUTO_REPLY),
        ("Re: Automatic reply: Invitation", InboundKind.PERSON),
        ("Autos: how much?", InboundKind.PERSON),
        ("Out of office on Monday: will there be a recording?", InboundKind.PERSON),
        ("Vacation", InboundKind.PERSON),
    ],
)
def test_what_only_programs_put_before_a_subject_tells_them(subject, expected):
    raw = HEAD.replace(b"Hello", subject.encode()) + b"\r\ntext"

    assert kind(raw) is expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"Auto-Submitted: auto-replied\r\n", InboundKind.AUTO_REPLY),
        (b"Auto-Submitted: no\r\n", InboundKind.PERSON),
        (b"Precedence: bulk\r\n", InboundKind.AUTO_REPLY),
        (b"X-Autoreply: yes\r\n", InboundKind.AUTO_REPLY),
        (b"List-Id: <news.example.net>\r\n", InboundKind.AUTO_REPLY),
        (b"X-Auto-Response-Suppress: All\r\n", InboundKind.PERSON),
        (b"Precedence: first-class\r\n", InboundKind.PERSON),
    ],
)
def test_what_a_program_wrote_is_told_from_what_a_person_wrote(head, expected):
    assert kind(head + HEAD + b"\r\nI am away") is expected


def test_an_absence_is_known_by_its_subject_where_answers_are_suppressed():
    raw = (
        HEAD.replace(b"Hello", b"Automatic reply: Hello") + b"X-Auto-Response-Suppress: All\r\n\r\n"
    )

    assert kind(raw) is InboundKind.AUTO_REPLY


def test_a_report_of_delivery_is_a_bounce_and_of_abuse_a_complaint():
    status = multipart(b"\r\ntext", kind=b"report; report-type=delivery-status")
    abuse = multipart(b"\r\ntext", kind=b"report; report-type=feedback-report")
    receipt = multipart(b"\r\nread", kind=b"report; report-type=disposition-notification")

    assert kind(status) is InboundKind.BOUNCE
    assert kind(abuse) is InboundKind.COMPLAINT
    assert kind(receipt) is InboundKind.AUTO_REPLY


def test_who_wants_no_answer_tells_of_a_failure_or_of_an_absence():
    raw = HEAD + b"\r\ntext"

    assert kind(raw, fails=True, envelope_from="") is InboundKind.BOUNCE
    assert kind(raw, fails=False, envelope_from="") is InboundKind.AUTO_REPLY
    assert kind(raw, fails=True, envelope_from="ana@example.net") is InboundKind.PERSON


@pytest.mark.parametrize("sender", [b"<>", b"MAILER-DAEMON@mx.example.net"])
def test_a_notice_of_a_mail_system_to_a_return_address_needs_no_words_that_we_know(sender):
    raw = b"From: %s\r\nSubject: Zustellung\r\n\r\nnicht zugestellt" % sender
    to = {"envelope_to": "bounce+12-0123456789abcdef@example.org"}

    assert kind(raw, envelope_from="", **to) is InboundKind.BOUNCE
    assert kind(HEAD + b"\r\naway", envelope_from="", **to) is InboundKind.AUTO_REPLY


@pytest.mark.parametrize(
    ("sender", "subject", "fails", "expected"),
    [
        (b"<>", b"Whatever", True, InboundKind.BOUNCE),
        (b"<>", b"Returned mail: see transcript", False, InboundKind.BOUNCE),
        (b"Mail Delivery System <a@example.net>", b"Warning", True, InboundKind.BOUNCE),
        (b"MAILER-DAEMON@example.net", b"Undeliverable: Hello", False, InboundKind.BOUNCE),
        (b"no-reply@example.net", b"Notification", True, InboundKind.BOUNCE),
        (b"help@example.net", b"Mail could not be delivered", True, InboundKind.BOUNCE),
        (b"help@example.net", b"Mail could not be delivered", False, InboundKind.PERSON),
        (b"Ana <ana@example.net>", b"Fwd: Undeliverable: Hello", True, InboundKind.PERSON),
        (b"no-reply@example.net", b"Notification", False, InboundKind.AUTO_REPLY),
    ],
)
def test_mail_systems_are_known_by_their_names_and_subjects(sender, subject, fails, expected):
    raw = b"From: %s\r\nSubject: %s\r\n\r\ntext" % (sender, subject)

    assert kind(raw, fails=fails) is expected


def test_what_comes_to_a_return_address_is_a_bounce_if_it_tells_of_one():
    to = {"envelope_to": "bounce+12-0123456789abcdef@example.org"}

    assert kind(HEAD + b"\r\nUser unknown", fails=True, **to) is InboundKind.BOUNCE
    assert kind(HEAD + b"\r\nHello", fails=False, **to) is InboundKind.PERSON


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"From: MAILER-DAEMON\r\nSubject: Hello\r\n", InboundKind.BOUNCE),
        (b"From: <>\r\nSubject: Hello\r\n", InboundKind.BOUNCE),
        (b"From: Postmaster@mx.example.net\r\nSubject: Hello\r\n", InboundKind.BOUNCE),
        (b"From: Mail Delivery System <a@example.net>\r\n", InboundKind.BOUNCE),
        (b"From: a@example.net\r\nSubject: Undeliverable: Hello\r\n", InboundKind.BOUNCE),
        (b"From: a@example.net\r\nSubject: Hello\r\n", InboundKind.PERSON),
    ],
)
def test_a_bounce_is_known_without_its_envelope(head, expected):
    assert kind(head + b"\r\nUser unknown", fails=True) is expected
    assert kind(head + b"\r\nHello", fails=False) is not InboundKind.BOUNCE
