"""What owners set for the whole organization."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from config import Config
from webinars.errors import Invalid
from webinars.extensions import db
from webinars.i18n import gettext as _
from webinars.models import Action, Organization, Practice, Series, Sponsor, User, Webinar
from webinars.services import audit, retention
from webinars.services.bundles.logos import Logo
from webinars.services.retention import Forgotten
from webinars.services.rows import insert_unless_there
from webinars.settings import environment, over
from webinars.texts import Texts

# So long a shorter time of keeping registrations can be taken back before anything is deleted.
SECOND_THOUGHTS = timedelta(days=1)
THE_ONE = 1


@dataclass(frozen=True)
class Wishes:
    """What an owner wants; what is as the environment says stays with the environment."""

    name: str
    sender_address: str
    contact_address: str
    default_time_zone: str
    default_language: str
    keep_registrations_months: int
    privacy_text: Texts


def wishes_in_force(row: Organization | None) -> Wishes:
    """Return what holds now: *row* over the environment."""
    config = over(environment(), row)
    return Wishes(
        name=config.sender.display_name,
        sender_address=config.sender.addr_spec,
        contact_address=config.contact_address or "",
        default_time_zone=config.default_time_zone,
        default_language=config.default_language,
        keep_registrations_months=config.keep_registrations_months,
        privacy_text=row.privacy_text if row else Texts(),
    )


def change(wishes: Wishes, *, actor: User, now: datetime) -> None:
    """Set what the organization is called, where its mails come from, what it keeps, and so on.

    Invitations that were sent keep their ORGANIZER. A shorter time of keeping registrations
    counts a day later. Raises Invalid for an address that mails may not come from.
    """
    if not environment().may_send_from(wishes.sender_address):
        raise Invalid(
            _("Mails may not come from this address."),
            fields={"sender_address": _("Mails may not come from this address.")},
        )
    row = locked(now)
    before = wishes_in_force(row)
    if before == wishes:
        return
    _keep_longer_for_now(row, wishes.keep_registrations_months, now=now)
    _set(row, wishes, environment())
    row.updated_at = now
    db.session.flush()
    if _feeds_show(before) != _feeds_show(wishes):
        _renew_feeds(now)
    audit.record(
        actor,
        Action.SETTINGS_CHANGED,
        row,
        now=now,
        before=vars(before),
        after=vars(wishes),
    )


def change_logo(logo: Logo | None, *, actor: User, now: datetime) -> None:
    """Show that picture before the name on every page; None: none of one's own."""
    row = locked(now)
    before = _measures(row)
    row.logo = logo.content if logo else None
    row.logo_type = logo.media_type if logo else None
    row.logo_digest = logo.digest if logo else None
    row.logo_width = logo.width if logo else None
    row.logo_height = logo.height if logo else None
    row.updated_at = now
    if before == _measures(row):
        return
    audit.record(
        actor,
        Action.LOGO_CHANGED,
        row,
        now=now,
        before={"logo": before},
        after={"logo": _measures(row)},
    )


def _measures(row: Organization) -> str:
    """Return what the audit says of a picture: its measures, and what tells it from others."""
    if row.logo_digest is None:
        return ""
    return f"{row.logo_width} × {row.logo_height} ({row.logo_digest})"


def forecast(*, months: int, kept: int, now: datetime) -> Forgotten:
    """Count what would be deleted after *months* that is still there while *kept* months hold."""
    shorter = retention.to_forget(now=now, months=months)
    present = retention.to_forget(now=now, months=kept)
    return Forgotten(
        registrations=shorter.registrations - present.registrations,
        registrants=shorter.registrants - present.registrants,
    )


def locked(now: datetime) -> Organization:
    """Return the one row, made where there is none, for this transaction alone."""
    insert_unless_there(
        Organization, {"id": THE_ONE, "privacy_text": Texts(), "updated_at": now}, "id"
    )
    question = select(Organization).where(Organization.id == THE_ONE).with_for_update()
    return db.session.scalars(question.execution_options(populate_existing=True)).one()


def _set(row: Organization, wishes: Wishes, config: Config) -> None:
    """Write down only what differs from the environment, which may change one day."""
    row.name = _unless(wishes.name, config.sender.display_name)
    row.sender_address = _unless(wishes.sender_address, config.sender.addr_spec)
    row.contact_address = _unless(wishes.contact_address, config.contact_address or "")
    row.default_time_zone = _unless(wishes.default_time_zone, config.default_time_zone)
    row.default_language = _unless(wishes.default_language, config.default_language)
    months = wishes.keep_registrations_months
    row.keep_registrations_months = None if months == config.keep_registrations_months else months
    row.privacy_text = wishes.privacy_text


def _unless(wanted: str, given: str) -> str | None:
    return None if wanted == given else wanted or None


def _keep_longer_for_now(row: Organization, months: int, *, now: datetime) -> None:
    in_force = over(environment(), row).months_deleted_by(now)
    is_shorter = months < in_force
    row.former_keep_months = in_force if is_shorter else None
    if not is_shorter:
        row.former_keep_until = None
    elif row.former_keep_until is None or row.former_keep_until <= now:
        row.former_keep_until = now + SECOND_THOUGHTS


def _feeds_show(wishes: Wishes) -> tuple[str, str, str]:
    return (wishes.name, wishes.sender_address, wishes.default_language)


def _renew_feeds(now: datetime) -> None:
    """Tell subscribers that what is to come has changed: events name the organizer and a page."""
    db.session.execute(
        update(Webinar)
        .where(Webinar.ends_at > now)
        .values(revision=Webinar.revision + 1, updated_at=now),
        execution_options={"synchronize_session": False},
    )
    for owner in (Series, Practice, Sponsor):
        db.session.execute(
            update(owner).values(links_changed_at=now),
            execution_options={"synchronize_session": False},
        )
