"""The organizers' own words for mails."""

from sqlalchemy import select

from webinars.domain.wordings import OwnWords
from webinars.extensions import db
from webinars.models import (
    Broadcast,
    Delivery,
    MessageKind,
    MessageWording,
    ReminderRule,
    Series,
    WordedMail,
)
from webinars.texts import Texts


def own_words(delivery: Delivery, mail: WordedMail | None, language: str) -> OwnWords | None:
    """Return the words for *delivery* in *language*; None when all of it is in ours.

    A rule's own come first, then those of its kind of mail in the series.
    """
    if delivery.kind is MessageKind.BROADCAST:
        broadcast = broadcast_of(delivery)
        return OwnWords(broadcast.subject.pick(language).text, broadcast.body.pick(language).text)
    if mail is None or delivery.registration is None:
        return None
    series_id = delivery.registration.series_id
    of_kind = stored_words(series_id, mail, language)
    if "rule" in delivery.details:
        of_rule = _rules_words(series_id, delivery.details["rule"], language)
        found = OwnWords(of_rule.subject or of_kind.subject, of_rule.body or of_kind.body)
    else:
        found = of_kind
    return found if found.subject or found.body else None


def broadcast_of(delivery: Delivery) -> Broadcast:
    """Return the broadcast that a mail belongs to; raise ValueError when it is gone."""
    if delivery.broadcast is None:
        raise ValueError(f"delivery {delivery.id} ({delivery.kind}) has no broadcast")
    return delivery.broadcast


def stored_words(series_id: int, mail: WordedMail, language: str) -> OwnWords:
    """Return the words of a kind of mail in one language, empty where they are ours."""
    found = db.session.execute(
        select(MessageWording.subject, MessageWording.body).where(
            MessageWording.series_id == series_id,
            MessageWording.kind == mail,
            MessageWording.language == language,
        )
    ).one_or_none()
    return OwnWords(*found) if found else OwnWords("", "")


def wording_texts(series: Series, mail: WordedMail) -> tuple[Texts, Texts]:
    """Return subject and body of a kind of mail in all languages; the series' own comes first."""
    rows = db.session.scalars(
        select(MessageWording)
        .where(MessageWording.series_id == series.id, MessageWording.kind == mail)
        .order_by(MessageWording.language)
    ).all()
    subject = Texts({row.language: row.subject for row in rows}).led_by(series.language)
    body = Texts({row.language: row.body for row in rows}).led_by(series.language)
    return subject, body


def reworded_languages(series: Series) -> dict[WordedMail, list[str]]:
    """Return in which languages each mail of *series* is reworded."""
    rows = db.session.execute(
        select(MessageWording.kind, MessageWording.language)
        .where(MessageWording.series_id == series.id)
        .order_by(MessageWording.kind, MessageWording.language)
    )
    found: dict[WordedMail, list[str]] = {}
    for kind, language in rows:
        found.setdefault(kind, []).append(language)
    return found


def _rules_words(series_id: int, rule_id: int, language: str) -> OwnWords:
    found = db.session.execute(
        select(ReminderRule.subject, ReminderRule.body).where(
            ReminderRule.id == rule_id, ReminderRule.series_id == series_id
        )
    ).one_or_none()
    if found is None:
        return OwnWords("", "")
    subject, body = found
    return OwnWords(subject.get(language, ""), body.get(language, ""))


def wordings_of(series: Series) -> list[MessageWording]:
    """Return all words of their own that the organizers of *series* have written."""
    return list(
        db.session.scalars(
            select(MessageWording)
            .where(MessageWording.series_id == series.id)
            .order_by(MessageWording.id)
        )
    )
