"""How texts become what people read: pages' filters and mails' parts."""

import re
from dataclasses import dataclass

from css_inline import CSSInliner
from flask import Flask, render_template
from jinja2 import StrictUndefined

from webinars import i18n
from webinars.models import MessageKind

# Rules for dark screens and narrow ones cannot stand in a style attribute: they stay.
INLINER = CSSInliner(
    keep_style_tags=False,
    keep_at_rules=True,
    minify_css=True,
    load_remote_stylesheets=False,
)
SUBJECT_LENGTH = 160
# Babel writes times with blanks that some mail programs cannot show.
RARE_BLANKS = re.compile("[\u00a0\u2009\u202f]")
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


def render_message(kind: MessageKind, language: str, **values: object) -> MessageText:
    """Return the mail *kind* in *language*, its templates filled with *values*."""
    folder = f"email/{kind}"
    with i18n.speaking(language):
        subject, text, html = (
            render_template(f"{folder}/{part}", **values)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    return MessageText(
        subject=" ".join(subject.split()),
        text=BLANK_LINES.sub("\n\n", RARE_BLANKS.sub(" ", text)).strip() + "\n",
        html=INLINER.inline(html),
    )
