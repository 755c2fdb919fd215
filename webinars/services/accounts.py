"""Accounts: invited, given roles, disabled, removed; and the passwords that they have.

Passwords come here hashed. There is always an owner who can sign in.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select

from webinars.errors import Conflict
from webinars.extensions import db
from webinars.i18n import gettext as _
from webinars.models import Action, Delivery, MemberRole, Membership, MessageKind, Series, User
from webinars.queries.users import account_with_email
from webinars.services import account_mails, audit, deliveries, mail_limits, sign_ins
from webinars.services.rows import insert_unless_there


def invite(
    email: str,
    name: str,
    *,
    is_owner: bool,
    roles: Mapping[int, MemberRole],
    language: str,
    time_zone: str,
    actor: User | None,
    now: datetime,
) -> User:
    """Make an account, with *roles* by the ids of series, and send the link for its password.

    Raises Conflict when the address has an account.
    """
    user = create(
        email, name, is_owner=is_owner, language=language, time_zone=time_zone, actor=actor, now=now
    )
    set_roles(user, is_owner=is_owner, roles=roles, actor=actor, now=now)
    send_invitation(user, actor=actor, now=now)
    return user


def create(
    email: str,
    name: str,
    *,
    is_owner: bool,
    language: str,
    time_zone: str,
    actor: User | None,
    now: datetime,
) -> User:
    """Make an account without a password, about which nobody is told yet."""
    values = {
        "email": email.strip().lower(),
        "name": name,
        "active": True,
        "is_owner": is_owner,
        "language": language,
        "time_zone": time_zone,
        "fs_uniquifier": uuid4().hex,
        "created_at": now,
    }
    if not insert_unless_there(User, values, "email"):
        words = _("%(email)s has an account already.", email=values["email"])
        raise Conflict(words, fields={"email": words})
    user = account_with_email(email)
    if user is None:
        raise RuntimeError("an account that was just made is gone")
    audit.record(actor, Action.ACCOUNT_CREATED, user, now=now, after={"is_owner": is_owner})
    return user


def send_invitation(user: User, *, actor: User | None, now: datetime) -> None:
    """Send the link for the first password; links sent before stop working."""
    if user.password is not None:
        raise Conflict(_("This account is in use already: its password has been chosen."))
    if not user.active:
        raise Conflict(_("This account is disabled: an owner has to let the person in again."))
    user.fs_uniquifier = uuid4().hex
    user.invited_at = now
    db.session.flush()
    deliveries.supersede(
        (Delivery.user_id == user.id) & (Delivery.kind == MessageKind.ACCOUNT_INVITED), now=now
    )
    account_mails.enqueue(
        MessageKind.ACCOUNT_INVITED,
        user,
        key=f"account_invited:{uuid4().hex}",
        now=now,
        details={"by": actor.name or actor.email if actor else ""},
    )
    audit.record(actor, Action.ACCOUNT_INVITED, user, now=now)


def send_password_link(user: User, *, now: datetime) -> None:
    """Send the link for a new password; beyond five an hour nothing more is sent."""
    if user.password is None and user.invited_at is not None:
        kind = MessageKind.ACCOUNT_INVITED
    else:
        kind = MessageKind.PASSWORD_RESET
    mails = mail_limits.open_set(user.email, now=now)
    if mails.due_at > now:
        return
    key = f"{kind}:{uuid4().hex}"
    account_mails.enqueue(kind, user, key=key, now=now, mail_set=mails)


def set_password(user: User, hashed: str, *, now: datetime) -> None:
    """Take a new password; the link, all sessions and the count of failures end with it."""
    is_first = user.password is None
    user.password = hashed
    _sign_out(user, now=now)
    sign_ins.forget_failures(user.email)
    audit.record(user, Action.PASSWORD_CHANGED, user, now=now)
    if not is_first:
        account_mails.enqueue(
            MessageKind.PASSWORD_CHANGED, user, key=f"password_changed:{uuid4().hex}", now=now
        )


def sign_out_everywhere(user: User, *, actor: User | None, now: datetime) -> None:
    """End every session of *user*, and links for a password that were not used."""
    _sign_out(user, now=now)
    audit.record(actor, Action.SIGNED_OUT_EVERYWHERE, user, now=now)


def tell_second_factor(user: User, change: str, *, actor: User, now: datetime) -> None:
    """Note and tell that signing in has changed: *change* is one that the mail has words for."""
    audit.record(actor, Action.SECOND_FACTOR_CHANGED, user, now=now, after={"change": change})
    account_mails.enqueue(
        MessageKind.SECOND_FACTOR_CHANGED,
        user,
        key=f"second_factor_changed:{uuid4().hex}",
        now=now,
        details={"change": change},
    )


def reset_second_factor(user: User, *, actor: User | None, now: datetime) -> None:
    """Take app, recovery codes and passkeys from somebody who has lost them."""
    user.tf_primary_method = user.tf_totp_secret = None
    user.mf_recovery_codes = user.totp_counter = None
    user.webauthn.clear()
    _sign_out(user, now=now)
    audit.record(actor, Action.SECOND_FACTOR_CHANGED, user, now=now, after={"change": "reset"})
    account_mails.enqueue(
        MessageKind.SECOND_FACTOR_CHANGED,
        user,
        key=f"second_factor_changed:{uuid4().hex}",
        now=now,
        details={"change": "reset"},
    )


def correct_profile(user: User, *, name: str, language: str, time_zone: str, now: datetime) -> None:
    """Take what somebody says about themselves."""
    before = {"name": user.name, "language": user.language, "time_zone": user.time_zone}
    user.name, user.language, user.time_zone = name, language, time_zone
    after = {"name": name, "language": language, "time_zone": time_zone}
    if before != after:
        audit.record(user, Action.ACCOUNT_CHANGED, user, now=now, before=before, after=after)


def set_roles(
    user: User,
    *,
    is_owner: bool,
    roles: Mapping[int, MemberRole],
    actor: User | None,
    now: datetime,
) -> None:
    """Make *user* an owner or not, and in each series what *roles* says, by its id.

    Raises Conflict when nobody would be left who owns the installation.
    """
    if user.is_owner and not is_owner:
        _keep_an_owner(user)
    before = _roles(user)
    user.is_owner = is_owner
    for membership in list(user.memberships):
        if membership.series_id not in roles:
            user.memberships.remove(membership)
    known = {membership.series_id: membership for membership in user.memberships}
    for series_id, role in roles.items():
        if series_id in known:
            known[series_id].role = role
        else:
            user.memberships.append(Membership(series_id=series_id, role=role))
    db.session.flush()
    if _roles(user) != before:
        audit.record(actor, Action.ROLES_CHANGED, user, now=now, before=before, after=_roles(user))


def disable(user: User, *, actor: User | None, now: datetime) -> None:
    """Let *user* in no more, at once; nothing is forgotten."""
    _keep_an_owner(user)
    user.active = False
    _sign_out(user, now=now)
    _take_back_mails(user, now=now)
    audit.record(actor, Action.ACCOUNT_DISABLED, user, now=now)


def enable(user: User, *, actor: User | None, now: datetime) -> None:
    """Let *user* in again."""
    user.active = True
    audit.record(actor, Action.ACCOUNT_ENABLED, user, now=now)


def remove(user: User, *, actor: User | None, now: datetime) -> None:
    """Delete the account with its roles, passkeys, sign-ins and mails; the audit stays."""
    _keep_an_owner(user)
    audit.record(actor, Action.ACCOUNT_REMOVED, user, now=now, before=_roles(user))
    db.session.delete(user)
    db.session.flush()


def add_member(
    series: Series,
    email: str,
    name: str,
    role: MemberRole,
    *,
    language: str,
    time_zone: str,
    actor: User,
    now: datetime,
) -> User:
    """Let somebody take part in *series*; who has no account yet is invited.

    Raises Conflict when the person is a member already.
    """
    user = account_with_email(email)
    if user is None:
        user = create(
            email, name, is_owner=False, language=language, time_zone=time_zone, actor=actor,
            now=now,
        )  # fmt: skip
        send_invitation(user, actor=actor, now=now)
    else:
        _tell_member(series, user, actor=actor, now=now)
    values = {"user_id": user.id, "series_id": series.id, "role": role}
    if user.is_owner or not insert_unless_there(Membership, values, "user_id", "series_id"):
        words = _("%(email)s belongs to this series already.", email=user.email)
        raise Conflict(words, fields={"email": words})
    db.session.expire(user, ["memberships"])
    audit.record(actor, Action.MEMBER_ADDED, user, now=now, series=series, after={"role": role})
    return user


def restore_member(
    series: Series, user: User, role: MemberRole, *, actor: User, now: datetime
) -> None:
    """Take back that *user* was taken out of *series*; who is in it stays as they are."""
    values = {"user_id": user.id, "series_id": series.id, "role": role}
    if insert_unless_there(Membership, values, "user_id", "series_id"):
        db.session.expire(user, ["memberships"])
        audit.record(actor, Action.MEMBER_ADDED, user, now=now, series=series, after={"role": role})


def change_member(membership: Membership, role: MemberRole, *, actor: User, now: datetime) -> None:
    """Give a member of a series another role."""
    before = membership.role
    membership.role = role
    if role is not before:
        audit.record(
            actor, Action.MEMBER_CHANGED, membership.user, now=now, series=membership.series,
            before={"role": before}, after={"role": role},
        )  # fmt: skip


def remove_member(membership: Membership, *, actor: User, now: datetime) -> None:
    """Take somebody out of a series; the account stays."""
    audit.record(
        actor, Action.MEMBER_REMOVED, membership.user, now=now, series=membership.series,
        before={"role": membership.role},
    )  # fmt: skip
    db.session.delete(membership)
    db.session.flush()


def _keep_an_owner(user: User) -> None:
    """Raise Conflict unless another owner is left who can sign in."""
    if not user.is_owner:
        return
    # Locked in one order: of two who go at the same time, the second sees what the first did.
    owners = db.session.scalars(
        select(User)
        .where(User.is_owner, User.active, User.password.is_not(None))
        .order_by(User.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if not any(owner.id != user.id for owner in owners):
        raise Conflict(
            _(
                "This is the last owner who can sign in. Make somebody else an owner first: "
                "without one, nobody could look after people and settings."
            )
        )


def _sign_out(user: User, *, now: datetime) -> None:
    user.fs_uniquifier = uuid4().hex
    db.session.flush()
    sign_ins.end_all(user, now=now)


def _take_back_mails(user: User, *, now: datetime) -> None:
    deliveries.supersede(Delivery.user_id == user.id, now=now)


def _tell_member(series: Series, user: User, *, actor: User, now: datetime) -> None:
    account_mails.enqueue(
        MessageKind.MEMBER_ADDED,
        user,
        key=f"member_added:{series.id}:{uuid4().hex}",
        now=now,
        details={
            "by": actor.name or actor.email,
            "series": series.title.pick(user.language).text,
        },
    )


def _roles(user: User) -> dict[str, object]:
    found = {membership.series_id: membership.role for membership in user.memberships}
    slugs = db.session.execute(select(Series.id, Series.slug).where(Series.id.in_(found)))
    return {"is_owner": user.is_owner, **{slug: found[number] for number, slug in slugs}}
