"""Writing to many registrants at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, literal

from webinars.domain.audiences import Audience
from webinars.domain.wordings import OF_EVERYBODY
from webinars.errors import Conflict, Invalid
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import (
    Action,
    Broadcast,
    BroadcastState,
    Delivery,
    DeliveryState,
    MessageKind,
    Priority,
    Registrant,
    Registration,
    Series,
    User,
)
from webinars.queries.broadcasts import locked, next_due, readers
from webinars.services import audit, deliveries, wordings
from webinars.services.reminders import insert_mails
from webinars.texts import Texts

TABLE = Delivery.__table__.c


@dataclass(frozen=True)
class BroadcastDetails:
    """What organizers write, and to whom."""

    subject: Texts
    body: Texts
    audience: Audience


def draft(
    series: Series, details: BroadcastDetails, *, actor: User | None, now: datetime
) -> Broadcast:
    """Keep a new broadcast, which goes to nobody yet."""
    wordings.refuse_bad_placeholders(details.subject, details.body, OF_EVERYBODY)
    broadcast = Broadcast(
        series_id=series.id,
        author_id=actor and actor.id,
        state=BroadcastState.DRAFT,
        subject=details.subject,
        body=details.body,
        audience=details.audience.kept(),
        created_at=now,
        updated_at=now,
    )
    db.session.add(broadcast)
    db.session.flush()
    _note(broadcast, Action.BROADCAST_CREATED, {}, actor=actor, now=now)
    return broadcast


def change(
    broadcast: Broadcast, details: BroadcastDetails, *, actor: User | None, now: datetime
) -> None:
    """Let a draft say something else, or go to others."""
    _demand(broadcast, BroadcastState.DRAFT)
    wordings.refuse_bad_placeholders(details.subject, details.body, OF_EVERYBODY)
    before = noted(broadcast)
    broadcast.subject, broadcast.body = details.subject, details.body
    broadcast.audience, broadcast.updated_at = details.audience.kept(), now
    _note(broadcast, Action.BROADCAST_CHANGED, before, actor=actor, now=now)


def schedule(broadcast: Broadcast, *, at: datetime, actor: User | None, now: datetime) -> None:
    """Send a draft at that time; to whom is decided then."""
    broadcast = locked(broadcast)
    _demand(broadcast, BroadcastState.DRAFT)
    if not broadcast.subject or not broadcast.body:
        raise Invalid(gettext("Write a subject and a text first."))
    before = noted(broadcast)
    broadcast.state, broadcast.send_at, broadcast.updated_at = BroadcastState.SCHEDULED, at, now
    _note(broadcast, Action.BROADCAST_SCHEDULED, before, actor=actor, now=now)


def call_back(broadcast: Broadcast, *, actor: User | None, now: datetime) -> None:
    """Make a draft again of what was to be sent later."""
    broadcast = locked(broadcast)
    _demand(broadcast, BroadcastState.SCHEDULED)
    before = noted(broadcast)
    broadcast.state, broadcast.send_at, broadcast.updated_at = BroadcastState.DRAFT, None, now
    _note(broadcast, Action.BROADCAST_CALLED_BACK, before, actor=actor, now=now)


def stop(broadcast: Broadcast, *, actor: User | None, now: datetime) -> None:
    """Send nothing more of it; a mail that is leaving at this moment may still arrive."""
    broadcast = locked(broadcast)
    _demand(broadcast, BroadcastState.SENDING)
    before = noted(broadcast)
    broadcast.state, broadcast.stopped_at = BroadcastState.STOPPED, now
    deliveries.supersede(Delivery.broadcast_id == broadcast.id, now=now)
    _note(broadcast, Action.BROADCAST_STOPPED, before, actor=actor, now=now)


def duplicate(broadcast: Broadcast, *, actor: User | None, now: datetime) -> Broadcast:
    """Return a new draft with the same words and audience."""
    details = BroadcastDetails(broadcast.subject, broadcast.body, Audience.read(broadcast.audience))
    return draft(broadcast.series, details, actor=actor, now=now)


def remove(broadcast: Broadcast, *, actor: User | None, now: datetime) -> None:
    """Throw a draft away."""
    broadcast = locked(broadcast)
    _demand(broadcast, BroadcastState.DRAFT)
    before = noted(broadcast)
    audit.record(
        actor,
        Action.BROADCAST_REMOVED,
        broadcast,
        now=now,
        series=broadcast.series,
        before=before,
        after={},
    )
    db.session.delete(broadcast)
    db.session.flush()


def enqueue_due(now: datetime) -> int | None:
    """Queue the mails of one broadcast whose time has come; None when there is none."""
    broadcast = next_due(now)
    if broadcast is None:
        return None
    audience = Audience.read(broadcast.audience)
    columns = _columns(broadcast, now)
    rows = readers(broadcast.series_id, audience, *columns).order_by(Registration.id)
    count = insert_mails(rows)
    broadcast.state, broadcast.queued_at = BroadcastState.SENDING, now
    broadcast.recipients = count
    return count


def noted(broadcast: Broadcast) -> dict[str, object]:
    """Return what the audit keeps of a broadcast."""
    return {
        "state": broadcast.state.value,
        "subject": broadcast.subject,
        "body": broadcast.body,
        "audience": broadcast.audience,
        "send_at": broadcast.send_at,
    }


def _columns(broadcast: Broadcast, now: datetime) -> list[ColumnElement[Any]]:
    key = literal(f"broadcast:{broadcast.id}:") + cast(Registration.id, String)
    moment = literal(now, TABLE.due_at.type)
    columns: dict[str, Any] = {
        "key": key,
        "kind": literal(MessageKind.BROADCAST, TABLE.kind.type),
        "priority": literal(int(Priority.BROADCAST)),
        "state": literal(DeliveryState.DUE, TABLE.state.type),
        "due_at": moment,
        "created_at": moment,
        "recipient": Registrant.email,
        "registrant_id": Registrant.id,
        "registration_id": Registration.id,
        "broadcast_id": literal(broadcast.id),
        "details": literal({}, TABLE.details.type),
        "attempts": literal(0),
    }
    return [value.label(name) for name, value in columns.items()]


def _demand(broadcast: Broadcast, state: BroadcastState) -> None:
    if broadcast.state is state:
        return
    words = {
        BroadcastState.DRAFT: gettext("This mail is a draft again."),
        BroadcastState.SCHEDULED: gettext("This mail is to be sent already."),
        BroadcastState.SENDING: gettext("This mail is being sent, or has been."),
        BroadcastState.STOPPED: gettext("This mail was stopped."),
    }
    raise Conflict(words[broadcast.state])


def _note(
    broadcast: Broadcast,
    action: Action,
    before: dict[str, object],
    *,
    actor: User | None,
    now: datetime,
) -> None:
    after = noted(broadcast)
    audit.record(
        actor, action, broadcast, now=now, series=broadcast.series, before=before, after=after
    )
