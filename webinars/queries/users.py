"""Questions about accounts."""

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from webinars.extensions import db
from webinars.models import Membership, Series, User


def account_with_email(email: str) -> User | None:
    """Return the account with that address, however it is spelled."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def account_with_uniquifier(uniquifier: str) -> User | None:
    """Return the account that a token names."""
    return db.session.scalar(select(User).where(User.fs_uniquifier == uniquifier))


def all_accounts() -> list[User]:
    """Return everybody, owners first, with their memberships and series."""
    found = (
        select(User)
        .options(
            selectinload(User.memberships).joinedload(Membership.series),
            selectinload(User.webauthn),
        )
        .order_by(User.is_owner.desc(), func.lower(User.name), User.email)
    )
    return list(db.session.scalars(found))


def members_of(series: Series) -> list[Membership]:
    """Return the members of *series* with their accounts, by role and name."""
    found = (
        select(Membership)
        .join(Membership.user)
        .options(selectinload(Membership.user))
        .where(Membership.series_id == series.id)
        .order_by(Membership.role, func.lower(User.name))
    )
    return list(db.session.scalars(found))


def series_to_join() -> list[Series]:
    """Return all series that one can be a member of, by their addresses."""
    return list(db.session.scalars(select(Series).order_by(Series.slug)))
