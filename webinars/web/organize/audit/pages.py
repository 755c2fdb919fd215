"""The pages of the audit: of everything, and of one series."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars.domain.audit_filters import COMMAND_LINE
from webinars.domain.permissions import Permission
from webinars.i18n import gettext
from webinars.models import Series
from webinars.queries.audit import all_series, audit_slice, people_who_may_act
from webinars.web.organize.access import for_installation, for_series, the_user
from webinars.web.organize.audit.asked import (
    as_typed,
    entry_number,
    filters_asked_for,
    same_filters,
)
from webinars.web.organize.audit.lines import lines
from webinars.web.organize.audit.words import GROUPS, KINDS

PER_PAGE = 50


@for_installation(Permission.SEE_WHOLE_AUDIT)
def index() -> ResponseReturnValue:
    """Show what was done anywhere."""
    return _page(None)


@for_series(Permission.SEE_AUDIT)
def of_series(series: Series) -> ResponseReturnValue:
    """Show what was done in one series."""
    return _page(series)


def _page(series: Series | None) -> ResponseReturnValue:
    zone = the_user().time_zone
    found = audit_slice(
        filters_asked_for(series, zone),
        before=entry_number("before"),
        after=entry_number("after"),
        size=PER_PAGE,
    )
    entries = found.entries
    slug = None if series is None else series.slug
    endpoint = ".index" if series is None else ".of_series"
    download = ".download" if series is None else ".download_of_series"
    return render_template(
        "organize/audit/index.html",
        series=series,
        lines=lines(entries, zone),
        zone=zone,
        typed=as_typed(),
        is_filtered=any(as_typed().values()),
        is_narrowed=any(value for name, value in as_typed().items() if name != "words"),
        people=_people(series),
        all_series=[] if series is not None else all_series(),
        kinds=sorted(((kind, str(words)) for kind, words in KINDS.items()), key=lambda two: two[1]),
        groups={group.value: words for group, words in GROUPS.items()},
        start=url_for(endpoint, series=slug),
        newer=url_for(endpoint, **same_filters(series=slug, after=entries[0].id))
        if found.has_newer and entries
        else None,
        older=url_for(endpoint, **same_filters(series=slug, before=entries[-1].id))
        if found.has_older and entries
        else None,
        is_beyond=not entries and ("before" in request.args or "after" in request.args),
        download=url_for(download, **same_filters(series=slug)),
    )


def _people(series: Series | None) -> dict[str, str]:
    accounts = people_who_may_act(series)
    names = {str(user.id): f"{user.name} ({user.email})" for user in accounts}
    return {COMMAND_LINE: gettext("command line"), **names}
