"""Who takes part in organizing one series."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.errors import NotFound, WebinarsError
from webinars.extensions import db, transaction
from webinars.i18n import gettext
from webinars.models import MemberRole, Membership, Series, User
from webinars.queries.users import members_of
from webinars.services import accounts
from webinars.settings import settings
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.account.blueprint import freshly_signed_in
from webinars.web.organize.flashing import flash_undo
from webinars.web.organize.people_forms import ROLE_HINTS, MemberForm, MemberRoleForm

bp = Blueprint("members", __name__, url_prefix="/series/<series>/members")


@bp.get("/")
@for_series(Permission.MANAGE_MEMBERS)
def index(series: Series) -> ResponseReturnValue:
    """List the members of the series."""
    return render_template(
        "organize/members/index.html", series=series, members=members_of(series), hints=ROLE_HINTS
    )


@bp.route("/add", methods=["GET", "POST"])
@for_series(Permission.MANAGE_MEMBERS)
@freshly_signed_in
@shown_again
def add(series: Series) -> ResponseReturnValue:
    """Let somebody take part; who has no account is invited."""
    form = MemberForm()
    if form.accepted():
        try:
            with transaction():
                found = accounts.add_member(
                    series,
                    form.email.data,
                    form.name.data or form.email.data.partition("@")[0],
                    MemberRole(form.role.data),
                    language=the_user().language,
                    time_zone=settings().default_time_zone,
                    actor=the_user(),
                    now=utcnow(),
                )
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("%(name)s belongs to this series now; we are writing.", name=found.name))
            return redirect(url_for(".index", series=series.slug), 303)
    return form.page("organize/members/add.html", series=series, hints=ROLE_HINTS)


@bp.route("/<int:member>/", methods=["GET", "POST"])
@for_series(Permission.MANAGE_MEMBERS)
@freshly_signed_in
@shown_again
def change(series: Series, member: int) -> ResponseReturnValue:
    """Give a member another role."""
    found = _member(series, member)
    form = MemberRoleForm(data={"role": found.role.value})
    if form.accepted():
        with transaction():
            found = _member(series, member)
            role = MemberRole(form.role.data)
            accounts.change_member(found, role, actor=the_user(), now=utcnow())
        flash(gettext("The role of %(name)s is changed.", name=found.user.name))
        return redirect(url_for(".index", series=series.slug), 303)
    return form.page("organize/members/change.html", series=series, member=found, hints=ROLE_HINTS)


@bp.post("/<int:member>/invite-again")
@for_series(Permission.MANAGE_MEMBERS)
@freshly_signed_in
def invite_again(series: Series, member: int) -> ResponseReturnValue:
    """Send the invitation of somebody who has not chosen a password yet once more."""
    with transaction():
        found = _member(series, member).user
        accounts.send_invitation(found, actor=the_user(), now=utcnow())
    flash(gettext("We are writing to %(email)s.", email=found.email))
    return redirect(url_for(".index", series=series.slug), 303)


@bp.route("/<int:member>/remove", methods=["GET", "POST"])
@for_series(Permission.MANAGE_MEMBERS)
@freshly_signed_in
@shown_again
def remove(series: Series, member: int) -> ResponseReturnValue:
    """Ask once, then take somebody out of the series."""
    found = _member(series, member)
    form = Confirmation()
    if form.accepted():
        user, role = found.user, found.role
        with transaction():
            accounts.remove_member(_member(series, member), actor=the_user(), now=utcnow())
        flash_undo(
            gettext("%(name)s no longer belongs to this series.", name=user.name),
            "organize.members.restore",
            series=series.slug,
            person=user.id,
            role=role.value,
        )
        return redirect(url_for(".index", series=series.slug), 303)
    return form.page("organize/members/remove.html", series=series, member=found)


@bp.post("/restore/<int:person>/<role>")
@for_series(Permission.MANAGE_MEMBERS)
def restore(series: Series, person: int, role: str) -> ResponseReturnValue:
    """Take back that somebody was taken out."""
    with transaction():
        user = db.session.get(User, person)
        if user is None or role not in set(MemberRole):
            raise NotFound(gettext("There is no such account; somebody may have removed it."))
        accounts.restore_member(series, user, MemberRole(role), actor=the_user(), now=utcnow())
    flash(gettext("%(name)s belongs to this series again.", name=user.name))
    return redirect(url_for(".index", series=series.slug), 303)


def _member(series: Series, number: int) -> Membership:
    found = db.session.get(Membership, number)
    if found is None or found.series_id != series.id:
        raise NotFound(gettext("This person does not belong to the series any more."))
    return found
