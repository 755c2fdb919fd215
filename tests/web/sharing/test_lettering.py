"""What our fonts can write, and how lines are broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.web.sharing.lettering import (
    SANS,
    SERIF,
    balanced,
    cut,
    font,
    has_glyph,
    wrapped,
    writable,
)

LETTERS = font(SERIF, 40)


@pytest.mark.parametrize("face", [SANS, SERIF])
@pytest.mark.parametrize(
    "text",
    [
        "Advancing Health Equity: a Guide – for “All” …",
        "¿Qué es la equidad en salud? ¡Únase, señora!",
        "Công bằng y tế",
        "Ekite nan sante · Équité",
        "Ισότητα στην υγεία",
        "Здоровье для всех",
    ],
)
def test_latin_greek_and_cyrillic_are_written(face, text):
    assert writable(text, face) == text


@pytest.mark.parametrize(
    "text", ["健康公平", "العدالة الصحية", "שוויון", "Health 健康", "ก", "e\u0359"]
)
def test_a_text_with_a_letter_that_is_missing_is_left_out(text):
    assert writable(text, SERIF) == ""


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("🌞 Sun ☀️ rise 🎉", "Sun rise"),
        ("two\nlines\u200b here\x00", "two lines here"),
        ("cafe\u0301", "café"),
        ("", ""),
    ],
)
def test_signs_that_are_missing_are_dropped(text, written):
    assert writable(text, SANS) == written


@given(st.text(max_size=60))
def test_no_text_brings_a_box(text):
    assert all(has_glyph(one, SERIF) for one in writable(text, SERIF))


@given(st.text("abcdé mW", max_size=300), st.integers(120, 600))
def test_no_line_is_too_wide_and_no_letter_is_lost(text, width):
    lines = wrapped(text, LETTERS, width)

    assert all(LETTERS.getlength(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_lines_are_balanced_without_getting_more():
    lines = ["Advancing Health Equity: A", "Guide"]

    assert balanced(lines, LETTERS, 600) == ["Advancing Health", "Equity: A Guide"]


def test_what_does_not_fit_ends_with_an_ellipsis():
    lines = cut(["one two", "three four,", "five"], 2, LETTERS, 400)

    assert lines == ["one two", "three four…"]
