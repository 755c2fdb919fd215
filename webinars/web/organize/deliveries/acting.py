"""Trying many mails again, or giving many up: all that a list shows."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.delivery_stands import REVIVABLE, UNSETTLED, Stand
from webinars.domain.permissions import Permission
from webinars.extensions import transaction
from webinars.i18n import gettext, ngettext, number
from webinars.models import Series
from webinars.queries.delivery_lists import DeliveryFilters, delivery_ids
from webinars.services import undelivered
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.deliveries import words
from webinars.web.organize.deliveries.asked import as_typed, filters_asked_for
from webinars.web.organize.deliveries.blueprint import bp

GIVEN_UP_FROM = frozenset({Stand.FAILED, *UNSETTLED})


@bp.route("/<series>/retry", methods=["GET", "POST"])
@for_series(Permission.MANAGE_DELIVERIES)
@shown_again
def retry_all(series: Series) -> ResponseReturnValue:
    """Ask once, then let all shown mails that failed be tried again."""
    return _act(series, undelivered.retry, "organize/deliveries/retry_all.html", _told_again)


@bp.route("/<series>/give-up", methods=["GET", "POST"])
@for_series(Permission.MANAGE_DELIVERIES)
@shown_again
def give_up_all(series: Series) -> ResponseReturnValue:
    """Ask once, then let all shown mails never leave."""
    return _act(series, undelivered.give_up, "organize/deliveries/give_up_all.html", _told_given_up)


def _act(
    series: Series, act: Callable[..., int], template: str, told: Callable[[int, int], str]
) -> ResponseReturnValue:
    filters = filters_asked_for(series)
    if filters.stand not in (REVIVABLE if act is undelivered.retry else GIVEN_UP_FROM):
        flash(gettext("Choose in the list which mails you mean."))
        return redirect(url_for(".index", series=series.slug), 303)
    form = Confirmation()
    if form.accepted():
        with transaction():
            ids = delivery_ids(series, filters)
            done = act(ids, series, actor=the_user(), now=utcnow())
        flash(told(done, len(ids) - done))
        return redirect(url_for(".index", series=series.slug, **as_typed(filters)), 303)
    return form.page(
        template,
        series=series,
        count=len(delivery_ids(series, filters)),
        typed=as_typed(filters),
        described=_described(filters, series),
    )


def _described(filters: DeliveryFilters, series: Series) -> list[tuple[str, str]]:
    """Return which mails are meant, as pairs of words."""
    webinars = {webinar.slug: webinar for webinar in series.webinars}
    found = [(gettext("State"), str(words.STANDS[filters.stand]) if filters.stand else "")]
    if filters.kind is not None:
        found.append((gettext("Kind"), words.kind_words(filters.kind)))
    if filters.webinar in webinars:
        title = webinars[filters.webinar].title.pick(series.language).text
        found.append((gettext("Webinar"), title))
    if filters.address:
        found.append((gettext("Address"), filters.address))
    return found


def _told_again(done: int, left: int) -> str:
    words_done = ngettext(
        "%(count)s mail is due again.", "%(count)s mails are due again.", done, count=number(done)
    )
    return _with_left(words_done, left)


def _told_given_up(done: int, left: int) -> str:
    words_done = ngettext(
        "%(count)s mail is given up.", "%(count)s mails are given up.", done, count=number(done)
    )
    return _with_left(words_done, left)


def _with_left(said: str, left: int) -> str:
    if not left:
        return said
    stays = ngettext(
        "%(count)s stays as it is: it is being sent, newer news followed, or it takes an event "
        "out of somebody's calendar.",
        "%(count)s stay as they are: they are being sent, newer news followed, or they take "
        "events out of people's calendars.",
        left,
        count=number(left),
    )
    return f"{said} {stays}"
