"""The organization's own picture: shown, replaced, taken away."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import FileField

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.errors import Invalid, WebinarsError
from webinars.extensions import transaction
from webinars.i18n import gettext, lazy_gettext
from webinars.services import pictures
from webinars.services import settings as services
from webinars.services.bundles.logos import Logo
from webinars.settings import settings
from webinars.web.forms import Confirmation, Form, shown_again
from webinars.web.organize.access import for_installation, the_user
from webinars.web.organize.uploads import takes_file, uploaded


class PictureForm(Form):
    """A picture to be taken."""

    logo = FileField(lazy_gettext("Picture"))


@takes_file(pictures.MOST_BYTES)
@for_installation(Permission.MANAGE_SETTINGS)
@shown_again
def show_logo() -> ResponseReturnValue:
    """Take a new picture."""
    form = PictureForm()
    if form.accepted():
        try:
            _save(_taken())
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("The logo was saved."))
            return redirect(url_for(".show_logo"), 303)
    return form.page("organize/settings/logo.html", in_force=settings())


@for_installation(Permission.MANAGE_SETTINGS)
@shown_again
def remove_logo() -> ResponseReturnValue:
    """Ask once whether the picture is to be taken away."""
    form = Confirmation()
    if form.accepted():
        _save(None)
        flash(gettext("The logo was removed."))
        return redirect(url_for(".show_logo"), 303)
    return form.page("organize/settings/remove_logo.html", in_force=settings())


def _taken() -> Logo:
    upload = uploaded("logo")
    if upload is None:
        words = gettext("Choose a picture first.")
        raise Invalid(words, fields={"logo": words})
    return pictures.logo_from_upload(upload.content, field="logo")


def _save(logo: Logo | None) -> None:
    with transaction():
        services.change_logo(logo, actor=the_user(), now=utcnow())
