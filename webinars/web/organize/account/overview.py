"""The page of one's own account, and what can be changed without a second factor."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import hash_password, login_user, verify_password

from webinars.clock import utcnow
from webinars.errors import Invalid, WebinarsError
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.queries.sign_ins import is_locked, latest_sign_ins, stands
from webinars.services import accounts, sign_ins
from webinars.web.forms import Confirmation, shown_again
from webinars.web.labels import SIGN_IN_METHODS
from webinars.web.organize.access import for_signed_in, the_user
from webinars.web.organize.account.blueprint import bp
from webinars.web.organize.account.forms import ProfileForm
from webinars.web.organize.sign_in.password_forms import ChangePasswordForm
from webinars.web.organize.sign_in.sessions import KEEP, SIGN_IN

MOST_SIGN_INS = 20


@bp.get("/")
@for_signed_in
def show() -> ResponseReturnValue:
    """Show who one is, how one signs in, and where one has."""
    user, now = the_user(), utcnow()
    found = latest_sign_ins(user, MOST_SIGN_INS)
    return render_template(
        "organize/account/show.html",
        account=user,
        sign_ins=found,
        current=session.get(SIGN_IN),
        standing={one.id for one in found if stands(one, now=now)},
        methods=SIGN_IN_METHODS,
        codes_left=len(user.mf_recovery_codes or ()),
    )


@bp.route("/profile", methods=["GET", "POST"])
@for_signed_in
@shown_again
def profile() -> ResponseReturnValue:
    """Correct one's name, language and time zone."""
    form = ProfileForm(the_user())
    if form.accepted():
        try:
            with transaction():
                user = the_user()
                names = ("name", "time_zone", "language")
                form.refuse_overwriting({name: getattr(user, name) for name in names})
                accounts.correct_profile(
                    user, **{name: form[name].data for name in names}, now=utcnow()
                )
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("Your account is corrected."))
            return redirect(url_for(".show"), 303)
    return form.page("organize/account/profile.html")


@bp.route("/password", methods=["GET", "POST"])
@for_signed_in
@shown_again
def password() -> ResponseReturnValue:
    """Take a new password for the one known until now; every other session ends."""
    form = ChangePasswordForm(the_user().email)
    if form.accepted():
        try:
            _change_password(form)
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("Your password is changed, and you are signed out everywhere else."))
            return redirect(url_for(".show"), 303)
    return form.page("organize/account/password.html", email=the_user().email)


def _change_password(form: ChangePasswordForm) -> None:
    now, hashed = utcnow(), hash_password(form.password.data)
    wrong = gettext("This is not your password until now.")
    with transaction():
        user = the_user()
        is_closed = is_locked(user.email, now=now)
        is_right = user.password is not None and verify_password(
            form.current_password.data, user.password
        )
        if is_closed or not is_right:
            sign_ins.note_failure(user.email, now=now)
        else:
            accounts.set_password(user, hashed, now=now)
            session[KEEP] = session.permanent
            login_user(user, authn_via=["change"])
            return
    raise Invalid(wrong, fields={"current_password": wrong})


@bp.route("/sign-out-everywhere", methods=["GET", "POST"])
@for_signed_in
@shown_again
def sign_out_everywhere() -> ResponseReturnValue:
    """Ask once, then end every session, this one as well."""
    form = Confirmation()
    if form.accepted():
        with transaction():
            user = the_user()
            accounts.sign_out_everywhere(user, actor=user, now=utcnow())
        session.clear()
        flash(gettext("You are signed out on every device."))
        return redirect(url_for("security.login"), 303)
    return form.page("organize/account/sign_out_everywhere.html")
