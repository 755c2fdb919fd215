"""Writing the page on what underlies the work."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.errors import WebinarsError
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.models import Approach
from webinars.queries import catalog as queries
from webinars.services import catalog
from webinars.texts import Texts
from webinars.web.forms import shown_again
from webinars.web.organize.access import for_installation, the_user
from webinars.web.organize.catalog.blueprint import bp
from webinars.web.organize.catalog.forms import ApproachForm


@bp.route("/approach", methods=["GET", "POST"])
@shown_again
@for_installation(Permission.EDIT_CATALOG)
def write_approach() -> ResponseReturnValue:
    """Write the page, or rewrite it."""
    form = ApproachForm(data=values(queries.approach()))
    if form.accepted():
        details = catalog.ApproachDetails(form.title.data, form.body.data)
        now, actor = utcnow(), the_user()
        try:
            with transaction():
                written = queries.approach()
                form.refuse_overwriting(values(written))
                if written is None:
                    catalog.write_approach(details, now=now, actor=actor)
                else:
                    catalog.change_approach(written, details, now=now, actor=actor)
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("The approach page was saved."))
            return redirect(url_for(".write_approach"), 303)
    return form.page("organize/catalog/approach.html")


def values(approach: Approach | None) -> dict[str, object]:
    """Return what the form shows of the page; nothing while it is not written."""
    if approach is None:
        return {"title": Texts(), "body": Texts()}
    return {"title": approach.title, "body": approach.body}
