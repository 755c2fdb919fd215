"""What every page's template can use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from flask import Flask, g, request
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError

from webinars import i18n, links
from webinars.domain.calendar_links import SubscribeLinks, subscribe_links, webcal_url
from webinars.domain.markdown import to_html, to_plain
from webinars.event_texts import not_offered
from webinars.models import PracticeGroup, Series
from webinars.queries.series import shows_only_demonstrations
from webinars.settings import settings
from webinars.texts import Texts, Wording
from webinars.web import zones
from webinars.web.labels import duration, state_name

HUES = 4
SHOWN_INSTEAD = "shown_instead"
KEPT = 4096


@dataclass(frozen=True)
class DateBlock:
    """A date as a calendar's leaf: Tue, Dec, 1, 2026."""

    weekday: str
    month: str
    day: str
    year: str


@dataclass(frozen=True)
class LanguageLink:
    """The same page in one of our languages."""

    code: str
    name: str
    address: str
    is_current: bool


def init_app(app: Flask) -> None:
    """Give *app*'s templates our filters and functions."""
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.filters.update(
        excerpt=excerpt,
        hue=hue,
        markdown=markdown,
        number=i18n.number,
        wording=wording,
    )
    app.jinja_env.globals.update(
        address_in=address_in,
        clock_time=kept_by_language(i18n.clock_time),
        current_language=i18n.current_language,
        date_block=kept_by_language(date_block),
        day=kept_by_language(i18n.day),
        duration=duration,
        external_url=links.external_url,
        feed_links=feed_links,
        language_links=language_links,
        language_name_here=i18n.language_name_here,
        language_name=i18n.language_name,
        listed=i18n.listed,
        locale_tag=locale_tag,
        not_offered=not_offered,
        page_address=page_address,
        short_day=kept_by_language(i18n.short_day),
        shown_instead=shown_instead,
        shows_demonstration=shows_demonstration,
        site_name=site_name,
        span=kept_by_language(i18n.span),
        state_name=state_name,
        text_direction=text_direction,
        webcal_url=webcal_url,
        zone_label=zones.label,
        zone_name=kept_by_language(i18n.zone_name),
        zone_name_all_year=kept_by_language(i18n.zone_name_all_year),
    )


def kept_by_language(say: Callable[..., Any]) -> Callable[..., Any]:
    """Return *say*, which speaks the current language, remembering what it said in each."""

    @lru_cache(maxsize=KEPT)
    def said(_language: str, *values: Any) -> Any:
        return say(*values)

    def remembered(*values: Any) -> Any:
        return said(i18n.current_language(), *values)

    return remembered


def wording(texts: Texts) -> Wording:
    """Return what is shown of *texts* in the language spoken now.

    Where that is another language, the page says so once (see ``shown_instead``).
    """
    found = texts.pick(i18n.current_language())
    if found.is_fallback:
        g.setdefault(SHOWN_INSTEAD, {})[found.language] = True
    return found


def shown_instead() -> str:
    """Return the languages in which the page so far shows what has no translation, or nothing."""
    return i18n.listed([i18n.language_name_here(code) for code in g.get(SHOWN_INSTEAD, {})])


def markdown(text: str) -> Markup:
    """Return *text*, written in Markdown, as safe HTML."""
    return Markup(to_html(text))  # noqa: S704  # cleaned by to_html


@lru_cache(maxsize=KEPT)
def excerpt(texts: Texts) -> Texts:
    """Return the first paragraph of *texts*, without marks, for lists."""
    return Texts({code: to_plain(text).partition("\n\n")[0] for code, text in texts.items()})


def hue(group: PracticeGroup) -> int:
    """Return which of the design's colours is the group's, from 1."""
    return group.position % HUES + 1


def feed_links(endpoint: str, name: Texts, **values: str) -> SubscribeLinks:
    """Return the links that subscribe to the feed at *endpoint*."""
    return subscribe_links(links.external_url(endpoint, **values), name=str(wording(name)))


def date_block(moment: datetime, zone: str) -> DateBlock:
    """Return the date of *moment* in *zone*, in parts."""
    there = moment.astimezone(ZoneInfo(zone))
    locale = i18n.locale_of(i18n.current_language())
    weekday, month = (
        format_skeleton(skeleton, there, tzinfo=there.tzinfo, locale=locale)
        for skeleton in ("EEE", "MMM")
    )
    return DateBlock(weekday, month, str(there.day), str(there.year))


def shows_demonstration(series: Series | None) -> bool:
    """Whether the page must say that it is a demonstration: of *series*, or altogether."""
    if series is not None and series.is_demonstration:
        return True
    if "shows_demonstration" not in g:
        try:
            g.shows_demonstration = shows_only_demonstrations()
        except SQLAlchemyError:
            # The page that says the database is away cannot ask it.
            g.shows_demonstration = False
    return bool(g.shows_demonstration)


def site_name() -> str:
    """Return what the installation calls itself: the name its mails come from."""
    return settings().sender.display_name or "Webinars"


def locale_tag() -> str:
    """Return what scripts write dates and times by: ``en-US``."""
    locale = str(i18n.locale_of(i18n.current_language())).replace("_", "-")
    # Elsewhere browsers count years and write digits in other ways than our own dates do.
    return locale if locale.startswith("en") else f"{locale}-u-ca-gregory-nu-latn"


def text_direction(language: str | None = None) -> str:
    """Return ``ltr`` or ``rtl``, as *language* is written, or the one spoken now."""
    return i18n.direction_of(language or i18n.current_language())


def page_address() -> str:
    """Return the present page's full address under BASE_URL, without its query."""
    return settings().base_url + request.path


def language_links() -> list[LanguageLink]:
    """Return a link to the present page in each of our languages."""
    return [
        LanguageLink(
            code,
            i18n.language_name(code),
            address_in(code),
            is_current=code == i18n.current_language(),
        )
        for code in i18n.languages()
    ]


def address_in(language: str) -> str:
    """Return the present page's path in *language*, the rest of its query kept."""
    query = {**request.args.to_dict(flat=False), "lang": [language]}
    return f"{request.path}?{urlencode(query, doseq=True)}"
