"""What the templates of mails are filled with: every fact of a mail, in its reader's words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from webinars import i18n, links
from webinars.domain.access import too_late_for
from webinars.domain.calendar_links import subscribe_links
from webinars.domain.distance import distance
from webinars.domain.names import mail_name
from webinars.domain.placeholders import Placeholder
from webinars.domain.suppressing import OPTIONAL
from webinars.event_texts import not_offered, offered, page_url_here
from webinars.i18n import gettext as _
from webinars.models import (
    AccessRequestStatus,
    Delivery,
    Enrollment,
    EnrollmentStatus,
    MessageKind,
    Registration,
    Sponsor,
    SuppressionScope,
    Webinar,
)
from webinars.queries.messages import active_enrollments, asks_anew, former_times
from webinars.queries.wordings import broadcast_of
from webinars.settings import settings
from webinars.texts import Texts, Wording

# Mails about the person's own account: nobody unsubscribes from those.
ACCOUNT_KINDS = {MessageKind.PRIVATE_LINK, MessageKind.CONFIRM_ADDRESS, MessageKind.ERASED}
# What differs from reader to reader: see ``rendering.render_message``.
PERSONAL = (
    "greeting_name", "manage_url", "unsubscribe_url", "join_url", "answer_url", "confirm_url",
    "feed_url", "webcal_url", "google_url", "outlook_url", "office_365_url",
)  # fmt: skip


@dataclass(frozen=True)
class Times:
    """An event's day and hours for the reader, and in the event's zone where that differs."""

    here: str
    there: str | None

    @property
    def line(self) -> str:
        """Both in one line."""
        return f"{self.here} ({self.there})" if self.there else self.here


@dataclass(frozen=True)
class Event:
    """A webinar as a mail names it; ``times`` is None while its date is to be announced."""

    title: Wording
    times: Times | None
    page_url: str


@dataclass(frozen=True)
class Entry:
    """A webinar in the overview of a registration."""

    event: Event
    is_waitlisted: bool


@dataclass(frozen=True)
class Values:
    """What a mail's templates are filled with: for this reader alone, and for all alike."""

    personal: dict[str, str | None]
    common: dict[str, Any]


def of(delivery: Delivery, kind: MessageKind, *, has_calendar: bool, now: datetime) -> Values:
    """Return what the templates of *kind* are filled with, in the language spoken now.

    *has_calendar* says whether the mail carries a calendar part. Raises ValueError when a row
    that the mail is about is missing.
    """
    values = _frame(delivery) | _VALUES[kind](delivery, now)
    personal = {name: values.pop(name) for name in PERSONAL if name in values}
    note = _language_note(values)
    return Values(personal, values | {"has_calendar": has_calendar, "language_note": note})


def placeholders(delivery: Delivery, values: Values) -> dict[Placeholder, str]:
    """Return what organizers' placeholders stand for in this mail."""
    event: Event | None = values.common.get("event")
    series = values.common["series"]
    found = {
        Placeholder.NAME: values.personal["greeting_name"],
        # A stranger may have written it: an address in it is left out, as in a name.
        Placeholder.ORGANIZATION: mail_name(delivery.registrant.organization),
        Placeholder.SERIES: series and series.text,
        Placeholder.OWN_PAGE: values.personal["manage_url"],
        Placeholder.JOIN_LINK: values.personal.get("join_url"),
        Placeholder.RECORDING: values.common.get("recording_url"),
    }
    if event is not None:
        found |= {
            Placeholder.WEBINAR: event.title.text,
            Placeholder.WHEN: _when(event),
            Placeholder.WEBINAR_PAGE: event.page_url,
        }
    return {placeholder: text or "" for placeholder, text in found.items()}


def _when(event: Event) -> str:
    return event.times.line if event.times else _("The date is still to be announced.")


def seat(delivery: Delivery) -> Enrollment:
    """Return the enrollment a mail is about; raise ValueError when there is none."""
    if delivery.enrollment is None:
        raise ValueError(f"delivery {delivery.id} ({delivery.kind}) has no enrollment")
    return delivery.enrollment


def unsubscribe_url(delivery: Delivery) -> str | None:
    """Return the link that stops reminders or announcements; none where it would harm.

    It names the kind that the mail itself is of, else both are meant. It belongs to the person:
    whoever reads a former address must not have it.
    """
    if (
        delivery.user_id is not None
        or delivery.kind in ACCOUNT_KINDS
        or not _may_hold_links(delivery)
    ):
        return None
    return links.unsubscribe_url(
        delivery.registrant.unsubscribe_nonce, of=OPTIONAL.get(delivery.kind)
    )


def _may_hold_links(delivery: Delivery) -> bool:
    is_former_address = delivery.details.get("reason") == "address"
    return delivery.registrant.erased_at is None and not is_former_address


