"""Objects for tests: plain functions with sensible defaults; ``saved`` stores them."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from webinars.extensions import WRITING, db
from webinars.links import new_nonce
from webinars.models import (
    Broadcast,
    BroadcastState,
    CaseStudy,
    Choice,
    Delivery,
    DeliveryState,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    MessageKind,
    PartStat,
    Practice,
    PracticeGroup,
    Priority,
    Question,
    QuestionKind,
    Registrant,
    Registration,
    ReminderRule,
    RuleAnchor,
    RuleAudience,
    Series,
    SeriesStatus,
    Speaker,
    Sponsor,
    Suppression,
    SuppressionReason,
    SuppressionScope,
    User,
    Webinar,
    WebinarStatus,
)
from webinars.services.registrations import RegistrationRequest
from webinars.texts import Texts

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
numbers = count(1)
T = TypeVar("T")


def saved(first: T, *others: Any) -> T:
    """Store the objects, with all that hangs on them, and return the first.

    Naming a stored object in a new one already puts it into the database session, which
    ``transaction()`` would refuse; so this writes as the boundary itself does.
    """
    current = db.session()
    current.info[WRITING] = True
    try:
        current.add_all([first, *others])
        current.commit()
    finally:
        del current.info[WRITING]
    return first


def in_english(text: str) -> Texts:
    return Texts.of(text, "en")


def a_sponsor(**values: Any) -> Sponsor:
    number = next(numbers)
    defaults = {
        "slug": f"sponsor-{number}",
        "acronym": f"S{number}",
        "name": in_english(f"Sponsor {number}"),
        "website": "https://sponsor.example.org/",
        "supports": in_english("The work of local health departments."),
        "position": number,
        "links_changed_at": NOW,
    }
    return Sponsor(**(defaults | values))


def a_practice_group(**values: Any) -> PracticeGroup:
    number = next(numbers)
    defaults = {
        "slug": f"group-{number}",
        "name": in_english(f"Group {number}"),
        "description": in_english("What these practices share."),
        "position": number,
    }
    return PracticeGroup(**(defaults | values))


def a_practice(**values: Any) -> Practice:
    number = next(numbers)
    defaults = {
        "slug": f"practice-{number}",
        "name": in_english(f"Practice {number}"),
        "description": in_english("What a department does."),
        "position": number,
        "links_changed_at": NOW,
    }
    if "group" not in values:
        defaults["group"] = a_practice_group()
    return Practice(**(defaults | values))


def a_case_study(**values: Any) -> CaseStudy:
    number = next(numbers)
    defaults = {
        "slug": f"case-study-{number}",
        "title": in_english(f"Case study {number}"),
        "department": in_english("A health department"),
        "place": in_english("A county"),
        "story": in_english("What happened."),
        "practices_note": Texts(),
        "position": number,
    }
    return CaseStudy(**(defaults | values))


def a_speaker(**values: Any) -> Speaker:
    number = next(numbers)
    defaults = {
        "slug": f"speaker-{number}",
        "name": f"Speaker {number}",
        "organization": in_english("A health department"),
        "biography": in_english("Speaks about practice."),
    }
    return Speaker(**(defaults | values))


def a_series(**values: Any) -> Series:
    """Return a published series in New York's zone, without webinars unless given."""
    number = next(numbers)
    defaults = {
        "slug": f"series-{number}",
        "title": in_english(f"Series {number}"),
        "description": in_english("A series about *health equity*."),
        "language": "en",
        "time_zone": "America/New_York",
        "choice": Choice.SOME,
        "status": SeriesStatus.PUBLISHED,
        "is_demonstration": False,
        "created_at": NOW - timedelta(days=60),
        "updated_at": NOW - timedelta(days=60),
        "links_changed_at": NOW - timedelta(days=60),
    }
    return Series(**(defaults | values))


