"""The page with everything that the whole organization shares."""

from datetime import datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.keeping import months_before
from webinars.domain.permissions import Permission
from webinars.errors import Conflict, Invalid
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.queries.settings import former_senders, organization
from webinars.services import settings as services
from webinars.services.retention import Forgotten
from webinars.settings import environment, settings
from webinars.web.forms import shown_again
from webinars.web.organize.access import for_installation, the_user
from webinars.web.organize.settings.form import OrganizationForm


@for_installation(Permission.MANAGE_SETTINGS)
@shown_again
def show() -> ResponseReturnValue:
    """Show and change the settings; a shorter time of keeping asks first."""
    form = OrganizationForm(data=values_in_force())
    now = utcnow()
    if form.accepted():
        forecast = what_goes(form.keep_registrations_months.data, now)
        if forecast and not form.has_agreed():
            form.ask_about(forecast)
        elif saved(form, now):
            flash(gettext("The settings are saved."))
            return redirect(url_for(".show"), 303)
    return page(form, now)


def saved(form: OrganizationForm, now: datetime) -> bool:
    """Save what was typed, unless somebody else has changed it meanwhile."""
    try:
        with transaction():
            row = services.locked(now)
            form.refuse_overwriting(vars(services.wishes_in_force(row)))
            services.change(form.wishes(), actor=the_user(), now=now)
    except (Conflict, Invalid) as error:
        form.refuse(error)
        return False
    return True


def what_goes(months: int, now: datetime) -> Forgotten | None:
    """Return what a shorter time would delete that the present one keeps; None where nothing."""
    kept = settings().months_deleted_by(now)
    if months >= kept:
        return None
    return services.forecast(months=months, kept=kept, now=now) or None


def values_in_force() -> dict[str, object]:
    """Return the settings in force by the form's fields."""
    return dict(vars(services.wishes_in_force(organization())))


def page(form: OrganizationForm, now: datetime) -> ResponseReturnValue:
    """Return the page with *form*."""
    in_force = settings()
    months = form.keep_registrations_months.data
    return form.page(
        "organize/settings/organization.html",
        domains=[environment().sender.domain, *environment().sender_domains],
        former_senders=former_senders(now),
        in_force=in_force,
        months_now=in_force.months_deleted_by(now),
        ended_before=months_before(now, months) if form.forecast and months else None,
        deletes_from=now + services.SECOND_THOUGHTS,
        now=now,
        zone=the_user().time_zone,
    )
