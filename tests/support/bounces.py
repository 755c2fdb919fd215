"""Mails that came back, as mail systems write them."""

OURS = "<d1.00112233445566aa@webinars.example.org>"
BOUNCES = "bounces@webinars.example.org"


def dsn(
    address="ana@example.org",
    *,
    action="failed",
    status="5.1.1",
    words="smtp; 550 5.1.1 <ana@example.org>: Recipient address rejected: User unknown",
    to=BOUNCES,
    message_id=OURS,
    fields="",
):
    """Return a delivery report (RFC 3464) as Postfix writes it, with the head of our mail."""
    return crlf(f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b0"
Message-ID: <20260301.1@mx.example.org>

--b0
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.org.

--b0
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Sun, 1 Mar 2026 10:00:00 +0000

Final-Recipient: rfc822; {address}
{fields}Action: {action}
Status: {status}
Diagnostic-Code: {words}

--b0
Content-Type: text/rfc822-headers

From: Webinars <invites@webinars.example.org>
To: {address}
Subject: Invitation
Message-ID: {message_id}

--b0--
""")


def exchange():
    """Return what Office 365 writes: HTML alone, and the report in it."""
    return crlf(f"""\
From: <postmaster@example.org>
To: <{BOUNCES}>
Subject: Undeliverable: Invitation
Auto-Submitted: auto-replied
In-Reply-To: {OURS}
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html><head><style>p {{ color: red }}</style></head><body>
<p>Your message to <a href="mailto:bo@example.org">bo@example.org</a> couldn't be delivered.</p>
<p>Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found'</p>
</body></html>
""")


def qmail(said="550 5.2.2 <ana@example.org>... Mailbox full", to=BOUNCES):
    """Return what qmail writes: words alone, and our mail below them."""
    return crlf(f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org
To: {to}
Subject: failure notice

Hi. This is the qmail-send program at mx.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ana@example.org>:
192.0.2.1 does not like recipient.
Remote host said: {said}
Giving up on 192.0.2.1.

--- Below this line is a copy of the message.

Return-Path: <invites@webinars.example.org>
Message-ID: {OURS}
From: Webinars <invites@webinars.example.org>
To: ana@example.org
Subject: Error 551 5.7.0 is no code of a server here

Hello
""")


def complaint(kind="abuse", *, address="ana@example.org", mail_from="invites@example.org"):
    """Return a complaint as a provider's feedback loop sends it (RFC 5965)."""
    return crlf(f"""\
From: <fbl@provider.example>
To: <abuse@webinars.example.org>
Subject: FW: Invitation
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b0"

--b0
Content-Type: text/plain; charset=us-ascii

This is an email abuse report.

--b0
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Provider/1.0
Version: 1
Original-Mail-From: <{mail_from}>
Original-Rcpt-To: <{address}>

--b0
Content-Type: message/rfc822

From: Webinars <invites@webinars.example.org>
To: {address}
Subject: Invitation
Message-ID: {OURS}

Hello
--b0--
""")


def away(to=BOUNCES):
    """Return what a program answers while its owner is on holiday."""
    return crlf(f"""\
Return-Path: <>
From: Ana <ana@example.org>
To: {to}
Subject: Out of office: Invitation
Auto-Submitted: auto-replied
In-Reply-To: {OURS}
Message-ID: <away@example.org>

I am back on Monday.
""")


def unreadable_notice(to):
    """Return a bounce that no program understands; its address alone says which mail it is."""
    return crlf(f"""\
Return-Path: <>
From: <>
To: {to}
Subject: Zustellung nicht m=?utf-8?q?=C3=B6glich?=

Die Nachricht konnte nicht zugestellt werden.
""")


def crlf(text):
    """Return *text* as the bytes of a mail."""
    return text.replace("\n", "\r\n").encode()
