"""Draws the picture that programs show beside a shared link: 1200 by 630 pixels, PNG."""

from dataclasses import astuple, dataclass
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from webinars.domain.colours import Colour, mixed, parse
from webinars.web.sharing.lettering import SANS, SERIF, balanced, cut, font, wrapped, writable

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
DIGEST_LENGTH = 16
# A changed drawing has new addresses by itself.
THIS_DRAWING = sha256(Path(__file__).read_bytes()).hexdigest()

EYEBROW_SIZE, EYEBROW_TOP = 34, 66
TITLE_SIZES = (88, 80, 72, 66, 60, 54, 48)
TITLE_TOP, TITLE_HEIGHT = 122, 268
TITLE_LEADING = 1.14
FACTS_SIZE, FACTS_LEADING = 31, 42
FACTS_WIDTH = 690
FACTS_BOTTOM = HEIGHT - 62
MOST_FACTS = 4
# The rising sun of the mark, half below the lower edge.
SUN_CENTRE = (1004, HEIGHT)
SUN_RADII = (236, 188, 140, 92)
# Circles are drawn so many times larger, then made smaller, so that their edges are smooth.
FINENESS = 3
PALETTE = 128


@dataclass(frozen=True)
class Look:
    """The colours: ground, what is written on it, and the circles from out to in."""

    ground: Colour
    ink: Colour
    soft: Colour
    accent: Colour
    circles: tuple[Colour, ...]


NIGHT = parse("#3a1c46")
OURS = Look(
    ground=NIGHT,
    ink=parse("#fff6ea"),
    soft=parse("#e6d2e4"),
    accent=parse("#f5ae41"),
    circles=tuple(map(parse, ("#542c63", "#8d3f69", "#e2714e", "#f5ae41"))),
)


def look_of(*, ground: Colour, ink: Colour, soft: Colour, accent: Colour) -> Look:
    """Return the look of an organization's colours; circles go from its ground to its accent."""
    shares = (0.14, 0.36, 0.66, 1.0)
    circles = tuple(mixed(ground, accent, share) for share in shares)
    return Look(ground, ink, soft, accent, circles)


@dataclass(frozen=True)
class Picture:
    """What a picture says, in one language."""

    eyebrow: str
    title: str
    facts: tuple[str, ...]
    site: str
    look: Look

    @cached_property
    def digest(self) -> str:
        """Part of its address: equal for equal pictures only."""
        content = repr((THIS_DRAWING, astuple(self)))
        return sha256(content.encode()).hexdigest()[:DIGEST_LENGTH]

    @property
    def words(self) -> str:
        """All it says, for those who cannot see it."""
        return ". ".join(filter(None, (self.title, self.eyebrow, *self.facts)))


def draw(picture: Picture) -> bytes:
    """Return *picture* as a PNG; what our fonts cannot write is left out."""
    image = Image.new("RGB", (WIDTH, HEIGHT), str(picture.look.ground))
    _draw_sun(image, picture.look)
    canvas = ImageDraw.Draw(image)
    _draw_head(canvas, picture)
    _draw_facts(canvas, picture)
    file = BytesIO()
    few = image.quantize(PALETTE, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(file, "PNG", compress_level=9)
    return file.getvalue()


def _draw_sun(image: Image.Image, look: Look) -> None:
    x, y = SUN_CENTRE
    for radius, colour in zip(SUN_RADII, look.circles, strict=True):
        fine = 2 * radius * FINENESS
        disc = Image.new("L", (fine, fine))
        ImageDraw.Draw(disc).ellipse((0, 0, fine - 1, fine - 1), fill=255)
        small = disc.resize((2 * radius, 2 * radius), Image.Resampling.LANCZOS)
        image.paste(str(colour), (x - radius, y - radius), small)


def _draw_head(canvas: ImageDraw.ImageDraw, picture: Picture) -> None:
    eyebrow = writable(picture.eyebrow, SANS)
    # Better the site's name than a picture without any.
    title = writable(picture.title, SERIF) or writable(picture.site, SERIF)
    sans = font(SANS, EYEBROW_SIZE)
    line = cut(wrapped(eyebrow, sans, WIDTH - 2 * MARGIN), 1, sans, WIDTH - 2 * MARGIN)
    canvas.text((MARGIN, EYEBROW_TOP), "".join(line), str(picture.look.accent), sans)
    letters, lines = _fitted(title)
    step = round(letters.size * TITLE_LEADING)
    for number, words in enumerate(lines):
        # The left edge of the letters, not of the space around them, stands at the margin.
        place = (MARGIN - letters.size // 24, TITLE_TOP + number * step)
        canvas.text(place, words, str(picture.look.ink), letters)


def _fitted(title: str) -> tuple[FreeTypeFont, list[str]]:
    """Return the largest letters in which *title* fits, and its lines."""
    width = WIDTH - 2 * MARGIN
    for size in TITLE_SIZES:
        letters = font(SERIF, size)
        lines = wrapped(title, letters, width)
        if len(lines) * size * TITLE_LEADING <= TITLE_HEIGHT:
            return letters, balanced(lines, letters, width)
    return letters, cut(lines, int(TITLE_HEIGHT / (size * TITLE_LEADING)), letters, width)


def _draw_facts(canvas: ImageDraw.ImageDraw, picture: Picture) -> None:
    letters = font(SANS, FACTS_SIZE)
    parts = [wrapped(writable(fact, SANS), letters, FACTS_WIDTH) for fact in picture.facts]
    parts = [lines for lines in parts if lines]
    lines = [
        line
        for number, found in enumerate(parts)
        # Each fact has a line; what is left of the room goes to the first that need more.
        for line in cut(found, _room(parts, number), letters, FACTS_WIDTH)
    ]
    top = FACTS_BOTTOM - len(lines) * FACTS_LEADING
    for number, words in enumerate(lines):
        colour = picture.look.soft if number else picture.look.ink
        canvas.text((MARGIN, top + number * FACTS_LEADING), words, str(colour), letters)


def _room(parts: list[list[str]], number: int) -> int:
    """Return how many lines the fact with this *number* may have."""
    others = sum(len(lines) for lines in parts[:number]) + len(parts[number + 1 :])
    return max(1, MOST_FACTS - others)
