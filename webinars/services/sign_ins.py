"""Sign-ins: begun, ended, and tries that failed."""

from datetime import datetime

from sqlalchemy import delete, update

from webinars.extensions import db
from webinars.models import FailedSignIn, SignIn, SignInMethod, User
from webinars.queries.sign_ins import address_digest

UNSYNCHRONIZED = {"synchronize_session": False}


def begin(user: User, *, method: SignInMethod, device: str, is_kept: bool, now: datetime) -> SignIn:
    """Note that *user* has come in, and forget the tries that failed before."""
    noted = SignIn(user_id=user.id, method=method, device=device, is_kept=is_kept, signed_in_at=now)
    db.session.add(noted)
    forget_failures(user.email)
    db.session.flush()
    return noted


def end(number: int, *, now: datetime) -> None:
    """End one sign-in."""
    db.session.execute(
        update(SignIn).where(SignIn.id == number, SignIn.ended_at.is_(None)).values(ended_at=now),
        execution_options=UNSYNCHRONIZED,
    )


def end_all(user: User, *, now: datetime, but: int | None = None) -> None:
    """End all of *user*'s sign-ins, *but* one."""
    ended = update(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
    if but is not None:
        ended = ended.where(SignIn.id != but)
    db.session.execute(ended.values(ended_at=now), execution_options=UNSYNCHRONIZED)


def note_failure(address: str, *, now: datetime) -> None:
    """Count a try that failed, whether or not *address* has an account."""
    db.session.add(FailedSignIn(address_digest=address_digest(address), failed_at=now))
    db.session.flush()


def forget_failures(address: str) -> None:
    """Begin to count anew."""
    db.session.execute(
        delete(FailedSignIn).where(FailedSignIn.address_digest == address_digest(address)),
        execution_options=UNSYNCHRONIZED,
    )
