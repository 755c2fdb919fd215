"""Wording the mails of a series."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete

from webinars.domain import placeholders
from webinars.domain.placeholders import Fault, Placeholder, Problem
from webinars.domain.wordings import PLACEHOLDERS
from webinars.errors import Invalid
from webinars.extensions import db
from webinars.i18n import gettext, listed
from webinars.models import Action, MessageWording, Series, User, WordedMail
from webinars.queries.wordings import wording_texts
from webinars.services import audit
from webinars.texts import Texts


def save(
    series: Series,
    mail: WordedMail,
    subject: Texts,
    body: Texts,
    *,
    actor: User | None,
    now: datetime,
) -> None:
    """Word *mail* as given in each language; where both are empty, in ours.

    Raises Invalid for placeholders that are unknown, malformed or in the wrong place.
    """
    refuse_bad_placeholders(subject, body, PLACEHOLDERS[mail])
    before = _as_noted(series, mail)
    db.session.execute(
        delete(MessageWording).where(
            MessageWording.series_id == series.id, MessageWording.kind == mail
        )
    )
    for language in dict.fromkeys([*subject, *body]):
        db.session.add(
            MessageWording(
                series_id=series.id,
                kind=mail,
                language=language,
                subject=subject.get(language, ""),
                body=body.get(language, ""),
                updated_at=now,
            )
        )
    db.session.flush()
    _note(series, mail, Action.WORDING_CHANGED, before, actor=actor, now=now)


def reset(series: Series, mail: WordedMail, *, actor: User | None, now: datetime) -> None:
    """Let *mail* speak in our words again, in every language."""
    before = _as_noted(series, mail)
    db.session.execute(
        delete(MessageWording).where(
            MessageWording.series_id == series.id, MessageWording.kind == mail
        )
    )
    _note(series, mail, Action.WORDING_RESET, before, actor=actor, now=now)


def refuse_bad_placeholders(subject: Texts, body: Texts, known: Collection[Placeholder]) -> None:
    """Raise Invalid, with the words by field, unless every placeholder may stand where it does."""
    found = {
        "subject": subject_faults(subject.values(), known),
        "body": body_faults(body.values(), known),
    }
    fields = {name: " ".join(words) for name, words in found.items() if words}
    if fields:
        raise Invalid(gettext("Some placeholders cannot be filled in."), fields=fields)


def subject_faults(texts: Collection[str], known: Collection[Placeholder]) -> list[str]:
    """Return in words what is wrong with the placeholders of subjects."""
    problems = [one for text in texts for one in placeholders.subject_problems(text, known)]
    return list(dict.fromkeys(fault_in_words(problem, known) for problem in problems))


def body_faults(texts: Collection[str], known: Collection[Placeholder]) -> list[str]:
    """Return in words what is wrong with the placeholders of texts."""
    problems = [one for text in texts for one in placeholders.body_problems(text, known)]
    return list(dict.fromkeys(fault_in_words(problem, known) for problem in problems))


def fault_in_words(problem: Problem, known: Collection[Placeholder]) -> str:
    """Return why a placeholder is refused, and what can be written instead."""
    written = problem.written
    match problem.fault:
        case Fault.MALFORMED:
            return gettext(
                "The brackets around a placeholder must be double on both sides, as in ((name)): "
                "%(written)s",
                written=written,
            )
        case Fault.LINK_IN_SUBJECT:
            return gettext("A subject cannot show the link %(written)s.", written=written)
        case Fault.TEXT_IN_LINK:
            return gettext(
                "%(written)s cannot be part of a link's address: somebody else wrote it.",
                written=written,
            )
    if problem.suggestion is not None:
        return gettext(
            "%(written)s is no placeholder of this mail. Did you mean %(suggestion)s?",
            written=written,
            suggestion=f"(({problem.suggestion}))",
        )
    return gettext(
        "%(written)s is no placeholder of this mail. You can use %(known)s.",
        written=written,
        known=listed([f"(({one}))" for one in Placeholder if one in known]),
    )


def _as_noted(series: Series, mail: WordedMail) -> dict[str, object]:
    subject, body = wording_texts(series, mail)
    return {"subject": subject, "body": body}


def _note(
    series: Series,
    mail: WordedMail,
    action: Action,
    before: dict[str, object],
    *,
    actor: User | None,
    now: datetime,
) -> None:
    db.session.flush()
    after = _as_noted(series, mail)
    if before != after:
        named = {"mail": mail.value}
        audit.record(
            actor,
            action,
            series,
            now=now,
            series=series,
            before={**before, "mail": ""},
            after={**after, **named},
        )
