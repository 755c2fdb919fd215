"""Answers of calendar programs to our invitations, each in its program's dress."""

from datetime import UTC, datetime
from email.message import EmailMessage

UID = "webinar-1-e1-g1-0123456789abcdef@webinars.example.org"
STAMP = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)
ANA = "ana@example.org"
INVITES = "invites@example.org"


def reply(
    partstat="ACCEPTED",
    *,
    uid=UID,
    attendee=ANA,
    sequence="0",
    stamp=STAMP,
    method="REPLY",
    more=(),
):
    """Return the calendar object of an answer, as RFC 5546 has it."""
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Example//Calendar 1//EN",
        "VERSION:2.0",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"ORGANIZER;CN=Webinars:mailto:{INVITES}",
        f"ATTENDEE;CN=Ana;PARTSTAT={partstat};ROLE=REQ-PARTICIPANT:mailto:{attendee}",
        *([] if stamp is None else [f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"]),
        *([] if sequence is None else [f"SEQUENCE:{sequence}"]),
        "DTSTART:20270210T150000Z",
        "DTEND:20270210T160000Z",
        "SUMMARY:Part 1",
        *more,
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode()


def outlook_reply(partstat="DECLINED", *, uid=UID, attendee=ANA, sequence="0"):
    """Return an answer as Outlook.com writes it: no ORGANIZER, folds by tab, bare LF, MAILTO."""
    local, _, domain = attendee.partition("@")
    return (
        "BEGIN:VCALENDAR\n"
        "METHOD:REPLY\n"
        "PRODID:Example Server 2010\n"
        "VERSION:2.0\n"
        "BEGIN:VTIMEZONE\nTZID:W. Europe Standard Time\nBEGIN:STANDARD\n"
        "DTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nEND:VTIMEZONE\n"
        "BEGIN:VEVENT\n"
        f'ATTENDEE;PARTSTAT={partstat};CN="Ana, Practice\n\t of Lima":MAILTO:{local}\n\t@{domain}\n'
        "COMMENT;LANGUAGE=de-DE:Leider nicht\\, ich bin\n\t verreist.\\n\n"
        f"UID:{uid[:40]}\n\t{uid[40:]}\n"
        "SUMMARY;LANGUAGE=de-DE:Abgelehnt: Part 1\n"
        "DTSTART;TZID=W. Europe Standard Time:20270210T160000\n"
        "DTEND;TZID=W. Europe Standard Time:20270210T170000\n"
        "DTSTAMP:20270201T120000Z\n"
        f"SEQUENCE:{sequence}\n"
        "BEGIN:VALARM\nDESCRIPTION:REMINDER\nUID:alarm\nTRIGGER;RELATED=START:-PT15M\n"
        "ACTION:DISPLAY\nEND:VALARM\n"
        "X-MICROSOFT-CDO-APPT-SEQUENCE:0\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    ).encode()


def google_mail(calendar, *, sender=ANA, **headers):
    """Return a mail as Google sends it: alternative with the calendar, and application/ics."""
    mail = _mail(sender, "Accepted: Part 1 @ Wed 10 Feb 2027", headers)
    mail["Auto-Submitted"] = headers.get("auto_submitted", "auto-generated")
    mail.set_content("Ana has accepted this invitation.")
    mail.add_alternative("<p>Ana has accepted this invitation.</p>", subtype="html")
    mail.add_alternative(calendar.decode(), subtype="calendar", params={"method": "REPLY"})
    mail.add_attachment(calendar, maintype="application", subtype="ics", filename="invite.ics")
    return mail.as_bytes()


def thunderbird_mail(calendar, *, sender=ANA, **headers):
    """Return a mail as Thunderbird sends it: the object twice, and no In-Reply-To."""
    mail = _mail(sender, "Invitation Declined: Part 1", headers)
    mail.set_content(f"Ana <{sender}> has answered your event invitation.", cte="8bit")
    mail.add_alternative(
        calendar.decode(), subtype="calendar", params={"method": "REPLY"}, cte="8bit"
    )
    mail.add_attachment(calendar, maintype="application", subtype="ics", filename="invite.ics")
    return mail.as_bytes()


def outlook_mail(calendar, *, sender=ANA, **headers):
    """Return a mail as Outlook sends it: the calendar in base64 beside the words, no attachment."""
    mail = _mail(sender, "Tentative: Part 1", headers)
    mail["X-MS-Has-Attach"] = ""
    mail.set_content("")
    mail.add_alternative(calendar, maintype="text", subtype="calendar", params={"method": "REPLY"})
    return mail.as_bytes()


def _mail(sender, subject, headers):
    mail = EmailMessage()
    if headers.get("authenticated_by"):
        domain = sender.partition("@")[2]
        mail["Authentication-Results"] = (
            f"{headers['authenticated_by']}; dmarc=pass header.from={domain}"
        )
    for name, value in headers.get("more", {}).items():
        mail[name] = value
    mail["From"] = f"Ana <{sender}>"
    mail["To"] = INVITES
    mail["Subject"] = subject
    mail["Date"] = "Mon, 01 Feb 2027 12:00:03 +0000"
    mail["Message-ID"] = headers.get("message_id", "<answer-1@example.org>")
    return mail
