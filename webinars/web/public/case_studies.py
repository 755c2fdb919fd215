"""Case studies: stories of departments."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.queries import catalog
from webinars.web.public.cards import coming_and_past

bp = Blueprint("case_studies", __name__, url_prefix="/case-studies")


@bp.get("/")
def index() -> ResponseReturnValue:
    """List all case studies."""
    return render_template("public/case_studies/index.html", case_studies=catalog.case_studies())


@bp.get("/<case_study>/")
def show(case_study: str) -> ResponseReturnValue:
    """Tell one story, with the practices it shows and the webinars on them."""
    found = catalog.case_study_with_everything(case_study)
    webinars = {webinar for practice in found.practices for webinar in practice.webinars}
    coming, past = coming_and_past(webinars, utcnow())
    return render_template(
        "public/case_studies/show.html", case_study=found, coming=coming, past=past
    )
