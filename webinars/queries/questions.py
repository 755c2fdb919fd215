"""What is asked about a series' questions and their answers."""

from sqlalchemy import func, select

from webinars.extensions import db
from webinars.models import Answer, Question, Series


def answer_count(question: Question) -> int:
    """Return how many registrations have answered *question*."""
    counted = select(func.count()).where(Answer.question_id == question.id)
    return db.session.scalar(counted) or 0


def answer_counts(series: Series) -> dict[int, int]:
    """Return, by the id of each question of *series* that has answers, how many."""
    rows = db.session.execute(
        select(Answer.question_id, func.count())
        .join(Answer.question)
        .where(Question.series_id == series.id)
        .group_by(Answer.question_id)
    )
    return {row[0]: row[1] for row in rows}
