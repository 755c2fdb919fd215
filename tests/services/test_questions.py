"""Questions are changed, ordered and removed."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.factories import NOW, a_question, a_registration, a_series, in_english, saved
from webinars.errors import Conflict
from webinars.extensions import transaction
from webinars.models import Action, Answer, AuditEntry, QuestionKind
from webinars.queries.questions import answer_counts
from webinars.services import questions
from webinars.services.series import QuestionDetails

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def answered():
    """Return a stored question that one registration has answered."""
    question = a_question(slug="why", series=a_series())
    registration = a_registration(series=question.series)
    registration.answers = [Answer(question=question, values=["Because"])]
    saved(registration)
    return question


def actions(db):
    return [entry.action for entry in db.session.scalars(select(AuditEntry))]


def test_a_question_is_added_last(db):
    first = saved(a_question(slug="first", series=a_series()))
    details = QuestionDetails("second", in_english("Why?"), QuestionKind.TEXT, [], True)

    with transaction():
        questions.add(first.series, details, now=NOW)

    db.session.expire_all()
    assert [one.slug for one in first.series.questions] == ["first", "second"]
    assert actions(db) == [Action.QUESTION_CREATED]


def test_answers_stay_when_the_words_of_a_question_change(db):
    question = answered()

    with transaction():
        details = replace(QuestionDetails.of(question), label=in_english("Why then?"))
        questions.change(question, details, now=NOW)

    assert question.label == in_english("Why then?")
    assert answer_counts(question.series) == {question.id: 1}


def test_how_a_question_is_answered_is_not_changed_once_it_is(db):
    question = answered()
    details = replace(QuestionDetails.of(question), kind=QuestionKind.SEVERAL)

    with pytest.raises(Conflict), transaction():
        questions.change(question, details, now=NOW)


def test_a_removed_question_takes_its_answers_along(db):
    question = answered()
    series = question.series

    with transaction():
        questions.remove(question, now=NOW)

    assert series.questions == []
    assert db.session.scalars(select(Answer)).all() == []
    [entry] = db.session.scalars(select(AuditEntry))
    assert (entry.action, entry.before["answers"]) == (Action.QUESTION_REMOVED, 1)


def test_questions_are_brought_into_another_order(db):
    series = a_series()
    saved(*(a_question(slug=slug, series=series) for slug in ("a", "b", "c")))

    with transaction():
        questions.reorder(series, ["c", "a", "b"], now=NOW)

    assert [one.slug for one in series.questions] == ["c", "a", "b"]
    assert actions(db) == [Action.QUESTIONS_REORDERED]
