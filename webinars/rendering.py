"""How texts become what people read: pages' filters and mails' parts."""

import re
import secrets
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from css_inline import CSSInliner
from flask import Flask, render_template
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from webinars import i18n
from webinars.domain import markdown
from webinars.domain.placeholders import LINKS, Placeholder, filled
from webinars.domain.wordings import OwnWords
from webinars.models import MessageKind

# Rules for dark screens and narrow ones cannot stand in a style attribute: they stay.
INLINER = CSSInliner(
    keep_style_tags=False,
    keep_at_rules=True,
    minify_css=True,
    load_remote_stylesheets=False,
)
# Babel writes times with blanks that some mail programs cannot show.
RARE_BLANKS = re.compile("[\u00a0\u2009\u202f]")
# Stands for a personal text while a mail is rendered; nobody can foresee and write it.
MARK = secrets.token_hex(12)
MARKED = re.compile(f"https://{MARK}(own[a-z]+?){MARK}\\.invalid|{MARK}([a-z0-9_]+?){MARK}")
BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


@dataclass(frozen=True)
class MessageText:
    """The words of a mail in one language."""

    subject: str
    text: str
    html: str


def init_app(app: Flask) -> None:
    """Teach *app*'s templates our filters, and to refuse unknown names."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        day=i18n.day,
        short_day=i18n.short_day,
        clock_time=i18n.clock_time,
        zone_abbreviation=i18n.zone_abbreviation,
    )


def render_message(
    kind: MessageKind,
    personal: Mapping[str, str | None],
    common: Mapping[str, Hashable],
    own: OwnWords | None = None,
    placeholders: Mapping[Placeholder, str] | None = None,
) -> MessageText:
    """Return the mail *kind* in the language spoken now, its templates filled with both mappings.

    The same *common* values are rendered once for all readers: *personal* holds what differs
    from one to the next, as plain text, and is put in afterwards. Templates may ask whether
    such a text is there, but nothing else about it, and subjects cannot name it.

    Organizers' *own* words take the place of ours; their *placeholders* are put in afterwards,
    too, so that nothing in them can become a link or markup.
    """
    marks = tuple((name, text and f"{MARK}{name}{MARK}") for name, text in personal.items())
    rendered = _render(kind, i18n.current_language(), marks, tuple(common.items()), own)
    values = {**personal, **{_name(one): text for one, text in (placeholders or {}).items()}}
    return MessageText(
        subject=" ".join(_put_in(rendered.subject, values).split()),
        text=_put_in(rendered.text, values),
        html=MARKED.sub(lambda found: escape(_value(found, values)), rendered.html),
    )


def _put_in(text: str, values: Mapping[str, str | None]) -> str:
    return MARKED.sub(lambda found: _value(found, values), text)


def _value(found: re.Match[str], values: Mapping[str, str | None]) -> str:
    return values.get(found[1] or found[2]) or ""


def _name(placeholder: Placeholder) -> str:
    return "own" + placeholder.replace("_", "")


def _mark(placeholder: Placeholder) -> str:
    """Return what stands for it while a mail is rendered; for a link something that becomes one."""
    mark = f"{MARK}{_name(placeholder)}{MARK}"
    return f"https://{mark}.invalid" if placeholder in LINKS else mark


@lru_cache(maxsize=256)
def _render(
    kind: MessageKind,
    language: str,
    marks: tuple[tuple[str, str | None], ...],
    common: tuple[tuple[str, Hashable], ...],
    own: OwnWords | None,
) -> MessageText:
    folder = f"email/{kind}"
    body = filled(own.body, _mark) if own else ""
    own_subject = filled(own.subject, _mark) if own else ""
    words = {
        "own_subject": own_subject,
        "own_text": markdown.to_plain(body) if body else "",
        # Markdown of ours is safe HTML.
        "own_html": Markup(markdown.to_html(body, below=1)) if body else "",  # noqa: S704
    }
    values = dict(marks) | dict(common) | words
    with i18n.speaking(language):
        subject, text, html = (
            render_template(f"{folder}/{part}", **values)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    return MessageText(
        subject=" ".join((own_subject or subject).split()),
        text=BLANK_LINES.sub("\n\n", RARE_BLANKS.sub(" ", text)).strip() + "\n",
        html=INLINER.inline(html),
    )
