"""All that can be known of a mail from its bytes, in one look; and that as plain values."""

from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, field
from typing import Any

from webinars.domain.inbound.bounce_prose import FailedAddress
from webinars.domain.inbound.bounces import BounceReport, Unreadable, read_bounce
from webinars.domain.inbound.classify import kind_of
from webinars.domain.inbound.mail import IncomingMail, read_mail
from webinars.models import InboundKind


@dataclass(frozen=True)
class Reading:
    """What a mail says, of which kind it is, and what it tells of mails of ours.

    *report* is empty where nothing of the sort can be made out.
    """

    mail: IncomingMail
    kind: InboundKind
    report: BounceReport = field(default_factory=BounceReport)


def read(
    raw: bytes, *, envelope_from: str | None = None, envelope_to: str | None = None
) -> Reading:
    """Return all that *raw* says; whoever calls it must bound how long that takes."""
    mail = read_mail(raw, envelope_from=envelope_from, envelope_to=envelope_to)
    try:
        report = read_bounce(raw)
    except Unreadable:
        report = BounceReport()
    tells = bool(report.failures or report.status or report.is_complaint)
    kind = kind_of(mail, tells_of_failures=tells)
    if kind is InboundKind.BOUNCE and report.is_complaint:
        # Hotmail complains without the fields of a report (RFC 5965).
        kind = InboundKind.COMPLAINT
    return Reading(mail, kind, report)


def as_plain(reading: Reading) -> dict[str, Any]:
    """Return *reading* in what JSON can hold; bytes become base64."""
    mail = asdict(reading.mail)
    mail["calendars"] = [b64encode(one).decode() for one in reading.mail.calendars]
    return {"mail": mail, "kind": reading.kind.value, "report": asdict(reading.report)}


def from_plain(plain: dict[str, Any]) -> Reading:
    """Return the reading that ``as_plain`` made *plain* of; raise an error if it did not."""
    mail = dict(plain["mail"])
    mail["calendars"] = [b64decode(one) for one in mail["calendars"]]
    report = {name: _frozen(value) for name, value in plain["report"].items()}
    report["failures"] = tuple(
        FailedAddress(**{name: _frozen(value) for name, value in one.items()})
        for one in plain["report"]["failures"]
    )
    return Reading(IncomingMail(**mail), InboundKind(plain["kind"]), BounceReport(**report))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
