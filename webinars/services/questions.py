"""The questions of a series' registration form, once they are there."""

from collections.abc import Sequence
from datetime import datetime

from webinars.errors import Conflict
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import Action, Question, Series, User
from webinars.queries.questions import answer_count
from webinars.services import audit, catalog
from webinars.services import series as series_service
from webinars.services.series import QuestionDetails


def add(
    series: Series, details: QuestionDetails, *, now: datetime, actor: User | None = None
) -> Question:
    """Add a question after the others."""
    question = series_service.add_question(series, details, now=now, actor=actor)
    question.position = max((other.position for other in series.questions), default=0) + 1
    return question


def change(
    question: Question, details: QuestionDetails, *, now: datetime, actor: User | None = None
) -> None:
    """Give *question* the new details; answers keep the words in which they were given.

    Raises Conflict when it has answers and would be answered in another way.
    """
    if details.kind is not question.kind and answer_count(question):
        raise Conflict(
            gettext(
                "People have answered this question already: how it is answered cannot be changed. "
                "Add another question instead."
            ),
            fields={"kind": gettext("This question has answers already.")},
        )
    before = QuestionDetails.of(question).columns()
    if details.put_into(question):
        after = details.columns()
        audit.record(actor, Action.QUESTION_CHANGED, question, now=now, before=before, after=after)


def remove(question: Question, *, now: datetime, actor: User | None = None) -> None:
    """Remove *question* together with every answer to it."""
    series = question.series
    before = QuestionDetails.of(question).columns() | {"answers": answer_count(question)}
    audit.record(actor, Action.QUESTION_REMOVED, question, now=now, before=before)
    series.questions.remove(question)


def reorder(
    series: Series, slugs: Sequence[str], *, now: datetime, actor: User | None = None
) -> None:
    """Bring the questions of *series* into the order of *slugs*."""
    before = [question.slug for question in series.questions]
    if not catalog.reorder(list(series.questions), slugs):
        return
    db.session.flush()
    db.session.expire(series, ["questions"])
    after = [question.slug for question in series.questions]
    audit.record(
        actor,
        Action.QUESTIONS_REORDERED,
        series,
        now=now,
        before={"questions": before},
        after={"questions": after},
    )
