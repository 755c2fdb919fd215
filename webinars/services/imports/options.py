"""What the organizer decides about a list: for which webinars, with mails or without."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from webinars.domain.registrant_files.columns import QUESTION, plain
from webinars.domain.registrant_files.people import QuestionRule, Rules
from webinars.i18n import language_name, language_name_here, languages
from webinars.models import Choice, RegistrantImport, Series
from webinars.settings import settings
from webinars.texts import Texts


@dataclass(frozen=True)
class Options:
    """The decisions, and what counts for people of whom the list says nothing else."""

    # For rows that name no webinars.
    webinars: tuple[str, ...]
    takes_everything: bool
    is_invited: bool
    # How these people agreed, in the organizer's words.
    consent: str
    language: str
    time_zone: str

    def kept(self) -> dict[str, Any]:
        """Return the decisions as they are kept."""
        return asdict(self) | {"webinars": list(self.webinars)}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Options":
        """Return the decisions that were kept."""
        return cls(**{**kept, "webinars": tuple(kept["webinars"])})


def rules_of(found: RegistrantImport) -> Rules:
    """Return what the rows of an import are held against, as was decided."""
    return rules_for(found.series, found.columns, Options.of(found.options))


def rules_for(series: Series, columns: Mapping[str, int], options: Options) -> Rules:
    """Return what rows are held against with these columns and decisions."""
    return Rules(
        columns=columns,
        webinars=_webinars(series),
        chosen=options.webinars,
        takes_everything=options.takes_everything or series.choice is Choice.ALL,
        takes_one_only=series.choice is Choice.ONE,
        languages=_languages(),
        language=options.language,
        time_zone=options.time_zone,
        own_address=settings().sender.addr_spec,
        questions=_questions(series),
    )


def question_names(series: Series) -> dict[str, list[str]]:
    """Return by target what columns with answers to the series' own questions are called."""
    return {
        f"{QUESTION}{question.id}": [question.slug, *question.label.values()]
        for question in series.questions
    }


def _webinars(series: Series) -> dict[str, str]:
    by_name = {plain(webinar.slug): webinar.slug for webinar in series.webinars}
    for webinar in series.webinars:
        for title in webinar.title.values():
            by_name.setdefault(plain(title), webinar.slug)
    return by_name


def _languages() -> dict[str, str]:
    spoken = {}
    for code in languages():
        for name in (code, language_name(code), language_name_here(code)):
            spoken[plain(name)] = code
    return spoken


def _questions(series: Series) -> tuple[QuestionRule, ...]:
    return tuple(
        QuestionRule(question.id, question.kind, _answers(question.choices))
        for question in series.questions
    )


def _answers(choices: list[Texts]) -> dict[str, str]:
    # An answer is kept in the words of the series' own language.
    return {
        plain(word): next(iter(choice.values())) for choice in choices for word in choice.values()
    }
