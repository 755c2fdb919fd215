"""An organization's own colours and logo, on the pages of what it organizes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from flask import Flask, Response, g, request, url_for
from flask.typing import ResponseReturnValue

from webinars.domain.colours import Colour, parse
from webinars.domain.palette import Colours, palette
from webinars.models import Series, Sponsor
from webinars.queries.registrations import sole_organizer
from webinars.settings import settings

ONE_YEAR = 31536000
DIGEST_LENGTH = 8
KEPT = 256
# Not for print: what is printed is black on white.
SCREEN = "@media screen{:root{%s}}"
DARK_SCREEN = "@media screen and (prefers-color-scheme:dark){:root{%s}}"


@dataclass(frozen=True)
class Stylesheet:
    """What an organization's colours change in the design, and its digest."""

    text: str
    digest: str


def init_app(app: Flask) -> None:
    """Let *app*'s templates ask whose page it is, and for what is theirs."""
    app.jinja_env.globals.update(
        branded=branded,
        colours_address=colours_address,
        logo_address=logo_address,
        own_logo_address=own_logo_address,
        own_logo_height=own_logo_height,
        own_logo_width=own_logo_width,
        own_organizer=own_organizer,
    )


def branded(series: Series | None, sponsor: Sponsor | None) -> Sponsor | None:
    """Return whose colours and logo a page bears: the organizer of *series*, or *sponsor*."""
    return series.organizer if series is not None else sponsor


def own_organizer() -> Sponsor | None:
    """Return who organizes all that the person takes part in, whose private page is shown."""
    registrant_id: int | None = g.get("registrant_id")
    return None if registrant_id is None else sole_organizer(registrant_id)


def stylesheet(sponsor: Sponsor) -> Stylesheet | None:
    """Return the colours of *sponsor* as a stylesheet, if it has any."""
    if sponsor.brand_colour is None or sponsor.accent_colour is None:
        return None
    return _stylesheet(sponsor.brand_colour, sponsor.accent_colour)


def colours_address(sponsor: Sponsor | None) -> str | None:
    """Return where the stylesheet of *sponsor* is, if it has colours."""
    sheet = stylesheet(sponsor) if sponsor else None
    if sponsor is None or sheet is None:
        return None
    return url_for("sponsors.colours", sponsor=sponsor.slug, digest=sheet.digest)


def logo_address(sponsor: Sponsor | None) -> str | None:
    """Return where the picture of *sponsor* is, if it has one."""
    if sponsor is None or sponsor.logo_type is None:
        return None
    if sponsor.logo_digest is None:
        return url_for("sponsors.logo", sponsor=sponsor.slug)
    return url_for("sponsors.kept_logo", sponsor=sponsor.slug, digest=sponsor.logo_digest)


def own_logo_address() -> str | None:
    """Return where the picture of who runs this installation is, if there is one."""
    digest = settings().logo_digest
    return None if digest is None else url_for("own_logo.show", digest=digest)


def own_logo_width() -> int | None:
    """Return how wide that picture is, in pixels."""
    return settings().logo_width


def own_logo_height() -> int | None:
    """Return how high that picture is, in pixels."""
    return settings().logo_height


def for_ever(response: Response, digest: str) -> ResponseReturnValue:
    """Let everybody keep *response*, whose address changes with its content."""
    response.cache_control.public = True
    response.cache_control.max_age = ONE_YEAR
    response.cache_control.immutable = True
    response.set_etag(digest)
    return response.make_conditional(request)


@lru_cache(maxsize=KEPT)
def _stylesheet(brand: str, accent: str) -> Stylesheet:
    made = palette(Colours(parse(brand), parse(accent)))
    text = SCREEN % _declared(made.light.tokens()) + DARK_SCREEN % _declared(made.dark.tokens())
    return Stylesheet(text, sha256(text.encode()).hexdigest()[:DIGEST_LENGTH])


def _declared(tokens: Mapping[str, Colour]) -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in tokens.items())