def _frame(delivery: Delivery) -> dict[str, Any]:
    """Return what every mail shows."""
    registrant, registration = delivery.registrant, delivery.registration
    series = registration.series if registration else None
    manage_url = links.manage_url(registrant.manage_nonce) if _may_hold_links(delivery) else None
    return {
        "site": settings().sender.display_name,
        "greeting_name": mail_name(registrant.name),
        "series": _wording(series.title) if series else None,
        "is_demonstration": series is not None and series.is_demonstration,
        "manage_url": manage_url,
        "unsubscribe_url": unsubscribe_url(delivery),
        "is_announcement": OPTIONAL.get(delivery.kind) is SuppressionScope.ANNOUNCEMENTS,
        "privacy_url": links.external_url("privacy.show"),
    }


def _welcome(delivery: Delivery, now: datetime) -> dict[str, Any]:
    registration = delivery.registration
    if registration is None:
        raise ValueError(f"delivery {delivery.id} ({delivery.kind}) has no registration")
    new = set(delivery.details["enrollments"])
    active = [found for found in active_enrollments(registration) if not found.webinar.is_over(now)]
    is_confirmed = {found.id: found.status is EnrollmentStatus.CONFIRMED for found in active}
    zone = registration.registrant.time_zone
    entries = {
        found.id: Entry(_event(found.webinar, zone), not is_confirmed[found.id]) for found in active
    }
    return {
        "entries": tuple(entry for id_, entry in entries.items() if id_ in new),
        "earlier": tuple(entry for id_, entry in entries.items() if id_ not in new),
        "has_seat": any(is_confirmed.values()),
        "is_standing": registration.is_standing,
        **_access(registration, [found.webinar for found in active]),
        **_feed_links(registration),
    }


def _access(registration: Registration, webinars: list[Webinar]) -> dict[str, Any]:
    """Return whether a request for access stands, and the titles for which it came too late."""
    stands = AccessRequestStatus.OPEN
    asked = [one.created_at for one in registration.access_requests if one.status is stands]
    late = too_late_for(webinars, max(asked)) if asked else []
    return {
        "asked_for_access": bool(asked),
        "late_for": tuple(_wording(webinar.title) for webinar in late),
    }


def _feed_links(registration: Registration) -> dict[str, str]:
    url = links.feed_url(registration.registrant.feed_nonce)
    found = subscribe_links(url, name=_("My webinars"))
    return {
        "feed_url": url,
        "webcal_url": found.webcal,
        "google_url": found.google,
        "outlook_url": found.outlook,
        "office_365_url": found.office_365,
    }


def _with_event(delivery: Delivery, _now: datetime) -> dict[str, Any]:
    return {"event": _event(seat(delivery).webinar, delivery.registrant.time_zone)}


def _with_join_link(delivery: Delivery, now: datetime) -> dict[str, Any]:
    join_url = links.join_url(seat(delivery).join_nonce)
    return _with_event(delivery, now) | {"join_url": join_url}


def _invited(delivery: Delivery, now: datetime) -> dict[str, Any]:
    webinar = seat(delivery).webinar
    return _with_join_link(delivery, now) | {
        "practices": tuple(_wording(practice.name) for practice in webinar.practices),
        "offers": i18n.listed(offered(webinar)),
        "not_offered": i18n.listed(not_offered(webinar)),
        "is_recorded": webinar.is_recorded,
        "people": _people(webinar),
    }


def _updated(delivery: Delivery, now: datetime) -> dict[str, Any]:
    webinar = seat(delivery).webinar
    former = former_times(delivery)
    is_new_time = former != (webinar.starts_at, webinar.ends_at)
    return _with_join_link(delivery, now) | {
        "is_new_time": is_new_time,
        # Moved and moved back before anybody heard of it.
        "is_back": not is_new_time and asks_anew(delivery),
        "was": _former(delivery) if is_new_time else None,
    }


def _cancelled(delivery: Delivery, now: datetime) -> dict[str, Any]:
    is_postponed = bool(delivery.details.get("postponed"))
    return _with_event(delivery, now) | {
        "is_postponed": is_postponed,
        "was": _former(delivery),
    }


def _withdrawn(delivery: Delivery, now: datetime) -> dict[str, Any]:
    event = _with_event(delivery, now)["event"]
    times = _former(delivery) or event.times
    reason = delivery.details["reason"]
    values = {"event": replace(event, times=times), "reason": reason}
    values["has_waited"] = bool(delivery.details.get("has_waited"))
    return values | {"answer_url": _answer_url(delivery) if reason == "declined" else None}


def _decline_check(delivery: Delivery, _now: datetime) -> dict[str, Any]:
    if delivery.invitation is None:
        raise ValueError(f"delivery {delivery.id} ({delivery.kind}) has no invitation")
    # The row names no seat: it waits for days, and nothing of the seat's must wait for it.
    webinar = delivery.invitation.enrollment.webinar
    event = _event(webinar, delivery.registrant.time_zone)
    return {"event": event, "answer_url": _answer_url(delivery)}


def _answer_url(delivery: Delivery) -> str:
    invitation = delivery.invitation
    if invitation is None or invitation.answer_nonce is None:
        raise ValueError(f"delivery {delivery.id} ({delivery.kind}) has no link to answer by")
    return links.answer_url(invitation.answer_nonce)


