"""The order of a series' webinars."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.domain.stages import by_date
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.models import Series
from webinars.services import webinars as services
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.flashing import flash_undo
from webinars.web.organize.ordering import asked_order, moved, order_in
from webinars.web.organize.webinars.blueprint import bp

BY_DATE = "by_date"


@bp.route("/order", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def order(series: Series) -> ResponseReturnValue:
    """Move one webinar up or down, or bring all into the order of their dates."""
    form = Confirmation()
    if form.accepted():
        before = [webinar.slug for webinar in series.webinars]
        wanted = asked_order(before) or _wanted(series, before)
        with transaction():
            services.reorder(series, wanted, now=utcnow(), actor=the_user())
        flash_undo(
            gettext("The order is changed."),
            "organize.webinars.order",
            series=series.slug,
            order=order_in(before),
        )
        return redirect(url_for(".order", series=series.slug), 303)
    return form.page("organize/webinars/order.html", series=series)


def _wanted(series: Series, before: list[str]) -> list[str]:
    if BY_DATE in request.form:
        return [webinar.slug for webinar in by_date(series.webinars)]
    return moved(before, request.form)
