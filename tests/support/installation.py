"""An installation with something of everything: each state of each page can be visited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import webinars
from tests.factories import (
    a_question,
    a_registrant,
    a_registration,
    a_series,
    a_sponsor,
    a_webinar,
    an_enrollment,
    an_invitation,
    in_english,
    saved,
)
from webinars.clock import utcnow
from webinars.extensions import transaction
from webinars.links import Purpose, new_nonce, token
from webinars.models import (
    AccessKind,
    AccessRequest,
    AccessRequestStatus,
    Appearance,
    Choice,
    Consent,
    ConsentStatus,
    Enrollment,
    EnrollmentStatus,
    PartStat,
    QuestionKind,
    Registrant,
    RevokedToken,
    Series,
    Speaker,
    Webinar,
    WebinarStatus,
)
from webinars.services import bundles
from webinars.texts import Texts

SAMPLE = Path(webinars.__file__).parent / "samples" / "health-equity-guide.yaml"
MAILS = Path(__file__).parents[1] / "data" / "mails"
DAY = timedelta(days=1)

# By what stands in addresses: the webinars whose invitations Ana's calendar has declined.
ANSWERED = {"declined": "coming", "freed": "given-up"}


@dataclass(frozen=True)
class Installation:
    """The rows that addresses are made from."""

    now: datetime
    guide: Series
    ana: Registrant

    def words(self) -> Mapping[str, str]:
        """What stands in addresses for the secrets of this installation."""
        quiet = saved(
            a_registrant(
                name="Quiet", reminders_stopped_at=self.now, announcements_stopped_at=self.now
            )
        )
        revoked = new_nonce()
        saved(RevokedToken(nonce=revoked, purpose=Purpose.MANAGE, revoked_at=self.now))
        return {
            "manage": token(Purpose.MANAGE, self.ana.manage_nonce),
            "quiet": token(Purpose.MANAGE, quiet.manage_nonce),
            "revoked": token(Purpose.MANAGE, revoked),
            "unsubscribe": token(Purpose.UNSUBSCRIBE, self.ana.unsubscribe_nonce),
            "unsubscribed": token(Purpose.UNSUBSCRIBE, quiet.unsubscribe_nonce),
            "confirm": token(Purpose.EMAIL_CHANGE, self.ana.email_change_nonce or ""),
            **{name: self.answer_to(slug) for name, slug in ANSWERED.items()},
            **{f"join_{seat.webinar.slug}": self.way_in(seat) for seat in self.seats()},
        }

    def seats(self) -> list[Enrollment]:
        """Ana's seats, one for each state of the way into a webinar."""
        return list(self.ana.registrations[0].enrollments)

    def way_in(self, seat: Enrollment) -> str:
        """The token of the way into a seat's webinar."""
        return token(Purpose.JOIN, seat.join_nonce)

    def answer_to(self, webinar: str) -> str:
        """The token of the link that asks about a declined seat."""
        [seat] = [one for one in self.seats() if one.webinar.slug == webinar]
        return token(Purpose.ANSWER, seat.invitations[0].answer_nonce or "")


def furnish(instance_path: Path) -> Mapping[str, str]:
    """Fill the database and the development inbox; return the words of private addresses."""
    now = utcnow()
    with transaction():
        bundles.load(SAMPLE.read_bytes(), folder=SAMPLE.parent, now=now)
    fill_inbox(instance_path / "inbox")
    guide = a_guide_with_every_webinar(now)
    saved(guide, *series_in_every_state(now))
    return Installation(now, guide, ana_with_every_seat(guide, now)).words()


