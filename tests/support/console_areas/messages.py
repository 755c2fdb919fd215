"""What a series writes: words, rules, what is planned."""

from datetime import timedelta

from playwright.sync_api import Page
from sqlalchemy import select

from tests.factories import a_reminder_rule, a_webinar, in_english, saved
from tests.support.places import SEND, Place
from webinars.clock import utcnow
from webinars.extensions import db
from webinars.models import RuleAnchor, Series

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


def send_no_number(page: Page) -> None:
    """Leave out how long."""
    page.fill("#amount", "")
    page.click(f"{SEND}:not([name])")


PLACES = (
    Place("messages", MESSAGES),
    Place("words of a mail", f"{MESSAGES}words/reminder/"),
    Place("words of a mail, errors", f"{MESSAGES}words/invited/", act=send_unknown),
    Place("words of a mail, preview", f"{MESSAGES}words/invited/", act=preview),
    Place("words of a mail, reset", f"{MESSAGES}words/invited/reset"),
    Place("rules", f"{MESSAGES}rules/"),
    Place("rules, none", f"{EMPTY}rules/"),
    Place("rule, add", f"{MESSAGES}rules/add"),
    Place("rule, add, errors", f"{MESSAGES}rules/add", act=send_no_number),
    Place("rule, add, preview", f"{MESSAGES}rules/add", act=preview),
    Place("rule", MESSAGES + "rules/{rule}/"),
    Place("rule, remove", MESSAGES + "rules/{rule}/remove"),
    Place("plan", f"{MESSAGES}plan/"),
    Place("plan, nothing", f"{EMPTY}plan/"),
    Place("plan, one mail", MESSAGES + "plan/{slot}/"),
)
EXAMPLES: dict[str, object] = {"mail": "invited", "rule": 1, "to": "off", "slot": "1-1"}
NOT_PAGES: dict[str, str] = {}


def furnish() -> dict[str, str]:
    """Two rules, and a webinar in five days that both write about."""
    guide = db.session.scalars(select(Series).where(Series.slug == "guide")).one()
    start = utcnow() + timedelta(days=5)
    webinar = a_webinar(
        series=guide,
        slug="planned",
        position=99,
        title=in_english("Planning for equity"),
        starts_at=start,
        scheduled_at=utcnow() - timedelta(days=20),
    )
    reminder = a_reminder_rule(guide, timedelta(days=2))
    follow_up = a_reminder_rule(guide, timedelta(hours=-3), anchor=RuleAnchor.END, is_active=False)
    saved(guide, webinar, reminder, follow_up)
    return {"rule": str(follow_up.id), "slot": f"{reminder.id}-{webinar.id}"}
