"""Passkeys of one's own: taken away again. Adding one is Flask-Security's."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.errors import NotFound
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.models import Passkey
from webinars.services import accounts
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_signed_in, the_user
from webinars.web.organize.account.blueprint import bp, freshly_signed_in


@bp.route("/passkeys/<int:passkey>/remove", methods=["GET", "POST"])
@for_signed_in
@freshly_signed_in
@shown_again
def remove_passkey(passkey: int) -> ResponseReturnValue:
    """Ask once, then let the passkey open nothing any more."""
    found = _own(passkey)
    form = Confirmation()
    if form.accepted():
        with transaction():
            user = the_user()
            user.webauthn.remove(_own(passkey))
            accounts.tell_second_factor(user, "passkey_removed", actor=user, now=utcnow())
        flash(gettext("The passkey “%(name)s” is removed.", name=found.name))
        return redirect(url_for(".show"), 303)
    return form.page("organize/account/remove_passkey.html", passkey=found)


def _own(number: int) -> Passkey:
    """Return the person's own passkey; raise NotFound for any other."""
    found = next((one for one in the_user().webauthn if one.id == number), None)
    if found is None:
        raise NotFound(gettext("You have no such passkey."))
    return found
