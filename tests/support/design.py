"""The design's tokens, as site.css sets them, and the contrast between colours (WCAG 2.2)."""

import re
from pathlib import Path

import webinars

CSS = Path(webinars.__file__).parent / "static" / "site.css"
DARK = "@media screen and (prefers-color-scheme: dark) {"
PRINT = "@media print {"
GROUND = "/* Ground */"
_TOKEN = re.compile(r"(--[a-z0-9-]+):\s*([^;]+);")


def tokens() -> dict[str, str]:
    """Each token with its value in light, or in both."""
    return dict(_TOKEN.findall(token_part().partition(DARK)[0]))


def dark_tokens() -> dict[str, str]:
    """Each token with its value in dark, or in both."""
    return tokens() | dict(_TOKEN.findall(token_part().partition(DARK)[2].partition(PRINT)[0]))


def token_part() -> str:
    """The part of the style sheet that sets tokens."""
    return CSS.read_text(encoding="utf-8").partition(GROUND)[0]


def rest() -> str:
    """The part that uses them."""
    return CSS.read_text(encoding="utf-8").partition(GROUND)[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours written #rrggbb, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
