"""The forms of mails to many: words, audience, and when they are sent."""

from datetime import datetime
from typing import Any

from wtforms import RadioField, SelectField

from webinars.domain.audiences import Audience
from webinars.domain.registrant_filters import Attendance, RegistrantFilters
from webinars.domain.wordings import OF_EVERYBODY
from webinars.i18n import current_language, gettext, language_name_here, languages, lazy_gettext
from webinars.models import Broadcast, EnrollmentStatus, Question, QuestionKind, Series
from webinars.queries.registrant_lists import refs_of
from webinars.services.broadcasts import BroadcastDetails
from webinars.web.fields import NOT_OFFERED, Required, choice_field, choices
from webinars.web.forms import Form
from webinars.web.organize.messages.forms import WordsForm, webinar_titles
from webinars.web.organize.wall_times import Entry, date_field, time_field

ANSWER = "answer_"
STATUSES = {
    EnrollmentStatus.CONFIRMED.value: lazy_gettext("Whoever has a seat"),
    EnrollmentStatus.WAITLISTED.value: lazy_gettext("Whoever waits for a seat"),
    EnrollmentStatus.CANCELLED.value: lazy_gettext("Whoever gave a seat up"),
    "": lazy_gettext("Everybody who ever registered"),
}
ATTENDANCES = {
    "": lazy_gettext("Whether or not they joined"),
    Attendance.JOINED.value: lazy_gettext("Whoever joined"),
    Attendance.NOT_JOINED.value: lazy_gettext("Whoever had a seat and did not join"),
}
NOW, LATER = "now", "later"


class BroadcastForm(WordsForm):
    """A mail to many: what it says, and to whom."""

    seat = choice_field(lazy_gettext("Seat"), STATUSES)
    # What these offer differs from series to series: see `broadcast_form`.
    in_webinar = SelectField()
    attendance = choice_field(lazy_gettext("Joined"), ATTENDANCES)
    language = SelectField()
    ref = SelectField()

    def __init__(self, series: Series, broadcast: Broadcast | None) -> None:
        """Show *broadcast*, or a new one to everybody with a seat."""
        super().__init__(series, OF_EVERYBODY, data=broadcast_data(broadcast))

    @property
    def answer_fields(self) -> list[Any]:
        """The fields for answers to the series' own questions."""
        return [field for field in self if field.name.startswith(ANSWER)]

    def audience(self) -> Audience:
        """Return whom it goes to, as chosen so far."""
        filters = RegistrantFilters.read(
            {
                "webinar": self.in_webinar.data or "",
                "status": self.seat.data or "",
                "attendance": self.attendance.data or "",
                "language": self.language.data or "",
                "ref": self.ref.data or "",
            }
        )
        answers = {
            field.name.removeprefix(ANSWER): field.data
            for field in self.answer_fields
            if field.data
        }
        return Audience(filters, answers)

    def details(self) -> BroadcastDetails:
        """Return what was written, and for whom."""
        subject, body = self.texts()
        return BroadcastDetails(subject, body, self.audience())


class SendForm(Form):
    """When a mail to many is sent."""

    when = RadioField(
        lazy_gettext("When"),
        choices=lambda _form, _field: choices(
            {NOW: lazy_gettext("Now"), LATER: lazy_gettext("Later, at this time:")}
        ),
        default=NOW,
        validators=[Required(NOT_OFFERED)],
    )
    send_date = date_field(lazy_gettext("Date"))
    send_time = time_field(lazy_gettext("Time"))

    def moment(self, zone: str, *, now: datetime) -> datetime | None:
        """Return when to send; None when that cannot be read, which the fields then say."""
        if self.when.data == NOW:
            return now
        at = Entry(self.send_date, self.send_time).moment(zone)
        if at is not None and at > now:
            return at
        if not self.send_date.errors and not self.send_time.errors:
            words = gettext("Choose a time that is still to come.")
            self.send_date.errors = (*self.send_date.errors, words)
        self.status = 422
        return None


def broadcast_form(series: Series, broadcast: Broadcast | None) -> BroadcastForm:
    """Return the form with what the series offers, and a field for each question of choices."""
    spoken = {code: language_name_here(code) for code in languages()}
    refs = {ref: ref for ref in refs_of(series.id)}
    fields = {
        "in_webinar": _offered(
            gettext("Webinar"), gettext("Any webinar of the series"), webinar_titles(series)
        ),
        "language": _offered(gettext("Language"), gettext("Any language"), spoken),
        "ref": _offered(gettext("Came by the link of"), gettext("Any link, or none"), refs),
        **{f"{ANSWER}{question.slug}": _answer_field(question) for question in choosable(series)},
    }
    made: type[BroadcastForm] = type("FormOfSeries", (BroadcastForm,), fields)
    return made(series, broadcast)


def choosable(series: Series) -> list[Question]:
    """Return the questions of *series* whose answers can be asked for."""
    kinds = {QuestionKind.CHOICE, QuestionKind.SEVERAL}
    return [question for question in series.questions if question.kind in kinds]


def broadcast_data(broadcast: Broadcast | None) -> dict[str, Any]:
    """Return what the form shows of a broadcast."""
    audience = Audience() if broadcast is None else Audience.read(broadcast.audience)
    filters = audience.filters
    data: dict[str, Any] = {
        "seat": filters.status or "",
        "in_webinar": filters.webinar,
        "attendance": filters.attendance or "",
        "language": filters.language,
        "ref": filters.ref,
        **{f"{ANSWER}{slug}": value for slug, value in audience.answers.items()},
    }
    if broadcast is not None:
        # Questions that nothing is asked of, too: somebody may have begun to ask.
        data = {f"{ANSWER}{one.slug}": "" for one in choosable(broadcast.series)} | data
        data |= {"subject": broadcast.subject, "body": broadcast.body}
    return data


def audience_words(series: Series, audience: Audience) -> list[str]:
    """Return in words whom a mail goes to."""
    filters = audience.filters
    words = [STATUSES[filters.status or ""]]
    if filters.webinar:
        titles = webinar_titles(series)
        words.append(titles.get(filters.webinar, filters.webinar))
    if filters.attendance:
        words.append(ATTENDANCES[filters.attendance])
    if filters.language:
        words.append(language_name_here(filters.language))
    if filters.ref:
        words.append(gettext("Came by the link of %(ref)s", ref=filters.ref))
    labels = {question.slug: question.label for question in series.questions}
    for slug, value in audience.answers.items():
        label = labels[slug].pick(current_language()).text if slug in labels else slug
        words.append(f"{label} {value}")
    return [str(one) for one in words]


def _answer_field(question: Question) -> SelectField:
    options = {
        next(iter(option.values())): option.pick(current_language()).text
        for option in question.choices
    }
    label = question.label.pick(current_language()).text
    return _offered(label, gettext("Any answer, or none"), options)


def _offered(label: str, whichever: str, words: dict[str, str]) -> SelectField:
    return SelectField(
        label,
        choices=choices({"": whichever, **words}),
        default="",
        invalid_choice_message=NOT_OFFERED,
    )