def fill_inbox(folder: Path) -> None:
    """Put one mail of each kind into the development inbox."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, mail in enumerate(sorted(MAILS.glob("*.eml")), start=1):
        (folder / f"{number}.eml").write_bytes(mail.read_bytes())


def a_guide_with_every_webinar(now: datetime) -> Series:
    """Return a series whose webinars are in every state, with all its form can ask."""
    guide = a_series(
        slug="guide",
        title=Texts({"en": "Health in every policy", "es": "Salud en toda política"}),
        organizer=a_sponsor(slug="alliance", acronym="", name=in_english("The Alliance")),
        co_sponsors=[a_sponsor(slug="friends", name=in_english("Friends of the Alliance"))],
    )
    for webinar in webinars_in_every_state(guide, now):
        webinar.co_sponsors = list(guide.co_sponsors)
    guide.questions = questions()
    return guide


def webinars_in_every_state(guide: Series, now: datetime) -> list[Webinar]:
    """Return webinars to come, full, running, over, cancelled, undated, without an address."""
    soon = now - timedelta(minutes=5)
    states: dict[str, dict[str, Any]] = {
        "coming": {"starts_at": now + 7 * DAY, "interpretation": ["es"]},
        "second": {"starts_at": now + 8 * DAY, "offers_sign_language": True},
        "full": {"starts_at": now + 9 * DAY, "capacity": 0},
        "given-up": {"starts_at": now + 10 * DAY},
        "running": {"starts_at": soon},
        "nowhere": {"starts_at": soon, "join_url": None},
        "over": {"starts_at": now - 7 * DAY},
        "unrecorded": {"starts_at": now - 8 * DAY, "is_recorded": False},
        "cancelled": {"starts_at": now + DAY, "status": WebinarStatus.CANCELLED},
        "undated": {"starts_at": None},
    }
    made = [a_webinar(slug=slug, series=guide, **state) for slug, state in states.items()]
    speaker = Speaker(
        slug="speaker",
        name="Ines Speaker",
        organization=in_english("A health department"),
        biography=in_english("Speaks about practice."),
    )
    made[0].appearances = [Appearance(speaker=speaker, role=in_english("Moderator"), position=1)]
    return made


def questions() -> list[Any]:
    """Return a question of each kind; the first must be answered."""
    return [
        a_question(slug=kind.value, kind=kind, is_required=kind is QuestionKind.CHOICE)
        for kind in QuestionKind
    ]


def series_in_every_state(now: datetime) -> list[Series]:
    """Return series that are full, past, cancelled, undated, closed or empty."""
    to_come = {"starts_at": now + 20 * DAY}
    states: dict[str, tuple[dict[str, Any], dict[str, Any] | None]] = {
        "full": ({}, to_come | {"capacity": 0}),
        "past": ({}, {"starts_at": now - 20 * DAY}),
        "off": ({}, to_come | {"status": WebinarStatus.CANCELLED}),
        "announced": ({}, {"starts_at": None}),
        "later": ({"registration_opens_at": now + DAY}, to_come),
        "closed": ({"registration_closes_at": now - DAY}, to_come),
        "empty": ({}, None),
        "whole": ({"choice": Choice.ALL}, to_come),
        "one": ({"choice": Choice.ONE}, to_come),
    }
    made = []
    for slug, (values, webinar) in states.items():
        made.append(a_series(slug=slug, title=in_english(f"Series {slug}"), **values))
        if webinar is not None:
            a_webinar(slug="first", series=made[-1], **webinar)
    return made


def ana_with_every_seat(guide: Series, now: datetime) -> Registrant:
    """Return Ana, who holds every kind of seat, asks for access, shares and moves house."""
    ana = a_registrant(
        name="Ana Ruiz",
        organization="Ministry of Silly Names",
        role="Nurse",
        state="California",
        time_zone="America/Denver",
        pending_email="new@example.org",
        email_change_nonce=new_nonce(),
        email_change_asked_at=now,
    )
    registration = a_registration(registrant=ana, series=guide, is_standing=True)
    states = {"full": EnrollmentStatus.WAITLISTED, "given-up": EnrollmentStatus.CANCELLED}
    held = [one for one in guide.webinars if one.slug != "second"]
    for webinar in held:
        status = states.get(webinar.slug, EnrollmentStatus.CONFIRMED)
        seat = an_enrollment(webinar, registration=registration, status=status)
        if webinar.slug in ANSWERED.values():
            is_over = status is EnrollmentStatus.CANCELLED
            an_invitation(
                seat,
                partstat=PartStat.DECLINED,
                answer_nonce=new_nonce(),
                withdrawn_at=now if is_over else None,
            )
    registration.access_requests = access_requests(now)
    registration.consents = [
        Consent(
            sponsor=guide.co_sponsors[0],
            wording="Share it.",
            status=ConsentStatus.TO_BE_CONFIRMED,
            given_at=now,
        )
    ]
    return saved(ana)


def access_requests(now: datetime) -> list[AccessRequest]:
    """Return what Ana asked for, and what somebody else may have asked for in her name."""
    kinds = {
        AccessKind.CAPTIONS: AccessRequestStatus.OPEN,
        AccessKind.OTHER: AccessRequestStatus.TO_BE_CONFIRMED,
    }
    return [
        AccessRequest(kind=kind, note="In large print.", status=status, created_at=now)
        for kind, status in kinds.items()
    ]
