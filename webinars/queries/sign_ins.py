"""Questions about how people came in."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import func, select, text

from webinars.extensions import db
from webinars.models import FailedSignIn, HeldForm, SignIn, User
from webinars.settings import settings

# After so many tries that failed within the time an account is closed until one is older.
MOST_FAILURES = 10
FAILURES_COUNT_FOR = timedelta(minutes=15)
FOR_THE_DAY = timedelta(hours=12)
FOR_WEEKS = timedelta(days=30)
HELD_FOR = timedelta(hours=12)


def standing_sign_in(number: int, user: User, *, now: datetime) -> SignIn | None:
    """Return the sign-in unless it has ended, is over, or is somebody else's."""
    found = db.session.get(SignIn, number)
    if found is None or found.user_id != user.id or not stands(found, now=now):
        return None
    return found


def stands(sign_in: SignIn, *, now: datetime) -> bool:
    """Return whether it still lets in."""
    longest = FOR_WEEKS if sign_in.is_kept else FOR_THE_DAY
    return sign_in.ended_at is None and now < sign_in.signed_in_at + longest


def latest_sign_ins(user: User, most: int) -> list[SignIn]:
    """Return the person's sign-ins, the last one first."""
    found = select(SignIn).where(SignIn.user_id == user.id).order_by(SignIn.id.desc()).limit(most)
    return list(db.session.scalars(found))


def address_digest(address: str) -> str:
    """Return what stands for an address in the count of failures."""
    key = settings().secret_key.encode()
    return hmac.new(key, f"sign-in|{address.strip().lower()}".encode(), sha256).hexdigest()


def is_locked(address: str, *, now: datetime) -> bool:
    """Return whether too many tries at *address* have failed of late.

    Asked inside a transaction: tries at one address wait for each other.
    """
    digest = address_digest(address)
    # SQLite has one writer anyway; on PostgreSQL a hundred tries at once would each see few.
    if db.engine.dialect.name == "postgresql":
        db.session.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 1))"), {"key": digest}
        )
    counted = select(func.count()).where(
        FailedSignIn.address_digest == digest,
        FailedSignIn.failed_at > now - FAILURES_COUNT_FOR,
    )
    return (db.session.scalar(counted) or 0) >= MOST_FAILURES


def held_form(nonce: str, *, now: datetime) -> HeldForm | None:
    """Return the form that waits under that name."""
    found = db.session.get(HeldForm, nonce)
    return found if found is not None and now < found.created_at + HELD_FOR else None
