"""What the forms for words of mails have in common."""

from collections.abc import Callable, Collection

from flask import request
from wtforms import SelectField, StringField
from wtforms.validators import ValidationError

from webinars.domain.placeholders import Placeholder
from webinars.domain.wordings import OwnWords
from webinars.i18n import current_language, gettext, languages, lazy_gettext
from webinars.models import Series, User
from webinars.queries.registrants import registrant_in_series
from webinars.services import samples, wordings
from webinars.services.samples import Reader
from webinars.texts import Texts
from webinars.web.fields import EMAIL_LENGTH, NOT_OFFERED, AtMost, choices, one_line
from webinars.web.organize.editing import EditForm
from webinars.web.organize.texts_fields import TextsField

SEND_TEST = "send_test"


class WordsForm(EditForm):
    """Subject and text of a mail to many in every language, and whom a preview is written to."""

    subject = TextsField(lazy_gettext("Subject"))
    body = TextsField(lazy_gettext("Text"), markdown=True)
    person = StringField(
        lazy_gettext("Registrant in the preview"),
        validators=[AtMost(EMAIL_LENGTH)],
        filters=[one_line],
    )

    def __init__(self, series: Series, known: Collection[Placeholder], **values: object) -> None:
        """Take which placeholders may be used."""
        super().__init__(**values)
        self.series = series
        self.known = known

    @property
    def is_test(self) -> bool:
        """Whether it was sent to get the mail oneself; nothing is saved then."""
        return bool(self.is_submitted() and SEND_TEST in request.form)

    def validate_subject(self, field: TextsField) -> None:
        """Refuse placeholders that cannot be filled in."""
        self._mark(field, wordings.subject_faults)

    def validate_body(self, field: TextsField) -> None:
        """Refuse placeholders that cannot be filled in."""
        self._mark(field, wordings.body_faults)

    def validate_person(self, field: StringField) -> None:
        """Refuse somebody who is not registered here."""
        if field.data and registrant_in_series(self.series, field.data) is None:
            raise ValidationError(gettext("Nobody with this address is registered here."))

    def texts(self) -> tuple[Texts, Texts]:
        """Return subject and body as they were typed."""
        return self.subject.data, self.body.data

    def own(self, language: str) -> OwnWords:
        """Return what was typed in one language."""
        return OwnWords(self.subject.data.get(language, ""), self.body.data.get(language, ""))

    def reader(self, language: str, user: User) -> Reader:
        """Return whom the preview in *language* is written to: a registrant, else *user*."""
        found = registrant_in_series(self.series, self.person.data) if self.person.data else None
        if found is None:
            return Reader(user.name, "", language, user.time_zone)
        person = samples.reader_of(found)
        return Reader(person.name, person.organization, language, person.time_zone)

    def written_languages(self) -> list[str]:
        """Return the languages in which something was typed, else all that we speak."""
        written = [code for code in languages() if self.own(code) != OwnWords("", "")]
        return written or list(languages())

    def _mark(
        self,
        field: TextsField,
        faults: Callable[[Collection[str], Collection[Placeholder]], list[str]],
    ) -> None:
        found = []
        for part in field.parts:
            words = faults([part.value], self.known)
            part.errors += words
            found += words
        if found:
            raise ValidationError(" ".join(dict.fromkeys(found)))


class MailForm(WordsForm):
    """The same for a mail about a webinar, and which one a preview is about."""

    webinar = SelectField(
        lazy_gettext("Webinar in the preview"), invalid_choice_message=NOT_OFFERED
    )

    def __init__(self, series: Series, known: Collection[Placeholder], **values: object) -> None:
        """Take which placeholders may be used."""
        super().__init__(series, known, **values)
        titles = webinar_titles(series)
        self.webinar.choices = choices(titles)
        self.webinar.validate_choice = bool(titles)
        self.webinar.data = self.webinar.data or next(iter(titles), None)


def webinar_titles(series: Series) -> dict[str, str]:
    """Return what the webinars of *series* are called, by their slugs."""
    return {
        webinar.slug: webinar.title.pick(current_language()).text for webinar in series.webinars
    }
