"""The list of mails that came in, and one of them."""

import zlib
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.mail.masking import masked_text
from webinars.errors import NotFound
from webinars.i18n import clock_time, gettext, short_day
from webinars.models import InboundMail, InboundState
from webinars.queries.inbound import keeps_content, last_forwarding
from webinars.queries.inbound_lists import (
    PILES,
    InboundFilters,
    Pile,
    counts_by_pile,
    inbound_for,
    may_act_on,
    received,
    series_for_link,
)
from webinars.web.fields import LINE_LENGTH, one_line
from webinars.web.organize.access import for_signed_in, the_user
from webinars.web.organize.deliveries.words import fate
from webinars.web.organize.inbound import words
from webinars.web.organize.inbound.blueprint import bp
from webinars.web.organize.pagination import paginated


@bp.get("/")
@for_signed_in
def index() -> ResponseReturnValue:
    """Show the mails that the person may read, those written by people first."""
    user, filters = the_user(), filters_asked_for()
    counts = counts_by_pile(user)
    page = paginated(received(user, filters), total=None if filters.words else counts[filters.pile])
    return render_template(
        "organize/inbound/index.html",
        page=page,
        filters=filters,
        counts=counts,
        words=words,
        asked={"pile": filters.pile.value} | asked(),
        moment=lambda at: f"{short_day(at, user.time_zone)}, {clock_time(at, user.time_zone)}",
    )


@bp.get("/<int:inbound_mail>/")
@for_signed_in
def show(inbound_mail: int) -> ResponseReturnValue:
    """Show one mail: who sent it, what it is, what was done, and its words as plain text."""
    user = the_user()
    mail = inbound_for(user, inbound_mail)
    zone = user.time_zone
    return render_template(
        "organize/inbound/show.html",
        mail=mail,
        words=words,
        text=masked_text(mail.words),
        moment=lambda at: f"{short_day(at, zone)}, {clock_time(at, zone)}",
        of_series=series_for_link(user, mail),
        has_content=keeps_content(mail.id),
        may_act=may_act_on(user, mail),
        forwarded=_forwarded(mail, zone),
        asked=asked(),
        back=back_to_list(mail),
    )


@bp.get("/<int:inbound_mail>/mail.eml")
@for_signed_in
def download(inbound_mail: int) -> ResponseReturnValue:
    """Send the mail as it arrived, as a file: nothing of it is shown here.

    Private links in it are not masked: it is for those who may also forward it.
    """
    mail = inbound_for(the_user(), inbound_mail, to_act=True)
    if mail.raw is None:
        raise NotFound(gettext("The original of this mail is not kept."))
    response = Response(zlib.decompress(mail.raw), content_type="message/rfc822")
    response.headers.set("Content-Disposition", "attachment", filename=f"mail-{mail.id}.eml")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _forwarded(mail: InboundMail, zone: str) -> str:
    """Return what became of forwarding the mail; empty where that is not known any more."""
    last = last_forwarding(mail.id) if mail.forwarded_at else None
    return fate(last, zone, utcnow()) if last else ""


def filters_asked_for() -> InboundFilters:
    """Return what the address asks for; what makes no sense is left out."""
    pile = request.args.get("pile", "")
    return InboundFilters(
        pile=Pile(pile) if pile in set(Pile) else Pile.PEOPLE,
        words=one_line(request.args.get("words"))[:LINE_LENGTH],
    )


def asked() -> dict[str, Any]:
    """Return which part of the list the person has come from, as the address says it."""
    names = ("pile", "words", "page")
    return {name: request.args[name] for name in names if request.args.get(name)}


def back_to_list(mail: InboundMail) -> str:
    """Return the address of the list that the person came from, else of *mail*'s own pile."""
    if asked():
        return url_for(".index", **asked())
    found = (pile for pile, kinds in PILES.items() if mail.kind in kinds)
    is_aside = mail.state is InboundState.SET_ASIDE
    pile = Pile.SET_ASIDE if is_aside else next(found, Pile.ALL)
    return url_for(".index", pile=pile.value)
