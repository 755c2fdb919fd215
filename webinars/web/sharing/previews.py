"""What a page's head says to programs that show links to it, and to search engines."""

from dataclasses import dataclass

from flask import request
from markupsafe import Markup

from webinars.domain.names import shortened
from webinars.domain.sitemap import in_language
from webinars.i18n import current_language, languages, locale_of
from webinars.models import Series
from webinars.texts import Texts
from webinars.web.filters import excerpt, page_address, site_name, wording
from webinars.web.sharing.pictures import Shown, shown_picture

# What search engines show of a description.
LONGEST = 160


@dataclass(frozen=True)
class Preview:
    """A page in a few words, and its picture."""

    title: str
    description: str
    address: str
    locale: str
    other_locales: tuple[str, ...]
    picture: Shown


def preview(title: Markup, description: Markup, series: Series | None) -> Preview:
    """Return how the present page is shown elsewhere; both texts as they stand in its head."""
    spoken = current_language()
    return Preview(
        # The site's name has a place of its own.
        title=_line(title).removesuffix(f" · {site_name()}"),
        description=_line(description),
        address=canonical_address(),
        locale=_locale(spoken),
        other_locales=tuple(_locale(code) for code in languages() if code != spoken),
        picture=shown_picture(series),
    )


def canonical_address() -> str:
    """Return the full address by which the page is to be known.

    One without a language speaks the reader's; one with it is a page of its own.
    """
    wanted = request.args.get("lang")
    return in_language(page_address(), wanted) if wanted in languages() else page_address()


def brief(texts: Texts) -> str:
    """Return the beginning of *texts* in one line, in the language spoken now."""
    return shortened(wording(excerpt(texts)).text, LONGEST)


def _line(markup: Markup) -> str:
    return shortened(markup.unescape(), 2 * LONGEST)


def _locale(language: str) -> str:
    """Return the language as previews name it, with a territory: es_US."""
    return str(locale_of(language))
