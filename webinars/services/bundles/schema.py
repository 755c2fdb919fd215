"""Every key of a series file, and what may stand under it.

A value that is absent is kept as it is stored; ``null`` takes it out. Texts are by language.
"""

from datetime import datetime, timedelta
from typing import TypedDict

from webinars.domain.slugs import RESERVED
from webinars.i18n import gettext
from webinars.models import Choice, QuestionKind, SeriesStatus, WebinarStatus
from webinars.services.bundles.colours import ColoursValues, colours
from webinars.services.bundles.logos import Logo, logo
from webinars.services.bundles.problems import Wrong
from webinars.services.bundles.shapes import Entry, Shape, at_most, entries_of, list_of
from webinars.services.bundles.spots import Spot, or_null
from webinars.services.bundles.times import Start, moment, reminder, start
from webinars.services.bundles.tree import Table
from webinars.services.bundles.values import (
    boolean,
    filled,
    language,
    needed,
    number,
    one_line,
    one_of,
    origin,
    prose,
    reference,
    secure_address,
    slug,
    texts,
    web_address,
    zone,
)
from webinars.texts import Texts

ByLanguage = dict[str, str]
MOST_SEATS = 1_000_000
MOST_ACCESS_DAYS = 365
# All of them stand in one header of the answer.
MOST_ORIGINS = 50
MINUTES_OF_A_DAY = 24 * 60
WITH_OPTIONS = {QuestionKind.CHOICE, QuestionKind.SEVERAL}


class QuestionValues(TypedDict, total=False):
    """A question of the registration form."""

    id: str
    label: ByLanguage
    kind: QuestionKind
    options: list[ByLanguage]
    required: bool


class SeriesValues(TypedDict, total=False):
    """The series itself."""

    slug: str
    title: ByLanguage
    description: ByLanguage | None
    language: str
    time_zone: str
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    choice: Choice
    status: SeriesStatus
    demonstration: bool
    access_days: int
    embed_on: list[str]
    organizer: str | None
    co_sponsors: list[str]
    reminders: list[timedelta]
    questions: list[Entry[QuestionValues]]


class AppearanceValues(TypedDict, total=False):
    """A speaker's part in a webinar."""

    speaker: str
    role: ByLanguage | None


class OffersValues(TypedDict, total=False):
    """What is done so that everyone can follow."""

    captions: bool
    sign_language: bool
    interpretation: list[str]
    recording: bool


class WebinarValues(TypedDict, total=False):
    """A webinar; ``starts_at`` is what ``starts`` means, in UTC."""

    slug: str
    title: ByLanguage
    description: ByLanguage | None
    starts: Start | None
    starts_at: datetime | None
    minutes: int | None
    time_zone: str | None
    capacity: int | None
    join_url: str | None
    recording: str | None
    status: WebinarStatus
    practices: list[str]
    co_sponsors: list[str]
    speakers: list[Entry[AppearanceValues]]
    offers: OffersValues


class SpeakerValues(TypedDict, total=False):
    """A speaker."""

    slug: str
    name: str
    organization: ByLanguage | None
    biography: ByLanguage | None


class PracticeGroupValues(TypedDict, total=False):
    """Practices that belong together."""

    slug: str
    name: ByLanguage
    description: ByLanguage | None


class PracticeValues(TypedDict, total=False):
    """A practice."""

    slug: str
    name: ByLanguage
    group: str
    description: ByLanguage | None


class SponsorValues(TypedDict, total=False):
    """An organizer or co-sponsor."""

    slug: str
    acronym: str | None
    name: ByLanguage
    website: str | None
    logo: Logo | None
    colours: ColoursValues | None
    supports: ByLanguage | None


class CaseStudyValues(TypedDict, total=False):
    """The story of a department."""

    slug: str
    title: ByLanguage
    department: ByLanguage | None
    place: ByLanguage | None
    story: ByLanguage | None
    practices: list[str]
    practices_note: ByLanguage | None


class ApproachValues(TypedDict, total=False):
    """What underlies the work."""

    title: ByLanguage
    body: ByLanguage


class FileValues(TypedDict, total=False):
    """The whole file."""

    series: SeriesValues
    webinars: list[Entry[WebinarValues]]
    speakers: list[Entry[SpeakerValues]]
    practice_groups: list[Entry[PracticeGroupValues]]
    practices: list[Entry[PracticeValues]]
    sponsors: list[Entry[SponsorValues]]
    case_studies: list[Entry[CaseStudyValues]]
    approach: ApproachValues | None


def webinar_slug(spot: Spot) -> str:
    """Take a slug that is not the address of another page of the series."""
    text = slug(spot)
    if text in RESERVED:
        raise Wrong(gettext("%(text)s is taken by another page; give another.", text=repr(text)))
    return text


