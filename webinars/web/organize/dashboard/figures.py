"""The figures of one series, as charts and tables."""

from flask import render_template
from flask.typing import ResponseReturnValue

from webinars.domain.permissions import Permission
from webinars.models import Series
from webinars.queries import figures as asked
from webinars.web.organize.access import for_series
from webinars.web.organize.dashboard import charts
from webinars.web.organize.dashboard.blueprint import bp
from webinars.web.organize.registrants.words import CALENDAR_ANSWERS


@bp.get("/series/<series>/figures")
@for_series(Permission.SEE_SERIES)
def figures(series: Series) -> ResponseReturnValue:
    """Show who registered when, for what, from where and by whose link, and the mails."""
    days = asked.registrations_by_day(series)
    people = asked.people(series)
    question = asked.question_about_organizations(series)
    return render_template(
        "organize/dashboard/figures.html",
        series=series,
        total=sum(days.values()),
        over_time=charts.over_time(days),
        seats=charts.seats(series.webinars, asked.seats_by_webinar([series.id])),
        types=charts.of_question(question, asked.answers_by_option(question))
        if question
        else charts.of_types(people.by_type),
        question=question,
        states=charts.of_states(people.by_state),
        refs=charts.of_refs(people.by_ref, asked.sponsor_names(people.by_ref)),
        mails=asked.mails(series),
        answers=asked.answers_by_webinar(series),
        answer_words=CALENDAR_ANSWERS,
    )
