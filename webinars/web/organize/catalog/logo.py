"""The logo of an organization: shown, replaced, removed."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import FileField

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.errors import Invalid, NotFound, WebinarsError
from webinars.extensions import transaction
from webinars.i18n import gettext, lazy_gettext
from webinars.models import Sponsor
from webinars.queries.catalog_editing import entry_with_slug
from webinars.services import catalog, pictures
from webinars.services.bundles.logos import Logo
from webinars.web.forms import Confirmation, Form, shown_again
from webinars.web.organize.access import for_installation, the_user
from webinars.web.organize.catalog.blueprint import bp
from webinars.web.organize.uploads import takes_file, uploaded


class LogoForm(Form):
    """A picture to be taken."""

    logo = FileField(lazy_gettext("Picture"), render_kw={"required": True})

    def __init__(self) -> None:
        """Say that a picture is needed; which one is asked when it is taken."""
        super().__init__()
        self.logo.flags.required = True


@bp.route("/organizations/<slug>/logo", methods=["GET", "POST"])
@takes_file(pictures.MOST_BYTES)
@shown_again
@for_installation(Permission.EDIT_CATALOG)
def show_logo(slug: str) -> ResponseReturnValue:
    """Take a new picture for the organization."""
    sponsor = organization(slug)
    form = LogoForm()
    if form.accepted():
        try:
            save(slug, taken_logo())
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("The logo was saved."))
            return redirect(url_for(".show_logo", slug=slug), 303)
    return form.page("organize/catalog/logo.html", sponsor=sponsor)


@bp.route("/organizations/<slug>/logo/remove", methods=["GET", "POST"])
@shown_again
@for_installation(Permission.EDIT_CATALOG)
def remove_logo(slug: str) -> ResponseReturnValue:
    """Ask once whether the picture is to be taken away."""
    sponsor = organization(slug)
    form = Confirmation()
    if form.accepted():
        save(slug, None)
        flash(gettext("The logo was removed."))
        return redirect(url_for(".show_logo", slug=slug), 303)
    return form.page("organize/catalog/remove_logo.html", sponsor=sponsor)


def taken_logo() -> Logo:
    """Return the uploaded picture made anew; raises Invalid when there is none to take."""
    upload = uploaded("logo")
    if upload is None:
        words = gettext("Choose a picture first.")
        raise Invalid(words, fields={"logo": words})
    return pictures.logo_from_upload(upload.content, field="logo")


def save(slug: str, logo: Logo | None) -> None:
    """Give the organization that logo, or none."""
    with transaction():
        sponsor = organization(slug)
        details = replace(catalog.SponsorDetails.of(sponsor), **columns(logo))
        catalog.change_sponsor(sponsor, details, now=utcnow(), actor=the_user())


def columns(logo: Logo | None) -> dict[str, Any]:
    """Return what is stored of a logo, by column."""
    if logo is None:
        return dict.fromkeys(catalog.LOGO)
    values = (logo.content, logo.media_type, logo.digest, logo.width, logo.height)
    return dict(zip(catalog.LOGO, values, strict=True))


def organization(slug: str) -> Sponsor:
    """Return the organization; raises NotFound."""
    found = entry_with_slug(Sponsor, slug)
    if found is None:
        raise NotFound(gettext("There is no such organization."))
    return found
