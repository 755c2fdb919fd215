"""Registrants, found by their address or by one of their links."""

from typing import TypeVar

from sqlalchemy import Select, select

from webinars.errors import Gone, NotFound
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.links import Purpose, nonce_of
from webinars.models import Enrollment, Invitation, Registrant, Registration, RevokedToken, Series

T = TypeVar("T")
NONCES = {
    Purpose.MANAGE: Registrant.__table__.c.manage_nonce,
    Purpose.FEED: Registrant.__table__.c.feed_nonce,
    Purpose.UNSUBSCRIBE: Registrant.__table__.c.unsubscribe_nonce,
    Purpose.EMAIL_CHANGE: Registrant.__table__.c.email_change_nonce,
}


def registrant_by_email(email: str) -> Registrant | None:
    """Return the registrant with this address, whatever its case."""
    return db.session.scalar(select(Registrant).where(Registrant.email_key == email_key(email)))


def registrant_in_series(series: Series, email: str) -> Registrant | None:
    """Return who is registered in *series* with this address, whatever its case."""
    return db.session.scalar(
        select(Registrant)
        .join(Registrant.registrations)
        .where(
            Registration.series_id == series.id,
            Registrant.email_key == email_key(email),
            Registrant.erased_at.is_(None),
        )
    )


def email_key(email: str) -> str:
    """Return what two spellings of one address have in common."""
    return email.strip().casefold()


def registrant_by_manage_token(token: str) -> Registrant:
    """Return whose own page *token* opens; raise NotFound, or Gone when it was taken back."""
    return _registrant(token, Purpose.MANAGE)


def registrant_by_feed_token(token: str) -> Registrant:
    """Return whose calendar *token* opens; raise NotFound, or Gone when it was taken back."""
    return _registrant(token, Purpose.FEED)


def registrant_by_unsubscribe_token(token: str) -> Registrant:
    """Return whose reminders *token* stops; raise NotFound, or Gone when it was taken back."""
    return _registrant(token, Purpose.UNSUBSCRIBE)


def registrant_by_email_change_token(token: str) -> Registrant:
    """Return whose new address *token* confirms; raise NotFound, or Gone when it was used."""
    return _registrant(token, Purpose.EMAIL_CHANGE)


def enrollment_by_join_token(token: str) -> Enrollment:
    """Return the seat *token* belongs to, whatever its status; raise NotFound or Gone."""
    nonce = _nonce(token, Purpose.JOIN)
    wanted = (
        select(Enrollment)
        .join(Enrollment.registration)
        .join(Registration.registrant)
        .where(Enrollment.join_nonce == nonce, Registrant.erased_at.is_(None))
    )
    return _found(wanted, nonce)


def invitation_by_answer_token(token: str) -> Invitation:
    """Return the invitation whose seat *token* decides about; raise NotFound."""
    nonce = _nonce(token, Purpose.ANSWER)
    wanted = (
        select(Invitation)
        .join(Invitation.enrollment)
        .join(Enrollment.registration)
        .join(Registration.registrant)
        .where(Invitation.answer_nonce == nonce, Registrant.erased_at.is_(None))
    )
    return _found(wanted, nonce)


def _registrant(token: str, purpose: Purpose) -> Registrant:
    nonce = _nonce(token, purpose)
    wanted = select(Registrant).where(NONCES[purpose] == nonce, Registrant.erased_at.is_(None))
    return _found(wanted, nonce)


def _nonce(token: str, purpose: Purpose) -> str:
    nonce = nonce_of(purpose, token)
    if nonce is None:
        raise NotFound(gettext("This link is not valid. Check that it is complete."))
    return nonce


def _found(wanted: Select[T], nonce: str) -> T:
    found = db.session.scalar(wanted)
    if found is not None:
        return found
    if db.session.get(RevokedToken, nonce) is not None:
        raise Gone(gettext("This link was replaced by a newer one, or has been used up."))
    raise NotFound(gettext("This link is not valid. Check that it is complete."))
