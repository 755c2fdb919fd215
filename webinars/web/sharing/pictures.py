"""The pictures shown beside shared links: one for each series and language, one for the site.

A picture's address holds a digest of all that it shows, so that it may be kept for ever. What
has no such digest is never drawn: there are no more pictures than there is to show.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any

from flask import Blueprint, Flask, Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webinars.domain.colours import parse
from webinars.domain.palette import Colours, palette
from webinars.i18n import current_language, languages, speaking
from webinars.links import external_url
from webinars.models import Series
from webinars.queries.series import published_series
from webinars.settings import settings
from webinars.web.filters import site_name
from webinars.web.sharing import words
from webinars.web.sharing.drawing import HEIGHT, OURS, WIDTH, Look, Picture, draw, look_of

PICTURES = "webinars.pictures"
IMMUTABLE = "public, max-age=31536000, immutable"
# An address out of date leads to today's picture for so long.
MOVED = "public, max-age=300"
MEBIBYTE = 1024 * 1024
DEFAULT_LIMIT = 8 * MEBIBYTE

bp = Blueprint("pictures", __name__)


@dataclass(frozen=True)
class Shown:
    """A picture as a page's head names it."""

    url: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


class DrawnPictures:
    """As many drawn pictures as fit into *limit* bytes; the longest unused leaves first."""

    def __init__(self, limit: int = DEFAULT_LIMIT) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        # One at a time: however many ask, drawing takes no more than one processor.
        self._lock = Lock()

    def get(self, picture: Picture) -> bytes:
        """Return *picture* drawn, anew only when it is not kept."""
        with self._lock:
            drawn = self._kept.pop(picture.digest, None)
            if drawn is None:
                drawn = draw(picture)
                self._size += len(drawn)
            self._kept[picture.digest] = drawn
            while self._size > self._limit and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped)
            return drawn

    def __len__(self) -> int:
        """How many pictures are kept."""
        return len(self._kept)


def init_app(app: Flask) -> None:
    """Give *app* its place for drawn pictures."""
    app.extensions[PICTURES] = DrawnPictures()


@bp.get("/series/<series>/picture-<digest>.png")
def series(series: str, digest: str) -> ResponseReturnValue:
    """Send the picture of a published series in the language that has this *digest*."""
    found = published_series(series)
    for language in languages():
        with speaking(language):
            picture = series_picture(found)
        if picture.digest == digest:
            return _answer(picture)
    with speaking(found.language):
        return _moved("pictures.series", series_picture(found), series=series)


@bp.get("/picture-<digest>.png")
def site(digest: str) -> ResponseReturnValue:
    """Send the picture of the installation as a whole."""
    picture = site_picture()
    return _answer(picture) if picture.digest == digest else _moved("pictures.site", picture)


def shown_picture(series: Series | None) -> Shown:
    """Return what a page's head says of the picture of *series*, or of the site."""
    if series is None or not series.is_public:
        picture = site_picture()
        return Shown(external_url("pictures.site", digest=picture.digest), picture.words)
    picture = series_picture(series)
    address = external_url("pictures.series", series=series.slug, digest=picture.digest)
    return Shown(address, picture.words)


def series_picture(series: Series) -> Picture:
    """Return the picture of *series* in the language spoken now."""
    return Picture(
        eyebrow=words.size(series),
        title=series.title.pick(current_language()).text,
        facts=tuple(filter(None, (words.dates(series), *words.behind(series)))),
        site=site_name(),
        look=_look(series),
    )


def site_picture() -> Picture:
    """Return the picture of the installation."""
    address = settings().base_url.partition("://")[2]
    return Picture(eyebrow=address, title=site_name(), facts=(), site=site_name(), look=OURS)


def _look(series: Series) -> Look:
    """Return the organizer's own colours, made readable, or ours."""
    organizer = series.organizer
    if organizer is None or not (organizer.brand_colour and organizer.accent_colour):
        return OURS
    colours = Colours(parse(organizer.brand_colour), parse(organizer.accent_colour))
    scheme = palette(colours).light
    return look_of(
        ground=scheme.head, ink=scheme.head_ink, soft=scheme.head_soft, accent=scheme.accent
    )


def _answer(picture: Picture) -> Response:
    drawn: DrawnPictures = current_app.extensions[PICTURES]
    response = Response(drawn.get(picture), content_type="image/png")
    response.headers["Cache-Control"] = IMMUTABLE
    # Other sites show it beside a link to us.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.set_etag(picture.digest)
    response.make_conditional(request)
    return response


def _moved(endpoint: str, picture: Picture, **values: Any) -> ResponseReturnValue:
    """Lead to the picture as it is now: programs remember the address of an older one."""
    response = redirect(url_for(endpoint, digest=picture.digest, **values))
    response.headers["Cache-Control"] = MOVED
    return response
