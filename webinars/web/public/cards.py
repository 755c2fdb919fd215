"""What pages show of webinars: each with its stage, its registration, its seats."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from webinars.domain.selection import Refusal, refusal, window_refusal
from webinars.domain.stages import LAST, LEFT, Stage, by_date, next_webinar, stage
from webinars.models import CaseStudy, Practice, PracticeGroup, Series, Speaker, Webinar
from webinars.queries.enrollments import seats


@dataclass(frozen=True)
class Card:
    """One webinar as a visitor sees it at one moment."""

    webinar: Webinar
    stage: Stage
    # Why it cannot be registered for; None when it can.
    refusal: Refusal | None
    # Whether the next one to register must wait for a seat.
    is_full: bool
    # Whether its time is past, or it was called off before it had one.
    is_behind: bool

    @property
    def is_open(self) -> bool:
        """Whether it can be registered for, with a seat or on the waiting list."""
        return self.refusal is None

    @property
    def recording(self) -> str | None:
        """The address of its recording, once it is over and there is one."""
        return self.webinar.recording_url if self.stage is Stage.OVER else None


@dataclass(frozen=True)
class SeriesCard:
    """A series with all its webinars, in its own order."""

    series: Series
    cards: list[Card]
    # The webinar that runs or comes first, if one with a date is left.
    next: Card | None
    # Why nothing of it can be registered for; None inside its window.
    refusal: Refusal | None

    @property
    def is_open(self) -> bool:
        """Whether at least one webinar can be registered for."""
        return any(card.is_open for card in self.cards)

    @property
    def is_full(self) -> bool:
        """Whether all that can be registered for is the waiting list."""
        return self.is_open and all(card.is_full for card in self.cards if card.is_open)

    @property
    def is_cancelled(self) -> bool:
        """Whether all its webinars are cancelled."""
        return bool(self.cards) and all(card.stage is Stage.CANCELLED for card in self.cards)

    @property
    def is_over(self) -> bool:
        """Whether it has webinars, and all of them are behind us."""
        return bool(self.cards) and not self.ahead

    @property
    def ahead(self) -> list[tuple[int, Card]]:
        """The webinars that are not over, with their numbers from 1."""
        return [(number, card) for number, card in self.numbered if not card.is_behind]

    @property
    def behind(self) -> list[tuple[int, Card]]:
        """The webinars whose time is past, with their numbers from 1."""
        return [(number, card) for number, card in self.numbered if card.is_behind]

    @property
    def numbered(self) -> list[tuple[int, Card]]:
        """All webinars with their numbers from 1."""
        return list(enumerate(self.cards, start=1))

    @property
    def recorded(self) -> list[Card]:
        """The webinars whose recording can be watched."""
        return [card for card in self.cards if card.recording]


@dataclass(frozen=True)
class Taught:
    """A practice and the webinars, of those shown, that teach it, with their numbers from 1."""

    practice: Practice
    webinars: list[tuple[int, Webinar]]


@dataclass(frozen=True)
class PracticeCard:
    """A practice as the map shows it: what is to come of it, soonest first, and what is past."""

    practice: Practice
    coming: list[Card]
    past: list[Card]


def cards(webinars: Iterable[Webinar], now: datetime) -> list[Card]:
    """Return the webinars in the given order; seats are counted only where they are limited."""
    shown = list(webinars)
    limited = [webinar for webinar in shown if webinar.capacity is not None]
    counted = seats(limited) if limited else {}
    return [
        Card(
            webinar,
            stage(webinar, now),
            refusal(webinar.series, webinar, now),
            is_full=webinar.id in counted and counted[webinar.id].is_full,
            is_behind=webinar.is_over(now) or (webinar.is_cancelled and not webinar.is_dated),
        )
        for webinar in shown
    ]


def series_cards(series: Iterable[Series], now: datetime) -> list[SeriesCard]:
    """Return the series, the one whose next webinar is nearest first."""
    shown = list(series)
    webinars = cards([webinar for one in shown for webinar in one.webinars], now)
    by_webinar = {card.webinar: card for card in webinars}
    found = []
    for one in shown:
        coming = next_webinar(one.webinars, now)
        found.append(
            SeriesCard(
                one,
                [by_webinar[webinar] for webinar in one.webinars],
                by_webinar[coming] if coming else None,
                window_refusal(one, now),
            )
        )
    return sorted(found, key=lambda card: (card.next and card.next.webinar.starts_at) or LAST)


def coming_first(series: Iterable[SeriesCard]) -> list[Card]:
    """Return the webinars with a date that run or are to come, soonest first."""
    dated = [card for one in series for card in one.cards if card.stage in LEFT]
    return sorted(dated, key=lambda card: card.webinar.starts_at or LAST)


def coming_and_past(webinars: Iterable[Webinar], now: datetime) -> tuple[list[Card], list[Card]]:
    """Return what is still to come, soonest first, and what is over, latest first."""
    shown = cards(by_date(webinars), now)
    past = [card for card in shown if card.is_behind]
    return [card for card in shown if not card.is_behind], past[::-1]


def practice_cards(
    groups: Iterable[PracticeGroup], now: datetime
) -> list[tuple[PracticeGroup, list[PracticeCard]]]:
    """Return the groups with their practices, each with its webinars."""
    shown = list(groups)
    webinars = {webinar for group in shown for one in group.practices for webinar in one.webinars}
    coming, past = coming_and_past(webinars, now)

    def card(practice: Practice) -> PracticeCard:
        mine = set(practice.webinars)
        return PracticeCard(
            practice,
            [one for one in coming if one.webinar in mine],
            [one for one in past if one.webinar in mine],
        )

    return [(group, [card(practice) for practice in group.practices]) for group in shown]


def speakers_of(webinars: Iterable[Webinar]) -> list[Speaker]:
    """Return who speaks in *webinars*, each once, in the order of appearance."""
    return list(dict.fromkeys(part.speaker for webinar in webinars for part in webinar.appearances))


def practices_taught(webinars: Iterable[Webinar]) -> list[tuple[PracticeGroup, list[Taught]]]:
    """Return the practices of *webinars* by their groups, both in the catalog's order."""
    taught: dict[Practice, list[tuple[int, Webinar]]] = {}
    for number, webinar in enumerate(webinars, start=1):
        for practice in webinar.practices:
            taught.setdefault(practice, []).append((number, webinar))
    groups: dict[PracticeGroup, list[Taught]] = {}
    for practice in sorted(taught, key=lambda one: (one.group.position, one.position, one.id)):
        groups.setdefault(practice.group, []).append(Taught(practice, taught[practice]))
    return list(groups.items())


def practices_shown(webinar: Webinar) -> list[tuple[CaseStudy, list[Practice]]]:
    """Return the case studies tied to *webinar*, each with those of its practices they show."""
    shown: dict[CaseStudy, list[Practice]] = {}
    for practice in webinar.practices:
        for case_study in practice.case_studies:
            shown.setdefault(case_study, []).append(practice)
    return sorted(shown.items(), key=lambda tied: (tied[0].position, tied[0].id))
