"""The link by which colleagues see a draft as the public will."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.links import preview_url
from webinars.models import Series
from webinars.services import series as services
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_series
from webinars.web.organize.series.blueprint import bp


@bp.route("/<series>/preview", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def preview(series: Series) -> ResponseReturnValue:
    """Show the link; make it, or take the old one back, when asked to."""
    if series.is_public:
        return redirect(url_for("series.show", series=series.slug), 303)
    form = Confirmation()
    if form.accepted():
        with transaction():
            if series.preview_nonce is None:
                services.open_preview(series)
            else:
                services.renew_preview(series, now=utcnow())
                flash(gettext("There is a new link. The old one no longer works."))
        return redirect(url_for(".preview", series=series.slug), 303)
    nonce = series.preview_nonce
    address = preview_url(series.slug, nonce) if nonce else ""
    return form.page("organize/series/preview.html", series=series, address=address)
