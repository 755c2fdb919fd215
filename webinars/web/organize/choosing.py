"""Parts of the console that belong to a series, asked for without naming one."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars.domain.permissions import Permission
from webinars.queries.dashboard import series_of
from webinars.web.organize.access import allowed, the_user


def lead_to_series(
    endpoint: str, permission: Permission, *, title: str, nothing: str
) -> ResponseReturnValue:
    """Lead to *endpoint* of the only series in which one has *permission*, or let one be chosen."""
    found = [one for one in series_of(the_user()) if allowed(permission, one)]
    if len(found) == 1:
        return redirect(url_for(endpoint, series=found[0].slug), 303)
    return render_template(
        "organize/choose_series.html",
        all_series=found,
        endpoint=endpoint,
        title=title,
        nothing=nothing,
    )
