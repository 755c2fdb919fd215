"""What mail systems say in prose, and in forms of their own."""

import json

import pytest

from tests.support import bounces as mails
from webinars.domain.inbound.bounces import read_bounce
from webinars.domain.inbound.reading import read
from webinars.models import InboundKind

DAEMON = "From: Mail Delivery System <MAILER-DAEMON@mx.example.org>\nTo: bounces@example.org\n"


def notice(words, *, head=DAEMON, subject="Mail delivery failed"):
    return mails.crlf(f"{head}Subject: {subject}\n\n{words}\n")


def found(raw):
    """Return who is named, whether for good, and with which code."""
    return {one.address: (one.is_permanent, one.status) for one in read_bounce(raw).failures}


def test_everybody_with_a_code_of_their_own_is_found():
    lines = "ana@example.org: 552 5.2.2 Mailbox full\nbo@example.org: 450 4.7.1 Try later\n"

    assert found(notice(lines)) == {
        "ana@example.org": (True, "5.2.2"),
        "bo@example.org": (False, "4.7.1"),
    }


def test_a_transcript_names_everybody_but_who_wrote():
    raw = notice(
        "   ----- Transcript of session follows -----\n"
        "<<< 501 <bounces@example.org>... no access\n"
        "550 <ana@example.org>... User unknown\n"
        "554 <bo@example.net>... 550 Host unknown\n"
    )

    assert found(raw) == {"ana@example.org": (True, "5.0.0"), "bo@example.net": (True, "5.0.0")}


def test_the_copy_of_our_mail_names_nobody():
    raw = notice(
        "This is a permanent error.\n\nana@example.org Invalid Address, ERROR_CODE :550\n\n"
        "Received:from mail.example.org by mx.example.org\n"
        "Message-ID:<d1.00112233@example.org>\nFrom:<bounces@example.org>\n"
        "To:<ana@example.org>\n"
    )

    assert list(found(raw)) == ["ana@example.org"]


def test_what_an_address_became_is_told_from_the_one_we_wrote_to():
    raw = notice(
        "The following address(es) failed:\n\n  box7@store.example.net\n"
        "    (ultimately generated from ana@example.org)\n    550 5.2.0 rejected\n"
    )
    [failure] = read_bounce(raw).failures

    assert (failure.address, failure.aliases) == ("ana@example.org", ("box7@store.example.net",))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "<ana@example.org>\n\nThe recipient was rejected by a remote mail server.",
            {"ana@example.org": (True, "")},
        ),
        (
            "550 - no such user\n\n\n\nx\n\n\nRCPT TO: ana@example.org\nFrom: b@example.org",
            {"ana@example.org": (True, "5.0.0")},
        ),
        (
            "ana@example.org\nis waiting; it will be retried, and was rejected for now",
            {"ana@example.org": (False, "")},
        ),
        (
            "Todavía no se ha podido entregar a ana@example.org; se seguirá intentando.",
            {"ana@example.org": (False, "")},
        ),
        (
            "Su mensaje a ana@example.org ha sido rechazado.",
            {"ana@example.org": (True, "")},
        ),
        ("Your mails failed SPF last week. Please write to ana@example.org.", {}),
        ("For help write to ana@example.org or bo@example.org. It failed.", {}),
        ("ana@example.org has written to you.", {}),
        ("It failed. For help write to postmaster@mx.example.org.", {}),
    ],
)
def test_the_only_person_named_is_who_was_not_reached(words, expected):
    assert found(notice(words)) == expected


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("No se puede entregar: Invitación", "No se pudo entregar su mensaje a ana@example.org."),
        ("Unzustellbar: Einladung", "Die Nachricht an ana@example.org wurde nicht zugestellt."),
    ],
)
def test_exchange_is_read_in_other_languages(subject, words):
    sender = f"MicrosoftExchange{'0f' * 16}@example.org"
    head = f"From: Microsoft Outlook <{sender}>\nTo: invites@example.org\n"
    raw = notice(
        f"{words}\n\n\nx\n\n\nx\n\n\nx\n\n\n5.1.10 RESOLVER.ADR", head=head, subject=subject
    )

    assert read(raw).kind is InboundKind.BOUNCE
    assert list(found(raw)) == ["ana@example.org"]


@pytest.mark.parametrize(
    ("subject", "submitted"),
    [("Re: Invitation", "auto-replied (vacation)"), ("Automatic reply: Invitation", "no")],
)
def test_who_has_left_and_names_somebody_else_is_no_failure_of_theirs(subject, submitted):
    head = f"Return-Path: <>\nFrom: Ana <ana@example.org>\nAuto-Submitted: {submitted}\n"
    words = "This mailbox is no longer read; I have left permanently. Write to bo@example.org."
    raw = notice(words, head=head, subject=subject)

    assert read_bounce(raw).failures == ()
    assert read(raw, envelope_from="").kind is InboundKind.AUTO_REPLY


def test_our_invitation_beside_a_notice_is_what_came_back():
    calendar = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR"
    raw = mails.crlf(
        f"{DAEMON}Subject: Returned mail\nContent-Type: multipart/mixed; boundary=b\n\n"
        "--b\n\n550 5.1.1 <ana@example.org>... User unknown\n"
        f"--b\nContent-Type: text/calendar; method=REQUEST\n\n{calendar}\n--b--\n"
    )

    assert read(raw).kind is InboundKind.BOUNCE
    assert read(raw.replace(b"REQUEST", b"REPLY")).kind is InboundKind.ANSWER


