"""What a supporter of a series posts, prints and mails about it, made of the series' own texts."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import escape

from webinars import i18n
from webinars.domain.markdown import to_plain
from webinars.domain.stages import LEFT, Stage
from webinars.i18n import gettext as _
from webinars.i18n import ngettext, speaking
from webinars.links import external_url
from webinars.models import Choice, Sponsor, Webinar
from webinars.texts import Texts
from webinars.web.public.cards import SeriesCard, coming_first
from webinars.web.shared_links import shared_address

# What the narrowest of the usual networks takes.
POST_LIMIT = 280
# Fewer characters of a title say nothing: what stands beside it is left out first.
LEAST_TITLE = 40
ELLIPSIS = "…"


@dataclass(frozen=True)
class Promotion:
    """Everything to share in one language."""

    language: str
    link: str
    widget_code: str
    post: str
    newsletter: str
    invitation: str
    # Whether some of it is in the series' own language, for want of a translation.
    is_incomplete: bool


def promotion(card: SeriesCard, sponsor: Sponsor, language: str) -> Promotion:
    """Return the link, the widget and the texts with which *sponsor* shares a series."""
    link = shared_address("series.show", card.series, ref=sponsor.slug, language=language)
    with speaking(language):
        return Promotion(
            language=language,
            link=link,
            widget_code=widget_code(card, link),
            post=post(card, link),
            newsletter=newsletter(card, link),
            invitation=invitation(card, sponsor, link),
            is_incomplete=any(texts.pick(language).is_fallback for texts in texts_used(card)),
        )


def widget_code(card: SeriesCard, link: str) -> str:
    """Return the HTML for partners' pages: a plain link, and the script that makes more of it."""
    words = _("%(title)s: dates and registration", title=said(card.series.title))
    script = external_url("embed.widget")
    return (
        f'<a href="{escape(link)}" data-webinars-series="{escape(card.series.slug)}">'
        f"{escape(words)}</a>\n"
        f'<script src="{escape(script)}" defer></script>'
    )


def post(card: SeriesCard, link: str) -> str:
    """Return a text of at most POST_LIMIT characters; its link is whole."""
    closing = closing_line(card, link)
    for middle in (beginning(card), ""):
        rest = " ".join(filter(None, [middle, closing]))
        room = POST_LIMIT - len(f" {rest}")
        if room >= LEAST_TITLE:
            break
    return f"{shortened(sentence(said(card.series.title)), room)} {rest}"


def newsletter(card: SeriesCard, link: str) -> str:
    """Return a paragraph with its dates, under the title."""
    parts = [
        said(card.series.title),
        first_paragraph(card.series.description),
        "\n".join(dates(card)),
        behind(card),
        closing_line(card, link),
    ]
    return "\n\n".join(filter(None, parts))


def invitation(card: SeriesCard, sponsor: Sponsor, link: str) -> str:
    """Return a mail from *sponsor* to its own people."""
    title = said(card.series.title)
    parts = [
        _("Subject: %(title)s", title=title),
        _("Dear colleagues,"),
        opening(card, sponsor),
        first_paragraph(card.series.description),
        "\n".join(dates(card)),
        how_to_take_part(card),
        _("The form asks what would help you take part, such as captions or interpretation."),
        closing_line(card, link),
        _("Please pass this on to whoever may want to come."),
        said(sponsor.name),
    ]
    return "\n\n".join(filter(None, parts))


def opening(card: SeriesCard, sponsor: Sponsor) -> str:
    """Return what *sponsor* has to do with it."""
    number, title = len(card.cards), said(card.series.title)
    if sponsor is card.series.organizer:
        return ngettext(
            "We organize a series of %(num)s webinar: %(title)s",
            "We organize a series of %(num)s webinars: %(title)s",
            number,
            title=sentence(title),
        )
    return ngettext(
        "We support a series of %(num)s webinar: %(title)s",
        "We support a series of %(num)s webinars: %(title)s",
        number,
        title=sentence(title),
    )


def how_to_take_part(card: SeriesCard) -> str:
    """Return what to choose on the form, while there is something to choose."""
    if not card.is_open:
        return ""
    match card.series.choice:
        case Choice.ONE:
            choose = _("Choose one of the webinars.")
        case Choice.ALL:
            choose = _("One registration covers all webinars.")
        case Choice.SOME:
            choose = _("One form for one, some or all of the webinars.")
    return f"{choose} {_('Each one you choose comes to your calendar as an invitation.')}"


def beginning(card: SeriesCard) -> str:
    """Return when it begins or goes on; nothing without a date to come."""
    coming = [one.webinar for one in coming_first([card]) if one.stage is Stage.COMING]
    if not coming:
        return ""
    is_first = not any(one.stage in {Stage.OVER, Stage.RUNNING} for one in card.cards)
    when = time_of(coming[0])
    return _("Begins: %(when)s.", when=when) if is_first else _("Next: %(when)s.", when=when)


def dates(card: SeriesCard) -> Iterator[str]:
    """Return a line for each webinar that is still to come."""
    for one in coming_first([card]):
        yield f"- {time_of(one.webinar)}: {said(one.webinar.title)}"
    for one in card.cards:
        if one.stage is Stage.UNDATED:
            yield f"- {_('Date to be announced')}: {said(one.webinar.title)}"


def behind(card: SeriesCard) -> str:
    """Return who organizes and who supports the series."""
    organizer = card.series.organizer
    names = [said(sponsor.name) for sponsor in card.series.co_sponsors]
    parts = [_("Organized by %(name)s.", name=said(organizer.name)) if organizer else ""]
    parts.append(_("Co-sponsored by %(names)s.", names=i18n.listed(names)) if names else "")
    return " ".join(filter(None, parts))


def closing_line(card: SeriesCard, link: str) -> str:
    """Return the call with the link, which ends the line so that nothing sticks to it."""
    if card.is_open:
        return _("Register: %(link)s", link=link)
    return _("Read more: %(link)s", link=link)


def texts_used(card: SeriesCard) -> Iterator[Texts]:
    """Return the series' texts that the promotion is made of."""
    yield card.series.title
    yield card.series.description
    for one in card.cards:
        if one.stage in LEFT | {Stage.UNDATED}:
            yield one.webinar.title


def time_of(webinar: Webinar) -> str:
    """Return day and hours of a webinar with a date, in its own zone."""
    if webinar.starts_at is None or webinar.ends_at is None:
        raise ValueError(f"webinar {webinar.id} has no date")
    return i18n.when(webinar.starts_at, webinar.ends_at, webinar.zone)


def said(texts: Texts) -> str:
    """Return the words of *texts* in the language spoken now."""
    return texts.pick(i18n.current_language()).text


def first_paragraph(texts: Texts) -> str:
    """Return how *texts* begins, in plain words."""
    return to_plain(said(texts)).partition("\n\n")[0]


def sentence(title: str) -> str:
    """Return *title* with a full stop, unless it ends with a sign of its own."""
    return title if title.endswith((".", "!", "?", ELLIPSIS)) else f"{title}."


def shortened(text: str, room: int) -> str:
    """Return *text*, or its beginning up to a word's end with an ellipsis, of *room* characters."""
    if len(text) <= room:
        return text
    beginning = text[: max(0, room - len(ELLIPSIS))]
    whole = beginning.rpartition(" ")[0] or beginning
    return whole.rstrip(" ,;:–-") + ELLIPSIS
