"""What every page's template can use."""

from dataclasses import dataclass
from urllib.parse import urlencode

from babel import Locale
from flask import Flask, g, request
from markupsafe import Markup, escape
from sqlalchemy.exc import SQLAlchemyError

from webinars import i18n
from webinars.links import settings
from webinars.models import Series
from webinars.queries.series import shows_only_demonstrations
from webinars.texts import Texts, Wording


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
    app.jinja_env.filters.update(wording=wording, markdown=markdown)
    app.jinja_env.globals.update(
        current_language=i18n.current_language,
        language_links=language_links,
        language_name_here=i18n.language_name_here,
        shows_demonstration=shows_demonstration,
        site_name=site_name,
        text_direction=text_direction,
    )


def wording(texts: Texts) -> Wording:
    """Return what is shown of *texts* in the language spoken now."""
    return texts.pick(i18n.current_language())


def markdown(text: str) -> Markup:
    """Return *text* as HTML paragraphs."""
    paragraphs = (escape(part.strip()) for part in text.split("\n\n") if part.strip())
    return Markup("\n").join(Markup("<p>{}</p>").format(part) for part in paragraphs)


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


def text_direction() -> str:
    """Return ``ltr`` or ``rtl``, as the language spoken now is written."""
    return Locale.parse(i18n.current_language()).text_direction


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