def question(spot: Spot) -> QuestionValues:
    """Take a question whose options fit its kind."""
    values = QUESTION.read(spot)
    kind, options = values.get("kind"), values.get("options")
    at_options = spot.within(spot.node, ".options")
    if kind in WITH_OPTIONS and not options and not _is_given(spot, "options"):
        at_options.note(gettext("is missing; list what can be chosen."))
    if kind in WITH_OPTIONS and options == []:
        at_options.note(gettext("is empty; list what can be chosen."))
    if kind is not None and kind not in WITH_OPTIONS and options:
        at_options.note(gettext("belongs to the kinds choice and several only; take it out."))
    # An answer is known by the option's text in the series' own language.
    own = [Texts(option).pick(spot.context.language).text for option in options or []]
    if len(set(own)) < len(own):
        at_options.note(gettext("holds the same twice; take one out."))
    return values


def _is_given(spot: Spot, key: str) -> bool:
    return isinstance(spot.node, Table) and key in spot.node.entries


QUESTION: Shape[QuestionValues] = Shape(
    required={"id": slug, "label": needed(one_line), "kind": one_of(QuestionKind)},
    optional={"options": list_of(needed(one_line)), "required": boolean},
)
SERIES: Shape[SeriesValues] = Shape(
    required={"slug": slug, "title": needed(one_line)},
    optional={
        "description": texts(prose),
        "language": language,
        "time_zone": zone,
        "registration_opens_at": or_null(moment),
        "registration_closes_at": or_null(moment),
        "choice": one_of(Choice),
        "status": one_of(SeriesStatus),
        "demonstration": boolean,
        "access_days": number(0, MOST_ACCESS_DAYS),
        "embed_on": at_most(MOST_ORIGINS, list_of(origin)),
        "organizer": or_null(reference("sponsors")),
        "co_sponsors": list_of(reference("sponsors")),
        "reminders": list_of(reminder),
        "questions": entries_of(question, name="id"),
    },
)
APPEARANCE: Shape[AppearanceValues] = Shape(
    required={"speaker": reference("speakers")}, optional={"role": texts(one_line)}
)
OFFERS: Shape[OffersValues] = Shape(
    required={},
    optional={
        "captions": boolean,
        "sign_language": boolean,
        "interpretation": list_of(language),
        "recording": boolean,
    },
)
WEBINAR: Shape[WebinarValues] = Shape(
    required={"slug": webinar_slug, "title": needed(one_line)},
    optional={
        "description": texts(prose),
        "starts": or_null(start),
        "minutes": or_null(number(1, MINUTES_OF_A_DAY)),
        "time_zone": or_null(zone),
        "capacity": or_null(number(0, MOST_SEATS)),
        "join_url": or_null(web_address),
        "recording": or_null(secure_address),
        "status": one_of(WebinarStatus),
        "practices": list_of(reference("practices")),
        "co_sponsors": list_of(reference("sponsors")),
        "speakers": entries_of(APPEARANCE.read, name="speaker"),
        "offers": OFFERS.read,
    },
)
SPEAKER: Shape[SpeakerValues] = Shape(
    required={"slug": slug, "name": filled(one_line)},
    optional={"organization": texts(one_line), "biography": texts(prose)},
)
PRACTICE_GROUP: Shape[PracticeGroupValues] = Shape(
    required={"slug": slug, "name": needed(one_line)}, optional={"description": texts(prose)}
)
PRACTICE: Shape[PracticeValues] = Shape(
    required={"slug": slug, "name": needed(one_line), "group": reference("practice_groups")},
    optional={"description": texts(prose)},
)
SPONSOR: Shape[SponsorValues] = Shape(
    required={"slug": slug, "name": needed(one_line)},
    optional={
        "acronym": or_null(one_line),
        "website": or_null(web_address),
        "logo": or_null(logo),
        "colours": or_null(colours),
        "supports": texts(prose),
    },
)
CASE_STUDY: Shape[CaseStudyValues] = Shape(
    required={"slug": slug, "title": needed(one_line)},
    optional={
        "department": texts(one_line),
        "place": texts(one_line),
        "story": texts(prose),
        "practices": list_of(reference("practices")),
        "practices_note": texts(one_line),
    },
)
APPROACH: Shape[ApproachValues] = Shape(required={"title": needed(one_line), "body": needed(prose)})
FILE: Shape[FileValues] = Shape(
    required={"series": SERIES.read},
    optional={
        "webinars": entries_of(WEBINAR.read, name="slug"),
        "speakers": entries_of(SPEAKER.read, name="slug"),
        "practice_groups": entries_of(PRACTICE_GROUP.read, name="slug"),
        "practices": entries_of(PRACTICE.read, name="slug"),
        "sponsors": entries_of(SPONSOR.read, name="slug"),
        "case_studies": entries_of(CASE_STUDY.read, name="slug"),
        "approach": or_null(APPROACH.read),
    },
)