def a_webinar(**values: Any) -> Webinar:
    """Return a webinar of 90 minutes a week after NOW; ``starts_at=None`` leaves it undated."""
    number = next(numbers)
    starts_at = values.get("starts_at", NOW + timedelta(days=7))
    defaults = {
        "slug": f"webinar-{number}",
        "position": number,
        "title": in_english(f"Webinar {number}"),
        "description": in_english("What it is about."),
        "starts_at": starts_at,
        "ends_at": starts_at and starts_at + timedelta(minutes=90),
        "status": WebinarStatus.SCHEDULED,
        "capacity": None,
        "join_url": "https://platform.example.com/j/12345",
        "offers_captions": True,
        "offers_sign_language": False,
        "interpretation": [],
        "is_recorded": True,
        "revision": 0,
        "last_ticket": 0,
        "scheduled_at": starts_at and NOW - timedelta(days=60),
        "created_at": NOW - timedelta(days=60),
        "updated_at": NOW - timedelta(days=60),
    }
    if "series" not in values:
        defaults["series"] = a_series()
    return Webinar(**(defaults | values))


def a_question(**values: Any) -> Question:
    number = next(numbers)
    defaults: dict[str, Any] = {
        "slug": f"question-{number}",
        "label": in_english(f"Question {number}?"),
        "kind": QuestionKind.TEXT,
        "options": [{"en": "Yes"}, {"en": "No"}],
        "is_required": False,
        "position": number,
    }
    return Question(**(defaults | values))


def a_registrant(**values: Any) -> Registrant:
    number = next(numbers)
    email = values.get("email", f"person{number}@example.org")
    defaults = {
        "email": email,
        "email_key": email.casefold(),
        "name": f"Person {number}",
        "organization": "",
        "role": "",
        "state": "",
        "language": "en",
        "time_zone": "America/New_York",
        "manage_nonce": new_nonce(),
        "feed_nonce": new_nonce(),
        "unsubscribe_nonce": new_nonce(),
        "links_changed_at": NOW - timedelta(days=30),
        "created_at": NOW - timedelta(days=30),
    }
    return Registrant(**(defaults | values))


def a_registration(**values: Any) -> Registration:
    defaults: dict[str, Any] = {
        "is_standing": False,
        "ref": "",
        "created_at": NOW - timedelta(days=30),
    }
    if "registrant" not in values:
        defaults["registrant"] = a_registrant()
    if "series" not in values:
        defaults["series"] = a_series()
    return Registration(**(defaults | values))


def an_enrollment(webinar: Webinar | None = None, **values: Any) -> Enrollment:
    """Return a confirmed seat, or with the given status; see ``an_invitation``."""
    webinar = webinar or a_webinar()
    webinar.last_ticket += 1
    status = values.get("status", EnrollmentStatus.CONFIRMED)
    confirmed_at = NOW - timedelta(days=30) if status is EnrollmentStatus.CONFIRMED else None
    defaults: dict[str, Any] = {
        "webinar": webinar,
        "status": status,
        "ticket": webinar.last_ticket,
        "generation": 0,
        "join_nonce": new_nonce(),
        "enrolled_at": NOW - timedelta(days=30),
        "confirmed_at": confirmed_at,
    }
    if "registration" not in values:
        defaults["registration"] = a_registration(series=webinar.series)
    return Enrollment(**(defaults | values))


def an_invitation(enrollment: Enrollment, **values: Any) -> Invitation:
    """Return the enrollment's next generation of invitations, as if REQUEST 0 was queued."""
    enrollment.generation += 1
    number = next(numbers)
    defaults: dict[str, Any] = {
        "enrollment": enrollment,
        "generation": enrollment.generation,
        "uid": f"webinar-{number}-e{number}-g{enrollment.generation}-0123456789abcdef@127.0.0.1",
        "organizer": "invites@webinars.example.org",
        "attendee": enrollment.registration.registrant.email,
        "revision": 1,
        "sequence": 0,
        "stamped_at": NOW - timedelta(days=30),
        "partstat": PartStat.NEEDS_ACTION,
    }
    return Invitation(**(defaults | values))