def test_a_letter_outside_of_ascii_may_stand_in_an_address():
    raw = notice("Delivery failed permanently:\n\n  añá@example.org\n\n no SMTPUTF8")

    assert found(raw) == {"añá@example.org": (True, "")}


@pytest.mark.parametrize(
    ("status", "words", "code"),
    [
        ("5.1.1", "smtp; 550 5.7.1 IP address is on a block list", "5.7.1"),
        ("5.1.1", "smtp; 552 5.2.2 Over quota", "5.2.2"),
        ("5.1.1", "smtp; 550-5.7.26 Not authenticated", "5.7.26"),
        ("5.4.7", "smtp; 550 5.1.1 no", "5.4.7"),
        ("4.4.7", "smtp; 550 5.1.1 no", "4.4.7"),
        ("5.1.1", "smtp; 550 User unknown (see 5.7.1)", "5.1.1"),
        ("553 Too large", "", "5.0.0"),
    ],
)
def test_what_the_server_itself_said_counts_before_what_is_made_of_it(status, words, code):
    [failure] = read_bounce(mails.dsn(status=status, words=words)).failures

    assert failure.status == code


def test_people_without_a_free_line_between_them_are_told_apart():
    fields = (
        "Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 full\n"
        "Final-Recipient: rfc822; bo@example.org\n"
    )
    raw = mails.dsn(fields=fields)

    assert found(raw) == {"ana@example.org": (True, "5.2.2"), "bo@example.org": (True, "5.1.1")}


def test_a_report_that_a_scanner_wrapped_is_read():
    inner = mails.dsn().decode()
    wrapped = (
        "From: MAILER-DAEMON@mx.example.org\r\nMessage-ID: <20260301.1@mx.example.org>\r\n"
        'Content-Type: multipart/mixed; boundary="c0"\r\n\r\n'
        f"--c0\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--c0--\r\n"
    )

    assert found(wrapped.encode()) == {"ana@example.org": (True, "5.1.1")}
    assert not read_bounce(wrapped.replace("<20260301.1@mx", "<else@mx", 1).encode()).is_report


def notification(kind, **told):
    mail = {
        "source": "bounce+7-0123456789abcdef@example.org",
        "commonHeaders": {"messageId": mails.OURS},
    }
    text = json.dumps({"notificationType": kind, "mail": mail} | told)
    head = "From: SES <no-reply@sns.example.com>\nTo: bounces@example.org\n"
    return notice(f"{text}\n\n--\nTo stop this, visit the page", head=head, subject="Notification")


def test_amazon_tells_of_failures_complaints_and_successes():
    person = {"emailAddress": "ana@example.org"}
    failed = {**person, "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 no such user"}
    bounce = read(
        notification("Bounce", bounce={"bounceType": "Permanent", "bouncedRecipients": [failed]})
    )
    waits = read(
        notification("Bounce", bounce={"bounceType": "Transient", "bouncedRecipients": [person]})
    )
    complaint = read(notification("Complaint", complaint={"complainedRecipients": [person]}))
    success = read(notification("Delivery", delivery={"recipients": ["ana@example.org"]}))

    assert bounce.kind is InboundKind.BOUNCE
    assert bounce.report.permanent == {"ana@example.org"}
    assert bounce.report.statuses == {"5.1.1"}
    assert bounce.report.message_ids == (mails.OURS,)
    assert bounce.report.return_addresses[0] == "bounce+7-0123456789abcdef@example.org"
    assert waits.report.temporary == {"ana@example.org"}
    assert complaint.kind is InboundKind.COMPLAINT
    assert complaint.report.complainers == ("ana@example.org",)
    assert success.report.failures == ()
    assert success.report.is_report


@pytest.mark.parametrize("text", ['{"notificationType": "Bounce"}', '{"notificationType": [}', "{"])
def test_what_is_no_notification_says_nothing(text):
    assert read_bounce(notice(text)).failures == ()


@pytest.mark.parametrize(
    ("head", "subject", "expected"),
    [
        ("Precedence: bulk\n", "Mail could not be delivered", InboundKind.BOUNCE),
        ("Precedence: bulk\n", "Re: Mail could not be delivered", InboundKind.AUTO_REPLY),
        ("", "Mail could not be delivered", InboundKind.PERSON),
        ("Auto-Submitted: auto-generated\n", "Mensaje no entregado", InboundKind.BOUNCE),
        ("X: y\n", "WARNING: Unable to deliver message", InboundKind.PERSON),
        ("X-MLServer: fml\n", "You are not a member", InboundKind.AUTO_REPLY),
        ("Mailing-List: run by ezmlm\n", "Welcome", InboundKind.AUTO_REPLY),
    ],
)
def test_a_notice_of_a_program_is_known_by_how_its_subject_begins(head, subject, expected):
    raw = notice(
        "The mail has gone astray.", head=f"From: gate@example.org\n{head}", subject=subject
    )

    assert read(raw).kind is expected


def test_a_notice_that_looks_like_an_answer_is_known_by_its_return_address():
    head = "From: gate@example.org\nTo: bounce+7-0123456789abcdef@example.org\n"
    words = "Your message could not be delivered to\nana@example.org\n"
    raw = notice(words, head=head, subject="RE: Invitation: non remis (delivery failed)")

    assert read(raw).kind is InboundKind.BOUNCE
    assert read(raw.replace(b"+7-0123456789abcdef", b"")).kind is InboundKind.PERSON
