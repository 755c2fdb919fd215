"""Facts for search engines about series and webinars, in the words of schema.org.

Never the platform's address: the place is our page, where everybody gets a link of their own.
What has no date is no event yet (schema.org wants ``startDate``): nothing is said of it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from webinars.domain.selection import Refusal
from webinars.domain.stages import LAST, Stage
from webinars.event_texts import page_url
from webinars.i18n import current_language
from webinars.links import external_url
from webinars.models import Appearance, Series, Sponsor, Webinar
from webinars.texts import Texts
from webinars.web.filters import excerpt, site_name
from webinars.web.public.cards import Card, SeriesCard
from webinars.web.sharing.pictures import shown_picture
from webinars.web.sharing.words import dated_webinars

CONTEXT = "https://schema.org"
SCHEMA = f"{CONTEXT}/"
ONLINE = SCHEMA + "OnlineEventAttendanceMode"
# Registration is always free of charge.
PRICE = {"price": "0", "priceCurrency": "USD"}
Thing = dict[str, Any]


def series_event(card: SeriesCard) -> Thing | None:
    """Return the EventSeries with its dated webinars; None while no date is known."""
    series = card.series
    taking_place = dated_webinars(series)
    if not taking_place:
        return None
    thing: Thing = {
        "@context": CONTEXT,
        "@type": "EventSeries",
        **_series_name(series),
        "description": _said(excerpt(series.description)),
        "startDate": _start(min(taking_place, key=lambda one: one.starts_at or LAST)),
        "endDate": _end(max(taking_place, key=lambda one: one.ends_at or LAST)),
        "eventStatus": SCHEMA + "EventScheduled",
        "eventAttendanceMode": ONLINE,
        "location": _place(_series_url(series)),
        "organizer": _organizer(series),
        "sponsor": _organizations(series.co_sponsors),
        "image": [shown_picture(series).url],
        "inLanguage": series.language,
        "isAccessibleForFree": True,
        "subEvent": [_webinar(one) for one in card.cards if one.webinar.is_dated],
    }
    return _known(thing)


def webinar_event(card: Card) -> Thing | None:
    """Return the Event; None for a webinar whose date is still to be announced."""
    webinar = card.webinar
    if not webinar.is_dated:
        return None
    series = webinar.series
    sponsors = webinar.co_sponsors or series.co_sponsors
    whole = {
        "sponsor": _organizations(sponsors),
        "superEvent": {"@type": "EventSeries", **_series_name(series)},
    }
    return {"@context": CONTEXT, **_webinar(card), **_known(whole)}


def breadcrumb_list(*places: tuple[str, str]) -> Thing:
    """Return the way to a page: names and addresses (paths) from the outermost to the page."""
    base = external_url("home.show").rstrip("/")
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": str(name), "item": base + path}
            for number, (name, path) in enumerate(places, start=1)
        ],
    }


def _webinar(card: Card) -> Thing:
    webinar, url = card.webinar, page_url(card.webinar)
    status = "EventCancelled" if webinar.is_cancelled else "EventScheduled"
    return _known(
        {
            "@type": "Event",
            "@id": f"{url}#event",
            "url": url,
            "name": _said(webinar.title),
            "description": _said(excerpt(webinar.description)),
            "startDate": _start(webinar),
            "endDate": _end(webinar),
            "eventStatus": SCHEMA + status,
            "eventAttendanceMode": ONLINE,
            "location": _place(url),
            "organizer": _organizer(webinar.series),
            "sponsor": _organizations(webinar.co_sponsors),
            "performer": [_person(appearance) for appearance in webinar.appearances],
            "offers": _offer(card),
            "image": [shown_picture(webinar.series).url],
            # Whoever is interpreted is heard in both languages.
            "inLanguage": [webinar.series.language, *webinar.interpretation],
            "maximumVirtualAttendeeCapacity": webinar.capacity,
            "isAccessibleForFree": True,
            "recordedIn": _recording(card),
        }
    )


def _offer(card: Card) -> Thing | None:
    """Return the free seat on offer; None once, or when, it cannot be had."""
    if card.refusal not in {None, Refusal.NOT_OPEN_YET}:
        return None
    webinar, series = card.webinar, card.webinar.series
    address = external_url("registration.register", series=series.slug, webinars=webinar.slug)
    ends_at = webinar.ends_at
    closes_at = min(filter(None, (series.registration_closes_at, ends_at)), default=None)
    return _known(
        {
            "@type": "Offer",
            **PRICE,
            "url": address,
            "availability": SCHEMA + ("SoldOut" if card.is_full else "InStock"),
            "validFrom": _moment(series.registration_opens_at, series.time_zone),
            "validThrough": _moment(closes_at, series.time_zone),
        }
    )


def _recording(card: Card) -> Thing | None:
    webinar = card.webinar
    if card.stage is not Stage.OVER or not webinar.recording_url:
        return None
    return {
        "@type": "VideoObject",
        "name": _said(webinar.title),
        "description": _said(excerpt(webinar.description)) or _said(webinar.title),
        "url": webinar.recording_url,
        "thumbnailUrl": [shown_picture(webinar.series).url],
        "inLanguage": webinar.series.language,
    }


def _series_name(series: Series) -> Thing:
    url = _series_url(series)
    return {"@id": f"{url}#series", "url": url, "name": _said(series.title)}


def _organizer(series: Series) -> Thing:
    if series.organizer is None:
        return {"@type": "Organization", "name": site_name(), "url": external_url("home.show")}
    return _organization(series.organizer)


def _organizations(sponsors: Iterable[Sponsor]) -> list[Thing]:
    return [_organization(sponsor) for sponsor in sponsors]


def _organization(sponsor: Sponsor) -> Thing:
    page = external_url("sponsors.show", sponsor=sponsor.slug)
    logo = external_url("sponsors.logo", sponsor=sponsor.slug)
    return _known(
        {
            "@type": "Organization",
            "@id": f"{page}#organization",
            "name": _said(sponsor.name),
            "alternateName": sponsor.acronym,
            "url": sponsor.website or page,
            "logo": logo if sponsor.logo_type else None,
        }
    )


def _person(appearance: Appearance) -> Thing:
    speaker = appearance.speaker
    employer = _said(speaker.organization)
    affiliation = {"@type": "Organization", "name": employer} if employer else None
    return _known({"@type": "Person", "name": speaker.name, "affiliation": affiliation})


def _place(url: str) -> Thing:
    return {"@type": "VirtualLocation", "url": url}


def _series_url(series: Series) -> str:
    return external_url("series.show", series=series.slug)


def _start(webinar: Webinar) -> str | None:
    return _moment(webinar.starts_at, webinar.zone)


def _end(webinar: Webinar) -> str | None:
    return _moment(webinar.ends_at, webinar.zone)


def _moment(moment: datetime | None, zone: str) -> str | None:
    """Return *moment* as wall time in *zone* with its offset (ISO 8601)."""
    if moment is None:
        return None
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")


def _said(texts: Texts) -> str:
    return texts.pick(current_language()).text


def _known(thing: Thing) -> Thing:
    """Return *thing* without what is not known: absent, not empty."""
    return {name: value for name, value in thing.items() if value not in (None, "", [])}
