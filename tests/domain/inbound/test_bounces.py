"""What mails that came back say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import bounces as mails
from webinars.domain.inbound.bounce_prose import FailedAddress
from webinars.domain.inbound.bounces import Unreadable, read_bounce


def read_if_possible(raw):
    """Return the report, or None: nothing else may be raised."""
    try:
        return read_bounce(raw)
    except Unreadable:
        return None


def test_a_report_says_who_is_unknown_and_in_which_words():
    report = read_bounce(mails.dsn())

    assert report.failures == (
        FailedAddress(
            "ana@example.org",
            is_permanent=True,
            status="5.1.1",
            words="550 5.1.1 <ana@example.org>: Recipient address rejected: User unknown",
        ),
    )
    assert report.permanent == {"ana@example.org"}
    assert report.message_ids == (mails.OURS,)
    assert report.return_addresses == (mails.BOUNCES,)
    assert report.is_report
    assert not report.is_complaint


@pytest.mark.parametrize(
    ("action", "status", "words", "permanent", "code"),
    [
        ("failed", "5.1.1", "smtp; 550 no", True, "5.1.1"),
        ("failed", "5.0.0", "smtp; 550 5.1.10 no", True, "5.1.10"),
        ("failed", "5.2.2 (mailbox full)", "smtp; 552 no", True, "5.2.2"),
        ("failed (given up)", "", "smtp; 550 no", True, "5.0.0"),
        ("error", "", "", True, ""),
        ("failed", "4.2.2", "smtp; 452 4.2.2 full", False, "4.2.2"),
        ("failed", "4.4.7", "smtp; expired", False, "4.4.7"),
        ("delayed", "4.4.1", "smtp; no answer", False, "4.4.1"),
        ("delayed", "5.1.1", "smtp; will try again", False, "5.1.1"),
    ],
)
def test_action_and_status_decide_whether_it_lasts(action, status, words, permanent, code):
    [failure] = read_bounce(mails.dsn(action=action, status=status, words=words)).failures

    assert (failure.is_permanent, failure.status) == (permanent, code)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_success_is_no_failure(action):
    report = read_bounce(mails.dsn(action=action, status="2.0.0", words="smtp; 250 OK"))

    assert report.is_report
    assert report.failures == ()


def test_the_address_we_wrote_to_comes_before_what_it_became():
    fields = "Original-Recipient: rfc822;ana@example.org\n"
    [failure] = read_bounce(mails.dsn("box17@store.example.net", fields=fields)).failures

    assert failure.address == "ana@example.org"
    assert failure.aliases == ("box17@store.example.net",)


def test_a_report_without_an_address_is_still_a_failure():
    [failure] = read_bounce(mails.dsn("/var/mail/ana")).failures

    assert (failure.address, failure.is_permanent, failure.status) == ("", True, "5.1.1")


def test_a_report_in_international_form_is_read():
    raw = mails.dsn("äna@exämple.org").replace(
        b"message/delivery-status", b"message/global-delivery-status"
    )

    assert read_bounce(raw.replace(b"rfc822;", b"utf-8;")).permanent == {"äna@exämple.org"}


def test_exchange_writes_html_and_its_code_is_found():
    report = read_bounce(mails.exchange())

    [failure] = report.failures
    assert (failure.address, failure.is_permanent, failure.status) == (
        "bo@example.org",
        True,
        "5.1.10",
    )
    assert report.message_ids == (mails.OURS,)


@pytest.mark.parametrize(
    ("said", "permanent", "status"),
    [
        ("550 5.2.2 <ana@example.org>... Mailbox full", True, "5.2.2"),
        ("450 4.2.2 <ana@example.org>... Mailbox full", False, "4.2.2"),
        ("554 no", True, "5.0.0"),
    ],
)
def test_qmail_writes_prose_whose_code_decides(said, permanent, status):
    report = read_bounce(mails.qmail(said))

    [failure] = report.failures
    assert (failure.address, failure.is_permanent, failure.status) == (
        "ana@example.org",
        permanent,
        status,
    )
    assert said in failure.words
    assert report.message_ids == (mails.OURS,)


def test_words_do_where_there_is_no_code():
    raw = mails.crlf(
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.org>\n"
        "Subject: Mail Delivery Failure\n\n"
        "--- The following addresses had errors ---\nana@example.org [User unknown]\n"
    )

    assert read_bounce(raw).failures == (
        FailedAddress("ana@example.org", is_permanent=True, words="ana@example.org [User unknown]"),
    )


def test_line_ends_of_an_old_mac_are_line_ends():
    assert read_bounce(mails.dsn().replace(b"\r\n", b"\r")).permanent == {"ana@example.org"}


@pytest.mark.parametrize(
    ("kind", "is_complaint"),
    [("abuse", True), ("opt-out", True), ("not-spam", False), ("auth-failure", False)],
)
def test_a_complaint_names_who_complained_and_our_return_address(kind, is_complaint):
    report = read_bounce(mails.complaint(kind, mail_from="bounce+7-00@webinars.example.org"))

    assert (report.feedback_type, report.is_complaint) == (kind, is_complaint)
    assert report.complainers == ("ana@example.org",)
    assert "bounce+7-00@webinars.example.org" in report.return_addresses
    assert report.message_ids == (mails.OURS,)
    assert report.failures == ()


def test_an_answer_of_a_program_is_no_failure_but_tells_which_mail():
    report = read_bounce(mails.away())

    assert report.is_auto_reply
    assert report.failures == ()
    assert not report.is_report
    assert report.message_ids == (mails.OURS,)


def test_a_notice_that_nobody_understands_still_has_its_receiver():
    report = read_bounce(mails.unreadable_notice("bounce+7-0123456789abcdef@example.org"))

    assert not report.is_auto_reply
    assert report.failures == ()
    assert report.return_addresses == ("bounce+7-0123456789abcdef@example.org",)


def test_a_report_inside_the_returned_mail_says_nothing_about_us():
    inner = mails.dsn("else@example.com").decode()
    raw = mails.dsn(action="delivered", status="2.0.0").decode()
    head, _, _ = raw.partition("--b0\r\nContent-Type: text/rfc822-headers")
    nested = f"{head}--b0\r\nContent-Type: message/rfc822\r\n\r\n{inner.replace('b0', 'b1')}--b0--"

    assert read_bounce(nested.encode()).failures == ()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 1000,
        b"Content-Type: multipart/report; boundary=x\r\n\r\n" + b"--x\r\n" * 20_000,
        mails.dsn().replace(b"us-ascii", b"no-such-charset"),
        mails.dsn()[:700],
    ],
)
def test_broken_mails_are_read_as_far_as_they_go(raw):
    report = read_if_possible(raw)

    assert report is None or not report.is_complaint


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_whatever_the_bytes_nothing_but_unreadable_is_raised(data):
    whole = data.draw(st.sampled_from([mails.dsn(), mails.complaint(), mails.qmail()]))
    start = data.draw(st.integers(0, len(whole)))
    noise = data.draw(st.binary(max_size=80))
    raw = whole[:start] + noise + whole[start + data.draw(st.integers(0, 60)) :]
    report = read_if_possible(raw)

    assert report is None or all("\n" not in one.words for one in report.failures)


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=400))
def test_noise_is_never_a_complaint(raw):
    report = read_if_possible(raw)

    assert report is None or not (report.is_complaint or report.permanent)


def test_a_message_id_that_no_database_takes_is_none():
    raw = b"From: MAILER-DAEMON\r\n\r\nUser unknown\r\nMessage-ID: <a\0b@example.org>\r\n"

    assert read_bounce(raw).message_ids == ()
