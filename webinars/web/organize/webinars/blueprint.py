"""The blueprint of the webinars of one series."""

from flask import Blueprint

from webinars.errors import NotFound
from webinars.i18n import gettext
from webinars.models import Series, Webinar

bp = Blueprint("webinars", __name__, url_prefix="/series/<series>/webinars")


def webinar_of(series: Series, slug: str) -> Webinar:
    """Return the webinar of *series* with that slug; raises NotFound."""
    found = next((webinar for webinar in series.webinars if webinar.slug == slug), None)
    if found is None:
        raise NotFound(gettext("There is no such webinar in this series."))
    return found
