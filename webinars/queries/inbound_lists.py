"""The mails that came in, as the people who may read them look at them."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import undefer

from webinars.domain.permissions import Permission, may
from webinars.errors import NotFound
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import InboundKind, InboundMail, InboundState, Registration, Series, User


class Pile(enum.StrEnum):
    """What the mails of a list have in common; the first is what somebody must read."""

    PEOPLE = "people"
    CALENDARS = "calendars"
    BOUNCES = "bounces"
    COMPLAINTS = "complaints"
    AUTO_REPLIES = "auto_replies"
    SET_ASIDE = "set_aside"
    ALL = "all"


PILES: Mapping[Pile, frozenset[InboundKind]] = {
    Pile.PEOPLE: frozenset({InboundKind.PERSON}),
    Pile.CALENDARS: frozenset(
        {
            InboundKind.ANSWER,
            InboundKind.COUNTER,
            InboundKind.REFRESH,
            InboundKind.OTHER_CALENDAR,
        }
    ),
    Pile.BOUNCES: frozenset({InboundKind.BOUNCE}),
    Pile.COMPLAINTS: frozenset({InboundKind.COMPLAINT}),
    Pile.AUTO_REPLIES: frozenset({InboundKind.AUTO_REPLY}),
}


@dataclass(frozen=True)
class InboundFilters:
    """What a list shows: one pile, and of it what has *words* in its sender or subject."""

    pile: Pile = Pile.PEOPLE
    words: str = ""


def reads_mails(user: User) -> bool:
    """Whether *user* may read the mails of any series."""
    return user.is_owner or bool(_series_read_by(user, Permission.SEE_DELIVERIES))


def may_act_on(user: User, mail: InboundMail) -> bool:
    """Whether *user*, who may read *mail*, may also forward and delete it."""
    series = _series_read_by(user, Permission.MANAGE_DELIVERIES)
    return (
        db.session.scalar(
            select(exists().where(InboundMail.id == mail.id, _readable(user, series)))
        )
        is True
    )


def received(user: User, filters: InboundFilters) -> Select[InboundMail]:
    """Return what selects the mails that *user* may read, the latest first."""
    wanted = select(InboundMail).where(readable_by(user), _in_pile(filters.pile))
    if filters.words:
        columns = (InboundMail.sender, InboundMail.sender_name, InboundMail.subject)
        found = [column.icontains(filters.words, autoescape=True) for column in columns]
        wanted = wanted.where(or_(*found))
    return wanted.order_by(InboundMail.id.desc())


def counts_by_pile(user: User) -> dict[Pile, int]:
    """Return how many mails *user* may read of each pile."""
    counted = [func.count(case((_in_pile(pile), 1))) for pile in Pile]
    row = db.session.execute(select(*counted).where(readable_by(user))).one()
    return dict(zip(Pile, row, strict=True))


def unread_count(user: User) -> int:
    """Return how many mails of people *user* may read and nobody has marked as read."""
    found = select(func.count(InboundMail.id)).where(
        InboundMail.read_at.is_(None), _is_by_a_person(), readable_by(user)
    )
    return db.session.scalar(found) or 0


def inbound_for(user: User, mail_id: int, *, to_act: bool = False) -> InboundMail:
    """Return one mail that *user* may read, or act on; raises NotFound."""
    return _found(_one_for(user, mail_id, to_act=to_act).options(undefer(InboundMail.words)))


def locked_inbound_for(user: User, mail_id: int, *, to_act: bool = False) -> InboundMail:
    """Return it as `inbound_for` does, with nobody else changing or deleting it meanwhile."""
    return _found(_one_for(user, mail_id, to_act=to_act).with_for_update())


def series_for_link(user: User, mail: InboundMail) -> Series | None:
    """Return a series in which *user* may see the person whom *mail* is about."""
    if mail.registrant_id is None:
        return None
    of_person = (
        select(Series)
        .join(Registration, Registration.series_id == Series.id)
        .where(Registration.registrant_id == mail.registrant_id)
        .order_by((Series.id == mail.series_id).desc(), Series.id.desc())
    )
    found = db.session.scalars(of_person)
    return next((one for one in found if may(user, Permission.SEE_REGISTRANTS, one.id)), None)


def readable_by(user: User) -> ColumnElement[bool]:
    """Return the condition for mails that *user* may read: of people in the user's series."""
    return _readable(user, _series_read_by(user, Permission.SEE_DELIVERIES))


def _one_for(user: User, mail_id: int, *, to_act: bool) -> Select[InboundMail]:
    permission = Permission.MANAGE_DELIVERIES if to_act else Permission.SEE_DELIVERIES
    is_readable = _readable(user, _series_read_by(user, permission))
    return select(InboundMail).where(InboundMail.id == mail_id, is_readable)


def _found(wanted: Select[InboundMail]) -> InboundMail:
    found = db.session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(gettext("There is no such mail, or you may not read it."))
    return found


def _readable(user: User, series: frozenset[int]) -> ColumnElement[bool]:
    if not user.active:
        return false()
    if user.is_owner:
        return true()
    # What answers no mail of ours is about the person, whichever series that one is in.
    by_person = exists().where(
        Registration.registrant_id == InboundMail.registrant_id, Registration.series_id.in_(series)
    )
    about_nothing = and_(InboundMail.enrollment_id.is_(None), InboundMail.delivery_id.is_(None))
    return or_(InboundMail.series_id.in_(series), and_(about_nothing, by_person))


def _series_read_by(user: User, permission: Permission) -> frozenset[int]:
    members = (one.series_id for one in user.memberships)
    return frozenset(one for one in members if may(user, permission, one))


def _in_pile(pile: Pile) -> ColumnElement[bool]:
    if pile is Pile.ALL:
        return true()
    if pile is Pile.SET_ASIDE:
        return InboundMail.state == InboundState.SET_ASIDE
    return _is_by_a_person() if pile is Pile.PEOPLE else InboundMail.kind.in_(PILES[pile])


def _is_by_a_person() -> ColumnElement[bool]:
    """Return the condition for what somebody must read; who proposes another time wants that."""
    is_wish = and_(
        InboundMail.kind == InboundKind.COUNTER, InboundMail.state == InboundState.APPLIED
    )
    return or_(InboundMail.kind == InboundKind.PERSON, is_wish)
