"""What a change of a webinar changes, in words: before and after."""

from collections.abc import Mapping
from dataclasses import dataclass

from webinars.i18n import gettext, language_name_here, lazy_gettext, listed, when
from webinars.models import Webinar
from webinars.services import webinars
from webinars.services.webinars import WebinarDetails
from webinars.texts import Texts
from webinars.web.filters import wording
from webinars.web.organize.zone_search import label

LABELS: Mapping[str, str] = {
    "title": lazy_gettext("Title"),
    "description": lazy_gettext("Description"),
    "starts_at": lazy_gettext("When"),
    "time_zone": lazy_gettext("Time zone of this webinar"),
    "capacity": lazy_gettext("Seats"),
    "join_url": lazy_gettext("Address to join, on the platform"),
    "recording_url": lazy_gettext("Address of the recording"),
    "offers_captions": lazy_gettext("Live captions"),
    "offers_sign_language": lazy_gettext("Sign language interpretation"),
    "is_recorded": lazy_gettext("It will be recorded"),
    "interpretation": lazy_gettext("Interpretation into"),
    "slug": lazy_gettext("Short name in its address"),
}


@dataclass(frozen=True)
class Changed:
    """One thing that changes; *before* and *after* are empty where only that is to be said."""

    label: str
    before: str
    after: str


def differences(webinar: Webinar, details: WebinarDetails) -> list[Changed]:
    """Return what *details* change of *webinar*, in the order of the form."""
    names = set(webinars.differing(webinar, details))
    if "ends_at" in names:
        names.add("starts_at")
    before = webinars.details_of(webinar)
    zone = webinar.series.time_zone
    return [
        Changed(str(words), _said(before, name, zone), _said(details, name, zone))
        for name, words in LABELS.items()
        if name in names
    ]


def _said(details: WebinarDetails, name: str, zone: str) -> str:
    if name == "starts_at":
        if details.starts_at is None or details.ends_at is None:
            return gettext("No date yet")
        return when(details.starts_at, details.ends_at, details.time_zone or zone)
    value = getattr(details, name)
    if name == "time_zone":
        return label(value or zone)
    if name == "capacity" and value is None:
        return gettext("No limit")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, tuple):
        return listed([language_name_here(code) for code in value]) or "–"
    if isinstance(value, Texts):
        return _texts(value) if name == "title" else ""
    return str(value) if value is not None else "–"


def _texts(texts: Texts) -> str:
    if len(texts) == 1:
        return str(wording(texts))
    return " · ".join(f"{language_name_here(code)}: {text}" for code, text in texts.items())
