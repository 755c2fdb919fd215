"""States are coloured: each name of a colour that pages use has a style."""

import re
from pathlib import Path

import webinars

PACKAGE = Path(webinars.__file__).parent
TEMPLATES = PACKAGE.parent / "templates"


def test_each_colour_of_a_state_has_a_style():
    pages = "".join(page.read_text() for page in TEMPLATES.rglob("*.html"))
    styles = "".join(sheet.read_text() for sheet in (PACKAGE / "static").glob("*.css"))
    used = {*re.findall(r'state\([^{}]*?, "(\w+)"\)', pages), *re.findall(r"\btag-(\w+)", pages)}

    assert used >= {"good", "wait", "problem"}
    assert {name for name in used if f".tag-{name}" not in styles} == set()
