"""What a series writes: words, rules, what is planned."""

from datetime import timedelta

from playwright.sync_api import Page
from sqlalchemy import select

from tests.factories import (
    a_broadcast,
    a_delivery,
    a_reminder_rule,
    a_webinar,
    in_english,
    saved,
)
from tests.support.places import SEND, Place
from webinars.clock import utcnow
from webinars.domain.audiences import Audience
from webinars.extensions import db
from webinars.models import BroadcastState, MessageKind, Registration, RuleAnchor, Series

MESSAGES = "/organize/messages/guide/"
EMPTY = "/organize/messages/empty/"


def send_unknown(page: Page) -> None:
    """Use a placeholder that does not exist."""
    page.fill("#subject", "Hello ((nmae))")
    page.fill("#body", "((name)")
    page.click(f"{SEND}:not([name])")


def preview(page: Page) -> None:
    """See what the mail will look like."""
    page.fill("#subject", "See you, ((name))!")
    page.fill("#body", "We **look forward** to you.")
    page.click("button[name=preview]")


def send_too_late(page: Page) -> None:
    """Ask for a time that is past."""
    page.check("#when-1")
    page.fill("#send_date", "2020-01-01")
    page.fill("#send_time", "10:00")
    page.click(SEND)


def send_no_number(page: Page) -> None:
    """Leave out how long."""
    page.fill("#amount", "")
    page.click(f"{SEND}:not([name])")


PLACES = (
    Place("messages, of which series", "/organize/messages/"),
    Place("messages, of no series", "/organize/messages/", is_empty=True),
    Place("messages", MESSAGES),
    Place("words of a mail", f"{MESSAGES}words/reminder/"),
    Place("words of a mail, errors", f"{MESSAGES}words/invited/", 422, send_unknown),
    Place("words of a mail, preview", f"{MESSAGES}words/invited/", act=preview),
    Place("words of a mail, reset", f"{MESSAGES}words/invited/reset"),
    Place("rules", f"{MESSAGES}rules/"),
    Place("rules, none", f"{EMPTY}rules/"),
    Place("rule, add", f"{MESSAGES}rules/add"),
    Place("rule, add, errors", f"{MESSAGES}rules/add", 422, send_no_number),
    Place("rule, add, preview", f"{MESSAGES}rules/add", act=preview),
    Place("rule", MESSAGES + "rules/{rule}/"),
    Place("rule, remove", MESSAGES + "rules/{rule}/remove"),
    Place("plan", f"{MESSAGES}plan/"),
    Place("plan, nothing", f"{EMPTY}plan/"),
    Place("plan, one mail", MESSAGES + "plan/{slot}/"),
    Place("mails to many", f"{MESSAGES}broadcasts/"),
    Place("mails to many, none", f"{EMPTY}broadcasts/"),
    Place("mail to many, new", f"{MESSAGES}broadcasts/new"),
    Place("mail to many, new, preview", f"{MESSAGES}broadcasts/new", act=preview),
    Place("mail to many, new, errors", f"{MESSAGES}broadcasts/new", 422, send_unknown),
    Place("mail to many, draft", MESSAGES + "broadcasts/{draft}/"),
    Place("mail to many, change", MESSAGES + "broadcasts/{draft}/edit"),
    Place("mail to many, send", MESSAGES + "broadcasts/{draft}/send"),
    Place("mail to many, send, errors", MESSAGES + "broadcasts/{draft}/send", 422, send_too_late),
    Place("mail to many, throw away", MESSAGES + "broadcasts/{draft}/remove"),
    Place("mail to many, later", MESSAGES + "broadcasts/{scheduled}/"),
    Place("mail to many, under way", MESSAGES + "broadcasts/{sending}/?still=yes"),
    Place("mail to many, stop", MESSAGES + "broadcasts/{sending}/stop"),
)
# Of the webinar and the reminder about it: addresses name both.
NUMBER = 901
EXAMPLES: dict[str, object] = {
    "worded": "invited",
    "rule": NUMBER,
    "to": "off",
    "slot": f"{NUMBER}-{NUMBER}",
    "broadcast": 1,
}
NOT_PAGES: dict[str, str] = {}


def furnish() -> dict[str, str]:
    """Two rules, and a webinar in five days that both write about."""
    guide = db.session.scalars(select(Series).where(Series.slug == "guide")).one()
    start = utcnow() + timedelta(days=5)
    webinar = a_webinar(
        id=NUMBER,
        series=guide,
        slug="planned",
        position=99,
        title=in_english("Planning for equity"),
        starts_at=start,
        scheduled_at=utcnow() - timedelta(days=20),
    )
    reminder = a_reminder_rule(guide, timedelta(days=2), id=NUMBER)
    follow_up = a_reminder_rule(guide, timedelta(hours=-3), anchor=RuleAnchor.END, is_active=False)
    saved(guide, webinar, reminder, follow_up)
    draft = a_broadcast(series=guide, audience=Audience().kept())
    later = a_broadcast(
        series=guide,
        audience=Audience().kept(),
        state=BroadcastState.SCHEDULED,
        send_at=utcnow() + timedelta(days=2),
    )
    under_way = a_broadcast(
        series=guide,
        audience=Audience().kept(),
        state=BroadcastState.SENDING,
        send_at=utcnow(),
        queued_at=utcnow(),
        recipients=2,
    )
    saved(draft, later, under_way)
    for registration in db.session.scalars(
        select(Registration).where(Registration.series_id == guide.id).limit(2)
    ).all():
        saved(
            a_delivery(
                registrant=registration.registrant,
                registration=registration,
                kind=MessageKind.BROADCAST,
                broadcast_id=under_way.id,
                due_at=utcnow() + timedelta(days=1),
            )
        )
    words = {"draft": draft, "scheduled": later, "sending": under_way}
    return {name: str(one.id) for name, one in words.items()} | {
        "rule": str(follow_up.id),
        "slot": f"{reminder.id}-{webinar.id}",
    }