def _waitlist_news(delivery: Delivery, now: datetime) -> dict[str, Any]:
    return _with_event(delivery, now) | {
        "news": delivery.details["news"],
        "has_seat": bool(delivery.details.get("has_seat")),
        "was": _former(delivery),
    }


def _reminder(delivery: Delivery, now: datetime) -> dict[str, Any]:
    starts_at = seat(delivery).webinar.starts_at
    if starts_at is None:
        raise ValueError(f"delivery {delivery.id}: nothing to remind of without a date")
    zone = delivery.registrant.time_zone
    return _with_join_link(delivery, now) | {"distance": distance(starts_at, now=now, zone=zone)}


def _follow_up(delivery: Delivery, now: datetime) -> dict[str, Any]:
    return _with_event(delivery, now) | {"recording_url": seat(delivery).webinar.recording_url}


def _broadcast(delivery: Delivery, _now: datetime) -> dict[str, Any]:
    return {"words": _wording(broadcast_of(delivery).body)}


def _private_link(delivery: Delivery, _now: datetime) -> dict[str, Any]:
    return {"reason": delivery.details["reason"]}


def _confirm_address(delivery: Delivery, _now: datetime) -> dict[str, Any]:
    nonce = delivery.registrant.email_change_nonce
    if nonce is None:
        raise ValueError(f"delivery {delivery.id}: no new address waits to be confirmed")
    return {"confirm_url": links.confirm_address_url(nonce)}


def _erased(_delivery: Delivery, _now: datetime) -> dict[str, Any]:
    return {}


_VALUES: dict[MessageKind, Callable[[Delivery, datetime], dict[str, Any]]] = {
    MessageKind.WELCOME: _welcome,
    MessageKind.PRIVATE_LINK: _private_link,
    MessageKind.INVITED: _invited,
    MessageKind.PROMOTED: _invited,
    MessageKind.UPDATED: _updated,
    MessageKind.CANCELLED: _cancelled,
    MessageKind.WITHDRAWN: _withdrawn,
    MessageKind.WAITLIST_NEWS: _waitlist_news,
    MessageKind.REMINDER: _reminder,
    MessageKind.FOLLOW_UP: _follow_up,
    MessageKind.BROADCAST: _broadcast,
    MessageKind.CONFIRM_ADDRESS: _confirm_address,
    MessageKind.ERASED: _erased,
    MessageKind.DECLINE_CHECK: _decline_check,
}


def _event(webinar: Webinar, zone: str) -> Event:
    times = None
    if webinar.starts_at is not None and webinar.ends_at is not None:
        times = _times(webinar.starts_at, webinar.ends_at, webinar.zone, zone)
    return Event(_wording(webinar.title), times, page_url_here(webinar))


def _former(delivery: Delivery) -> Times | None:
    former, webinar = former_times(delivery), seat(delivery).webinar
    return former and _times(*former, webinar.zone, delivery.registrant.time_zone)


def _times(starts_at: datetime, ends_at: datetime, zone: str, reader_zone: str) -> Times:
    return _told_times(starts_at, ends_at, zone, reader_zone, i18n.current_language())


@lru_cache(maxsize=1024)
def _told_times(
    starts_at: datetime, ends_at: datetime, zone: str, reader_zone: str, language: str
) -> Times:
    with i18n.speaking(language):
        there = i18n.when_there(starts_at, ends_at, zone=zone, reader_zone=reader_zone)
        return Times(i18n.when(starts_at, ends_at, reader_zone), there)


def _people(webinar: Webinar) -> str:
    series = webinar.series
    co_sponsors = i18n.listed(
        [
            sponsor.acronym or _wording(sponsor.name).text
            for sponsor in _co_sponsors(webinar)
            if sponsor is not series.organizer
        ]
    )
    if series.organizer is None:
        return _("With %(co_sponsors)s.", co_sponsors=co_sponsors) if co_sponsors else ""
    organizer = _wording(series.organizer.name).text
    if not co_sponsors:
        return _("Organized by %(organizer)s.", organizer=organizer)
    return _(
        "Organized by %(organizer)s with %(co_sponsors)s.",
        organizer=organizer,
        co_sponsors=co_sponsors,
    )


def _co_sponsors(webinar: Webinar) -> Iterable[Sponsor]:
    return webinar.co_sponsors or webinar.series.co_sponsors


def _wording(texts: Texts) -> Wording:
    return texts.pick(i18n.current_language())


def _language_note(values: dict[str, Any]) -> str | None:
    """Return what to say when a title in the mail is not in the reader's language."""
    events = [values["event"]] if "event" in values else []
    events += [entry.event for name in ("entries", "earlier") for entry in values.get(name, ())]
    wordings = [values["series"], *(event.title for event in events)]
    wordings += values.get("practices", ())
    wordings += [values["words"]] if "words" in values else []
    for wording in wordings:
        if wording is not None and wording.is_fallback:
            language = i18n.language_name_here(wording.language)
            return _("Some of these texts are available in %(language)s only.", language=language)
    return None