def a_reminder_rule(series: Series, before: timedelta, **values: Any) -> ReminderRule:
    """Return a reminder; with *before* below zero, or an ``anchor``, a follow-up."""
    defaults: dict[str, Any] = {
        "anchor": RuleAnchor.START,
        "seconds_before": int(before.total_seconds()),
        "audience": RuleAudience.SEATED,
        "is_active": True,
    }
    return ReminderRule(series=series, **(defaults | values))


def a_user(**values: Any) -> User:
    """Return Olga's account, that of nobody in particular: neither owner nor member."""
    number = next(numbers)
    defaults: dict[str, Any] = {
        "email": f"olga{number}@example.org",
        "name": "Olga Owner",
        "active": True,
        "is_owner": False,
        "language": "en",
        "time_zone": "America/Chicago",
        "fs_uniquifier": f"uniquifier-of-{number}",
        "created_at": NOW,
    }
    return User(**(defaults | values))


def a_broadcast(**values: Any) -> Broadcast:
    """Return a broadcast to everybody with a seat, in English and Spanish."""
    defaults: dict[str, Any] = {
        "state": BroadcastState.DRAFT,
        "subject": Texts({"en": "Slides for ((series))", "es": "Diapositivas de ((series))"}),
        "body": Texts(
            {
                "en": "The **slides** are here: https://example.org/slides\n\nYours, ((name))!",
                "es": "Las **diapositivas**: https://example.org/slides",
            }
        ),
        "audience": {},
        "created_at": NOW,
        "updated_at": NOW,
    }
    if "series" not in values:
        defaults["series"] = a_series()
    return Broadcast(**(defaults | values))


def a_registration_request(**values: Any) -> RegistrationRequest:
    """Return what Ana writes into the form; ``slugs`` are the webinars she ticks."""
    slugs = tuple(values.pop("slugs", ()))
    defaults: dict[str, Any] = {
        "name": "Ana Example",
        "email": "ana@example.org",
        "webinar_slugs": slugs,
        "is_standing": False,
        "time_zone": "America/Chicago",
        "language": "en",
        "privacy_wording": "I agree to the privacy notice.",
    }
    return RegistrationRequest(**(defaults | values))


def a_delivery(**values: Any) -> Delivery:
    """Return a mail with the private link, due NOW; with an ``enrollment`` it is about a seat."""
    enrollment = values.get("enrollment")
    defaults: dict[str, Any] = {
        "key": f"test:{next(numbers)}",
        "kind": MessageKind.PRIVATE_LINK,
        "priority": Priority.CHANGE,
        "state": DeliveryState.DUE,
        "due_at": NOW,
        "created_at": values.get("due_at", NOW),
        "details": {"reason": "asked"},
        "attempts": 0,
    }
    if enrollment is not None:
        defaults["registrant"] = enrollment.registration.registrant
        defaults["registration"] = enrollment.registration
    elif "registrant" not in values:
        defaults["registrant"] = a_registrant()
    delivery = Delivery(**(defaults | values))
    if "recipient" not in values:
        delivery.recipient = delivery.registrant.email
    return delivery


def a_suppression(address: str, **values: Any) -> Suppression:
    """Return that mails of changes to *address* are held back, because they came back."""
    defaults: dict[str, Any] = {
        "address_key": address.casefold(),
        "address": address,
        "scope": SuppressionScope.CHANGES,
        "reason": SuppressionReason.BOUNCE,
        "since": NOW,
        "status_code": "5.1.1",
        "words": "550 5.1.1 User unknown",
    }
    return Suppression(**(defaults | values))


def a_reminder(invitation: Invitation, **values: Any) -> Delivery:
    """Return the reminder of an invited seat, queued and due NOW."""
    enrollment = invitation.enrollment
    starts_at = enrollment.webinar.starts_at
    defaults: dict[str, Any] = {
        "kind": MessageKind.REMINDER,
        "priority": Priority.REMINDER,
        "enrollment": enrollment,
        "invitation": invitation,
        "recipient": invitation.attendee,
        "details": {"rule": 1, "starts_at": starts_at and int(starts_at.timestamp())},
    }
    return a_delivery(**(defaults | values))
