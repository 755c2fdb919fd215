"""The questions that the registration form of a series asks beside name and address."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.domain.slugs import free_slug, slug_of
from webinars.errors import NotFound, WebinarsError
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.models import Question, Series
from webinars.queries.questions import answer_count, answer_counts
from webinars.services import questions as services
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.flashing import flash_undo
from webinars.web.organize.ordering import asked_order, moved, order_in
from webinars.web.organize.series.blueprint import bp, write_in
from webinars.web.organize.series.question_form import QuestionForm, held


@bp.get("/<series>/questions/")
@for_series(Permission.EDIT_SERIES)
def questions(series: Series) -> ResponseReturnValue:
    """List the questions with their answers counted."""
    return render_template(
        "organize/series/questions.html",
        series=series,
        answers=answer_counts(series),
        form=Confirmation(),
    )


@bp.route("/<series>/questions/new", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def new_question(series: Series) -> ResponseReturnValue:
    """Add a question after the others."""
    write_in(series.language)
    form = QuestionForm(data={})
    if form.accepted():
        label = next(iter(form.wording.data.values()))
        with transaction():
            taken = {question.slug for question in series.questions}
            slug = free_slug(slug_of(label, otherwise="question"), taken)
            services.add(series, form.details(slug), now=utcnow(), actor=the_user())
        flash(gettext("The question is added. The form asks it from now on."))
        return redirect(url_for(".questions", series=series.slug), 303)
    return form.page("organize/series/question.html", series=series, question=None, answers=0)


@bp.route("/<series>/questions/<question>/edit", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def edit_question(series: Series, question: str) -> ResponseReturnValue:
    """Change the words of a question, or how it is answered."""
    write_in(series.language)
    found = _question(series, question)
    form = QuestionForm(data=held(found))
    if form.accepted():
        try:
            with transaction():
                found = _question(series, question)
                form.refuse_overwriting(held(found))
                details = form.details(found.slug)
                services.change(found, details, now=utcnow(), actor=the_user())
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("The question is saved."))
            return redirect(url_for(".questions", series=series.slug), 303)
    answers = answer_count(_question(series, question))
    return form.page(
        "organize/series/question.html", series=series, question=found, answers=answers
    )


@bp.route("/<series>/questions/<question>/remove", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def remove_question(series: Series, question: str) -> ResponseReturnValue:
    """Remove a question with its answers, after saying how many there are."""
    found = _question(series, question)
    form = Confirmation()
    if form.accepted():
        with transaction():
            services.remove(_question(series, question), now=utcnow(), actor=the_user())
        flash(gettext("The question is removed."))
        return redirect(url_for(".questions", series=series.slug), 303)
    return form.page(
        "organize/series/remove_question.html",
        series=series,
        question=found,
        answers=answer_count(found),
    )


@bp.post("/<series>/questions/order")
@for_series(Permission.EDIT_SERIES)
def order_questions(series: Series) -> ResponseReturnValue:
    """Move one question up or down, or bring all into a former order again."""
    form = Confirmation()
    if form.accepted():
        before = [question.slug for question in series.questions]
        wanted = asked_order(before) or moved(before, request.form)
        with transaction():
            services.reorder(series, wanted, now=utcnow(), actor=the_user())
        flash_undo(
            gettext("The order is changed."),
            "organize.series.order_questions",
            series=series.slug,
            order=order_in(before),
        )
    return redirect(url_for(".questions", series=series.slug), 303)


def _question(series: Series, slug: str) -> Question:
    found = next((one for one in series.questions if one.slug == slug), None)
    if found is None:
        raise NotFound(gettext("There is no such question."))
    return found
