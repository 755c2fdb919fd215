"""The people who have an account: invited, given roles, disabled, removed. For owners."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.errors import Conflict, NotFound, WebinarsError
from webinars.extensions import db, transaction
from webinars.i18n import gettext
from webinars.models import Action, User
from webinars.queries.users import all_accounts, series_to_join
from webinars.services import accounts, audit
from webinars.settings import settings
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_installation, the_user
from webinars.web.organize.account.blueprint import freshly_signed_in
from webinars.web.organize.flashing import flash_undo
from webinars.web.organize.people_forms import InvitationForm, RolesForm, for_series, held_roles

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("/")
@for_installation(Permission.MANAGE_PEOPLE)
def index() -> ResponseReturnValue:
    """List everybody who has an account."""
    return render_template("organize/people/index.html", people=all_accounts())


@bp.route("/invite", methods=["GET", "POST"])
@for_installation(Permission.MANAGE_PEOPLE)
@freshly_signed_in
@shown_again
def invite() -> ResponseReturnValue:
    """Make an account for a colleague, and write to them."""
    form = for_series(InvitationForm, series_to_join())()
    if form.accepted():
        try:
            with transaction():
                accounts.invite(
                    form["email"].data,
                    form["name"].data,
                    is_owner=form.is_owner,
                    roles=form.roles(),
                    language=the_user().language,
                    time_zone=settings().default_time_zone,
                    actor=the_user(),
                    now=utcnow(),
                )
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(
                gettext(
                    "We are writing to %(email)s. The link in the mail works for 24 hours.",
                    email=form["email"].data,
                )
            )
            return redirect(url_for(".index"), 303)
    return form.page("organize/people/invite.html")


@bp.route("/<int:person>/", methods=["GET", "POST"])
@for_installation(Permission.MANAGE_PEOPLE)
@freshly_signed_in
@shown_again
def show(person: int) -> ResponseReturnValue:
    """Show one person, and change what they may do."""
    found, series = _person(person), series_to_join()
    form = for_series(RolesForm, series)(data=held_roles(found, series))
    if form.accepted():
        try:
            with transaction():
                found = _person(person)
                form.refuse_overwriting(held_roles(found, series))
                accounts.set_roles(
                    found,
                    is_owner=form.is_owner,
                    roles=form.roles(),
                    actor=the_user(),
                    now=utcnow(),
                )
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("What %(name)s may do is changed.", name=found.name))
            return redirect(url_for(".index"), 303)
    return form.page("organize/people/show.html", person=found)


@bp.route("/<int:person>/disable", methods=["GET", "POST"])
@for_installation(Permission.MANAGE_PEOPLE)
@freshly_signed_in
@shown_again
def disable(person: int) -> ResponseReturnValue:
    """Ask once, then let somebody in no more."""

    def done(found: User) -> None:
        _be_another(found)
        accounts.disable(found, actor=the_user(), now=utcnow())

    return _asked(
        person,
        "disable",
        done,
        lambda found: flash_undo(
            gettext("%(name)s can no longer sign in.", name=found.name),
            "organize.people.enable",
            person=found.id,
        ),
    )


@bp.post("/<int:person>/enable")
@for_installation(Permission.MANAGE_PEOPLE)
def enable(person: int) -> ResponseReturnValue:
    """Let somebody in again."""
    with transaction():
        found = _person(person)
        accounts.enable(found, actor=the_user(), now=utcnow())
    flash(gettext("%(name)s can sign in again.", name=found.name))
    return redirect(url_for(".show", person=person), 303)


@bp.route("/<int:person>/remove", methods=["GET", "POST"])
@for_installation(Permission.MANAGE_PEOPLE)
@freshly_signed_in
@shown_again
def remove(person: int) -> ResponseReturnValue:
    """Ask once, then delete the account."""

    def done(found: User) -> None:
        _be_another(found)
        accounts.remove(found, actor=the_user(), now=utcnow())

    return _asked(
        person,
        "remove",
        done,
        lambda found: flash(gettext("The account of %(name)s is removed.", name=found.name)),
    )


@bp.route("/<int:person>/reset-second-step", methods=["GET", "POST"])
@for_installation(Permission.MANAGE_PEOPLE)
@freshly_signed_in
@shown_again
def reset_second_step(person: int) -> ResponseReturnValue:
    """Ask once, then take app, codes and passkeys from somebody who has lost them."""
    return _asked(
        person,
        "reset_second_step",
        lambda found: accounts.reset_second_factor(found, actor=the_user(), now=utcnow()),
        lambda found: flash(
            gettext("%(name)s now signs in with the password alone.", name=found.name)
        ),
    )


@bp.post("/<int:person>/send-link")
@for_installation(Permission.MANAGE_PEOPLE)
@freshly_signed_in
def send_link(person: int) -> ResponseReturnValue:
    """Send an invitation once more, or a link for a new password."""
    with transaction():
        found = _person(person)
        if not found.active:
            raise Conflict(gettext("This account is disabled: let the person in again first."))
        if found.password is None:
            accounts.send_invitation(found, actor=the_user(), now=utcnow())
        else:
            now = utcnow()
            accounts.send_password_link(found, now=now)
            audit.record(the_user(), Action.PASSWORD_LINK_SENT, found, now=now)
    flash(gettext("We are writing to %(email)s.", email=found.email))
    return redirect(url_for(".show", person=person), 303)


def _asked(
    number: int, page: str, act: Callable[[User], None], tell: Callable[[User], None]
) -> ResponseReturnValue:
    """Show what will happen; once it is confirmed, do it and tell so."""
    found, form = _person(number), Confirmation()
    if form.accepted():
        try:
            with transaction():
                act(_person(number))
        except WebinarsError as error:
            form.refuse(error)
        else:
            tell(found)
            return redirect(url_for(".index"), 303)
    return form.page(f"organize/people/{page}.html", person=found)


def _be_another(found: User) -> None:
    if found.id == the_user().id:
        raise Conflict(gettext("This is your own account: another owner has to do that."))


def _person(number: int) -> User:
    found = db.session.get(User, number)
    if found is None:
        raise NotFound(gettext("There is no such account; somebody may have removed it."))
    return found
