"""The form of one question."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from webinars.i18n import gettext, lazy_gettext
from webinars.models import Question, QuestionKind
from webinars.services.series import QuestionDetails
from webinars.texts import Texts
from webinars.web.fields import NOT_OFFERED, choices
from webinars.web.organize.editing import EditForm
from webinars.web.organize.series.blueprint import own_language
from webinars.web.organize.series.forms import in_order
from webinars.web.organize.texts_fields import TextsField

KINDS: Mapping[str, str] = {
    QuestionKind.TEXT: lazy_gettext("In one line"),
    QuestionKind.LONG_TEXT: lazy_gettext("In a longer text"),
    QuestionKind.CHOICE: lazy_gettext("By one of the answers below"),
    QuestionKind.SEVERAL: lazy_gettext("By any of the answers below"),
}
LEAST_OPTIONS = 2
CHOSEN = {QuestionKind.CHOICE, QuestionKind.SEVERAL}


class QuestionForm(EditForm):
    """What is set of a question."""

    wording = TextsField(
        lazy_gettext("Question"),
        required=lazy_gettext("Enter the question."),
        own=own_language,
    )
    kind = RadioField(
        lazy_gettext("How it is answered"),
        choices=choices(KINDS),
        default=QuestionKind.TEXT,
        validators=[InputRequired(NOT_OFFERED)],
    )
    options = TextsField(
        lazy_gettext("Answers to choose from"), multiline=True, length=2000, own=own_language
    )
    is_required = BooleanField(lazy_gettext("It must be answered"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for answers to choose from where there must be some, in each language as many."""
        is_valid = super().validate(extra_validators)
        words = self._what_is_wrong()
        if words:
            self.options.errors = (*self.options.errors, words)
            self.options.parts[0].errors.append(words)
        return is_valid and not words

    def details(self, slug: str) -> QuestionDetails:
        """Return the details that were entered."""
        kind = QuestionKind(self.kind.data)
        by_language = _lines(self.options.data) if kind in CHOSEN else {}
        own: list[str] = next(iter(by_language.values()), [])
        options = [
            {code: lines[place] for code, lines in by_language.items() if lines}
            for place in range(len(own))
        ]
        return QuestionDetails(
            slug, self.wording.data, kind, options, is_required=self.is_required.data
        )

    def _what_is_wrong(self) -> str:
        if self.kind.data not in CHOSEN:
            return ""
        by_language = _lines(self.options.data)
        own: list[str] = next(iter(by_language.values()), [])
        if len(own) < LEAST_OPTIONS:
            return gettext("Enter at least two answers, one in each line.")
        if len(set(own)) < len(own):
            return gettext("Each answer may be there once only.")
        if any(lines and len(lines) != len(own) for lines in by_language.values()):
            return gettext("Enter as many answers in each language, in the same order.")
        return ""


def held(question: Question) -> dict[str, Any]:
    """Return what the fields of the form hold for *question*."""
    codes = dict.fromkeys(code for option in question.choices for code in option)
    options = Texts(
        {code: "\n".join(one.get(code, "") for one in question.choices) for code in codes}
    )
    return {
        "wording": in_order(question.label),
        "kind": question.kind.value,
        "options": in_order(options),
        "is_required": question.is_required,
    }


def _lines(texts: Texts) -> dict[str, list[str]]:
    return {
        code: [line.strip() for line in text.splitlines() if line.strip()]
        for code, text in texts.items()
    }
