"""Markdown that people write in our texts: to safe HTML, and to plain text.

CommonMark without HTML. Headings come below the one that the text stands under.
"""

from collections.abc import Iterator
from functools import lru_cache

import nh3
from linkify_it import LinkifyIt  # type: ignore[import-untyped]  # it ships no types
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markdown_it.utils import EnvType, OptionsDict

# Rendering takes up to 0.3 s for a hostile text of this length, and a millisecond for a usual one.
LENGTH_LIMIT = 20_000
LOWEST_HEADING = 6

ALLOWED_TAGS = {
    "p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
URL_SCHEMES = {"http", "https", "mailto"}


def to_html(text: str, *, below: int = 2) -> str:
    """Return *text* as HTML that is safe to show as it is, for a place below an h2.

    Where no h2 stands above it, *below* is 1. Of a text longer than LENGTH_LIMIT characters
    only the beginning is shown.
    """
    return _html(text[:LENGTH_LIMIT], below)


def to_plain(text: str) -> str:
    """Return *text* as plain text to read: links as "text (address)", no marks.

    Of a text longer than LENGTH_LIMIT characters only the beginning is kept.
    """
    tokens = _MARKDOWN.parse(text[:LENGTH_LIMIT])
    return "\n\n".join(_plain_blocks(SyntaxTreeNode(tokens))).strip()


def line_of_html(text: str) -> int | None:
    """Return the number of the first line of *text* that holds HTML, from 1; None without any."""
    for token in _MARKDOWN_WITH_HTML.parse(text):
        line = (token.map or (0, 0))[0] + 1
        if token.type == "html_block":
            return line
        for part in token.children or ():
            if part.type == "html_inline":
                return line
            line += part.type in {"softbreak", "hardbreak"}
    return None


@lru_cache(maxsize=512)
def _html(text: str, below: int) -> str:
    return nh3.clean(
        _MARKDOWN.render(text, {"below": below}),
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=URL_SCHEMES,
        link_rel="noopener noreferrer",
    )


def _heading(
    renderer: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    level = int(tokens[index].tag.removeprefix("h")) + env["below"]
    tokens[index].tag = f"h{min(level, LOWEST_HEADING)}"
    return renderer.renderToken(tokens, index, options, env)


def _image(
    renderer: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    # A picture from elsewhere would tell that place who reads the page: its text must do.
    return renderer.renderInlineAsText(tokens[index].children, options, env)


def _parser(*, html: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": html, "linkify": True, "maxNesting": 20})
    parser.enable("linkify")
    # Only what begins with http:// or https:// becomes a link by itself.
    exact = {"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False}
    parser.linkify = LinkifyIt(options=exact).add("ftp:", None).add("//", None)
    for rule in ("heading_open", "heading_close"):
        parser.add_render_rule(rule, _heading)
    parser.add_render_rule("image", _image)
    return parser


_MARKDOWN = _parser(html=False)
_MARKDOWN_WITH_HTML = _parser(html=True)


def _plain_blocks(node: SyntaxTreeNode) -> Iterator[str]:
    for child in node.children:
        if child.type in {"bullet_list", "ordered_list"}:
            yield "\n".join(_plain_items(child))
        elif child.type == "blockquote":
            yield _indented("\n\n".join(_plain_blocks(child)), "> ", "> ")
        elif child.type in {"fence", "code_block"}:
            yield child.content.rstrip("\n")
        elif child.type == "hr":
            yield "* * *"
        elif child.type == "inline":
            yield "".join(map(_plain_inline, child.children))
        else:
            yield from _plain_blocks(child)


def _plain_items(node: SyntaxTreeNode) -> Iterator[str]:
    number = int(node.attrs.get("start", 1))
    for item in node.children:
        mark = "- " if node.type == "bullet_list" else f"{number}. "
        yield _indented("\n".join(_plain_blocks(item)), mark, " " * len(mark))
        number += 1


def _plain_inline(node: SyntaxTreeNode) -> str:
    if node.type == "softbreak":
        return " "
    if node.type == "hardbreak":
        return "\n"
    if not node.children:
        return node.content
    words = "".join(map(_plain_inline, node.children))
    if node.type == "link" and node.info != "auto":
        return f"{words} ({node.attrs['href']})"
    return words


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        ((others if number else first) + line).rstrip() for number, line in enumerate(lines)
    )
