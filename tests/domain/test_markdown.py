"""Markdown becomes safe HTML, and plain text that says the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.domain import markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*now* and **then**", "<p><em>now</em> and <strong>then</strong></p>"),
        ("# Why\n###### How", "<h3>Why</h3>\n<h6>How</h6>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>"),
        (
            "[us](https://example.org)",
            '<p><a href="https://example.org" rel="noopener noreferrer">us</a></p>',
        ),
        (
            "at https://example.org/a_b.",
            (
                '<p>at <a href="https://example.org/a_b" rel="noopener noreferrer">'
                "https://example.org/a_b</a>.</p>"
            ),
        ),
        ("example.org, ftp://example.org", "<p>example.org, ftp://example.org</p>"),
        ("![a map](https://example.org/map.png)", "<p>a map</p>"),
    ],
)
def test_markdown_becomes_html(text, html):
    assert markdown.to_html(text).strip() == html


def test_headings_come_below_the_one_they_stand_under():
    assert markdown.to_html("# Why", below=1).strip() == "<h2>Why</h2>"
    assert markdown.to_html("# Why", below=3).strip() == "<h4>Why</h4>"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <b onclick=alert(1)>b</b>",
        "[a](javascript:alert(1))",
        "[a](<java\nscript:alert(1)>)",
        "![a](javascript:alert(1))",
        "<javascript:alert(1)>",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        '[a](https://example.org "x" onclick="alert(1))',
        "<svg/onload=alert(1)>",
    ],
)
def test_nothing_that_runs_survives(text):
    html = markdown.to_html(text)

    assert "<script" not in html
    assert "<svg" not in html
    assert " onclick=alert" not in html.replace("&lt;b onclick", "")
    assert 'href="javascript' not in html.lower()
    assert 'href="data' not in html.lower()


@given(st.text(alphabet="<>/abhref=\"' :javscipt()[]!`*_\n#-&;", max_size=80))
def test_html_holds_allowed_tags_only(text):
    html = markdown.to_html(text)

    opened = {part.split(">")[0].split()[0].strip("/") for part in html.split("<")[1:]}
    assert opened <= markdown.ALLOWED_TAGS


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("# Why\nIt *matters*\nto us.", "Why\n\nIt matters to us."),
        ("[us](https://example.org), `code`", "us (https://example.org), code"),
        ("https://example.org/ñ", "https://example.org/ñ"),
        ("<ana@example.org>", "ana@example.org"),
        ("one  \ntwo", "one\ntwo"),
        ("- a\n- b\n  1. c\n  2. d", "- a\n- b\n  1. c\n  2. d"),
        ("> a\n> b\n\nc", "> a b\n\nc"),
        ("a\n\n---\n\n    code\n", "a\n\n* * *\n\ncode"),
        ("![a map](https://example.org/map.png)", "a map"),
        ("", ""),
    ],
)
def test_markdown_becomes_plain_text(text, plain):
    assert markdown.to_plain(text) == plain


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a < b, <https://example.org>, `<b>`", None),
        ("```\n<b>\n```", None),
        ("a\nb <b>c</b>", 2),
        ("a\n\n<div>\nb\n</div>", 3),
        ("a\n\n- b\n- c\n  d <!-- e -->", 5),
        ("&lt;b&gt;", None),
    ],
)
def test_html_is_found_with_its_line(text, line):
    assert markdown.line_of_html(text) == line


def test_a_text_beyond_the_limit_is_cut():
    text = "a" * markdown.LENGTH_LIMIT + "b"

    assert markdown.to_plain(text) == "a" * markdown.LENGTH_LIMIT
    assert "b" not in markdown.to_html(text)
