"""The dry run: every mail of the next 30 days, to whom, and why not."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain import plans
from webinars.domain.permissions import Permission
from webinars.domain.plans import Fate, Off, Slot
from webinars.errors import NotFound
from webinars.i18n import gettext, lazy_gettext
from webinars.models import Series
from webinars.queries.plans import counts, people
from webinars.web.organize.access import for_series
from webinars.web.organize.messages.blueprint import bp
from webinars.web.organize.messages.rule_forms import AUDIENCES, rule_words
from webinars.web.organize.pagination import Page, page_asked_for, paginated

PER_PAGE = 10
FATES = {
    Fate.GETS: lazy_gettext("Gets the mail"),
    Fate.IF_JOINS: lazy_gettext("Gets the mail after joining"),
    Fate.UNLESS_JOINS: lazy_gettext("Gets the mail, unless the person joins"),
    Fate.CANCELLED: lazy_gettext("Gave the seat up"),
    Fate.WAITING: lazy_gettext("Is on the waiting list"),
    Fate.ERASED: lazy_gettext("Asked to be erased"),
    Fate.UNSUBSCRIBED: lazy_gettext("Wants no such mails"),
    Fate.UNREACHABLE: lazy_gettext("Cannot be written to: mail came back, or a complaint"),
    Fate.NOT_INVITED: lazy_gettext("Has no invitation: no date yet, or taken back"),
    Fate.DECLINED: lazy_gettext("Declined in the calendar"),
    Fate.CONFIRMED_LATER: lazy_gettext("Got the seat after this mail was due"),
    Fate.ALREADY_SENT: lazy_gettext("Has this mail already, or it is on its way"),
    Fate.NOT_JOINED: lazy_gettext("Did not join"),
    Fate.JOINED: lazy_gettext("Joined"),
}
OFFS = {
    Off.DRAFT: lazy_gettext("Nobody: the series is not published"),
    Off.CANCELLED: lazy_gettext("Nobody: the webinar is cancelled"),
    Off.SWITCHED_OFF: lazy_gettext("Nobody: the rule is switched off"),
    Off.NEWER_RULE: lazy_gettext("Nobody: the rule is newer than this time"),
    Off.NEWER_DATE: lazy_gettext("Nobody: the webinar got its date later than this time"),
    Off.NEARER_RULE: lazy_gettext("Nobody: a reminder nearer to the start is due as well"),
}


@bp.get("/plan/", endpoint="plan")
@for_series(Permission.EDIT_SERIES)
def index(series: Series) -> ResponseReturnValue:
    """List every mail that rules will send within 30 days, with how many people get it."""
    slots = plans.slots(series, now=utcnow())
    asked = request.args.get("webinar", "")
    shown = [slot for slot in slots if asked in {"", slot.webinar.slug}]
    number = min(page_asked_for(), max(1, -(-len(shown) // PER_PAGE)))
    rows = shown[(number - 1) * PER_PAGE : number * PER_PAGE]
    return render_template(
        "organize/messages/plan.html",
        series=series,
        page=Page(rows, number, PER_PAGE, len(shown)),
        counts=counts(rows),
        webinars=series.webinars,
        asked=asked,
        offs=OFFS,
        rule_words=rule_words,
    )


@bp.get("/plan/<slot>/", endpoint="plan_slot")
@for_series(Permission.EDIT_SERIES)
def show(series: Series, slot: str) -> ResponseReturnValue:
    """List who gets one of these mails, and who does not and why."""
    found = _slot(series, slot)
    told = counts([found]).get(found.key)
    who = request.args.get("who", "")
    is_written_to = {"gets": True, "skipped": False}.get(who)
    page = None
    if told is not None:
        total = {True: told.mails, False: told.skipped, None: told.mails + told.skipped}
        statement = people(found, is_written_to=is_written_to)
        page = paginated(statement, total=total[is_written_to])
    return render_template(
        "organize/messages/slot.html",
        series=series,
        slot=found,
        counts=told,
        page=page,
        who=who,
        fates=FATES,
        offs=OFFS,
        when=rule_words(found.rule),
        audience=AUDIENCES[found.rule.audience],
    )


def _slot(series: Series, key: str) -> Slot:
    found = [slot for slot in plans.slots(series, now=utcnow()) if slot.key == key]
    if not found:
        raise NotFound(gettext("This mail is no longer planned: its time is over, or it changed."))
    return found[0]
