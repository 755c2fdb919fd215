"""What an event says to people, in their language: in mails, feeds and add-to-calendar links."""

from webinars.domain.calendar_links import LinkedEvent
from webinars.domain.ical.event import EventText
from webinars.domain.markdown import to_plain
from webinars.i18n import current_language, language_name_here, listed, speaking, when, zone_name
from webinars.i18n import gettext as _
from webinars.links import external_url
from webinars.models import Webinar
from webinars.settings import settings


def event_text(webinar: Webinar, language: str, *, join_url: str | None = None) -> EventText:
    """Return the words of *webinar*'s event in *language*, plain and without Markdown.

    With *join_url*, the reader's own address of the webinar, the text tells where to join;
    never for a cancelled one. Texts that lack the language are in their own.
    """
    if webinar.is_cancelled:
        join_url = None
    with speaking(language):
        title = webinar.title.pick(language).text
        cancelled_title = _("Cancelled: %(title)s", title=title)
        return EventText(
            summary=cancelled_title if webinar.is_cancelled else title,
            cancelled_summary=cancelled_title,
            description=_description(webinar, language, join_url),
            location=join_url or _("Online"),
            join_label=_("Join the webinar"),
        )


def linked_event(webinar: Webinar, language: str) -> LinkedEvent:
    """Return what add-to-calendar links say about *webinar*, without any place to join.

    Raises ValueError for a webinar whose date is still to be announced.
    """
    if webinar.starts_at is None or webinar.ends_at is None:
        raise ValueError(f"webinar {webinar.id} has no date")
    text = event_text(webinar, language)
    return LinkedEvent(
        title=text.summary,
        starts_at=webinar.starts_at,
        ends_at=webinar.ends_at,
        text=text.description,
        location=text.location,
        page_url=page_url(webinar),
        ics_url=external_url("feeds.webinar", series=webinar.series.slug, webinar=webinar.slug),
    )


def offered(webinar: Webinar) -> list[str]:
    """Return what helps people to take part in *webinar*, in the language spoken now."""
    found = []
    if webinar.offers_captions:
        found.append(_("live captions"))
    if webinar.offers_sign_language:
        found.append(_("sign language"))
    if webinar.interpretation:
        languages = listed([language_name_here(code) for code in webinar.interpretation])
        found.append(_("interpretation into %(languages)s", languages=languages))
    if webinar.is_recorded:
        found.append(_("a recording afterwards"))
    return found


def not_offered(webinar: Webinar) -> list[str]:
    """Return what *webinar* does not offer so far, but people can ask for."""
    found = []
    if not webinar.offers_captions:
        found.append(_("live captions"))
    if not webinar.offers_sign_language:
        found.append(_("sign language"))
    if not webinar.interpretation:
        found.append(_("interpretation into another language"))
    return found


def page_url(webinar: Webinar) -> str:
    """Return the address of the webinar's public page."""
    return external_url("webinar.show", series=webinar.series.slug, webinar=webinar.slug)


def page_url_here(webinar: Webinar) -> str:
    """Return the same for a reader of the language spoken now, whatever their browser wants.

    Who reads the installation's own language gets the plain address.
    """
    language = current_language()
    asked = {} if language == settings().default_language else {"lang": language}
    slugs = {"series": webinar.series.slug, "webinar": webinar.slug}
    return external_url("webinar.show", **slugs, **asked)


def _description(webinar: Webinar, language: str, join_url: str | None) -> str:
    parts = [_("This webinar is cancelled.") if webinar.is_cancelled else ""]
    parts.append(to_plain(webinar.description.pick(language).text))
    parts.append(_language_note(webinar, language))
    parts.append(_host_time(webinar))
    parts.append(_("About this webinar: %(url)s", url=page_url(webinar)))
    if join_url is not None:
        parts.append(_("Your own link to join: %(url)s", url=join_url))
    return "\n\n".join(filter(None, parts))


def _language_note(webinar: Webinar, language: str) -> str:
    """Say which language the texts are in where the reader's is missing."""
    for text in (webinar.description.pick(language), webinar.title.pick(language)):
        if text.is_fallback:
            name = language_name_here(text.language)
            return _("This text is available only in %(language)s.", language=name)
    return ""


def _host_time(webinar: Webinar) -> str:
    """Name the time where the host is: the event itself is in UTC and shown in the reader's."""
    if webinar.starts_at is None or webinar.ends_at is None:
        return ""
    return _(
        "In the host's time zone: %(when)s (%(zone)s)",
        when=when(webinar.starts_at, webinar.ends_at, webinar.zone),
        zone=zone_name(webinar.zone, webinar.starts_at),
    )
