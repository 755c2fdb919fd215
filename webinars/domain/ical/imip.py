"""A mail, with or without a calendar object in it (RFC 6047)."""

from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from webinars.domain.ical.text import ascii_address, clean_line
from webinars.models.delivery import CalendarMethod

FILE_NAME = "invite.ics"
# Keep other programs from answering (RFC 3834, 5, and Exchange's own).
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}
ASCII_POLICY = SMTP
# Only a mailbox with a non-ASCII local part needs it (RFC 6532): no older form can name it.
UTF8_POLICY = SMTP.clone(utf8=True)


def message(
    *,
    sender: Address,
    recipient: Address,
    subject: str,
    text: str,
    html: str,
    message_id: str,
    date: datetime,
    calendar: bytes | None,
    method: CalendarMethod | None,
    references: str | None,
    headers: Mapping[str, str],
) -> EmailMessage:
    """Return the mail; equal arguments give equal bytes.

    *date* is aware; *message_id* and *references* have their angle brackets. *calendar* comes
    with its *method*. Raises ValueError when only one of the two is given, or for an address
    that no header can hold.
    """
    if (calendar is None) != (method is None):
        raise ValueError("a calendar object and its method belong together")
    is_ascii = (sender.username + recipient.username).isascii()
    mail = EmailMessage(policy=ASCII_POLICY if is_ascii else UTF8_POLICY)
    mail["From"] = _in_ascii(sender)
    mail["To"] = _in_ascii(recipient)
    mail["Subject"] = clean_line(subject)
    mail["Date"] = date
    mail["Message-ID"] = message_id
    if references is not None:
        mail["In-Reply-To"] = references
        mail["References"] = references
    for name, value in {**AUTOMATIC, **headers}.items():
        mail[name] = value
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    if calendar is not None and method is not None:
        _add_calendar(mail, calendar, method)
    _set_boundaries(mail, message_id)
    return mail


def _in_ascii(address: Address) -> Address:
    """Return *address* with a domain that every mail server reads."""
    spelled = ascii_address(f"{address.username}@{address.domain}")
    return Address(clean_line(address.display_name), address.username, spelled.rpartition("@")[2])


def _add_calendar(mail: EmailMessage, calendar: bytes, method: CalendarMethod) -> None:
    """Put the object last into the alternative, and once more as a file, byte by byte alike.

    Outlook and Gmail read the alternative, others look for the file.
    """
    part = EmailMessage(policy=mail.policy)
    # RFC 6047, 2.4: the type repeats the method. Base64 keeps the object's CRLF.
    parameters = {"method": method.value, "charset": "UTF-8"}
    part.set_content(calendar, "text", "calendar", cte="base64", params=parameters)
    # With a disposition it would be shown as a file, without buttons to answer.
    del part["Content-Disposition"], part["MIME-Version"]
    mail.attach(part)
    mail.make_mixed()
    # As text/calendar some programs would show a second invitation.
    mail.add_attachment(calendar, "application", "ics", filename=FILE_NAME)


def _set_boundaries(mail: EmailMessage, message_id: str) -> None:
    # "=_" occurs neither in base64 nor in quoted-printable, so no content can hold a boundary.
    seed = sha256(message_id.encode()).hexdigest()[:24]
    multiparts = [part for part in mail.walk() if part.is_multipart()]
    for number, part in enumerate(multiparts):
        part.set_boundary(f"=_{seed}_{number}")
