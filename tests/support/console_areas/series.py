"""Series and webinars."""

from datetime import timedelta

from playwright.sync_api import Page

from tests.factories import a_question, a_series, a_webinar, in_english, saved
from tests.support.places import Place, places, send
from webinars.clock import utcnow
from webinars.links import new_nonce
from webinars.models import SeriesStatus

GUIDE = "/organize/series/guide/"
DRAFT = "/organize/series/a-draft/"
WEBINARS = f"{GUIDE}webinars/"


def move(page: Page) -> None:
    """Ask for a night hour, as the form stands otherwise, and see what that would do."""
    page.fill("#starts_time", "23:30")
    page.click("main form.form button[type=submit]")


def search_zone(page: Page) -> None:
    """Write a zone that several fit."""
    page.fill("#time_zone", "EST")
    page.click("main form.form button[type=submit]")


def see_dates(page: Page) -> None:
    """See when the copy takes place."""
    page.fill("#first_date", "2030-01-01")
    page.click("main form.form button[type=submit]")


def load_nothing(page: Page) -> None:
    """Load a file that is none."""
    file = {"name": "no.yaml", "mimeType": "application/yaml", "buffer": b"title: [\n"}
    page.set_input_files("#file", file)
    page.click("main form.form button[type=submit]")


PLACES = (
    Place("series", "/organize/series/"),
    Place("series, none", "/organize/series/", is_empty=True),
    Place("series, nothing found", "/organize/series/?search=nothing-at-all"),
    Place("series, archived", "/organize/series/?status=archived"),
    Place("new series", "/organize/series/new"),
    Place("new series, errors", "/organize/series/new", 422, send),
    Place("new series, several zones", "/organize/series/new", 422, search_zone),
    Place("load a series", "/organize/series/load"),
    Place("load a series, errors", "/organize/series/load", 422, load_nothing),
    Place("overview of a series", GUIDE),
    Place("overview of a draft", DRAFT),
    Place("overview of an archived series", "/organize/series/an-archive/"),
    Place("edit a series", f"{GUIDE}edit"),
    Place("duplicate", f"{GUIDE}duplicate"),
    Place("duplicate, dates", f"{GUIDE}duplicate", act=see_dates),
    Place("publish", f"{DRAFT}publish"),
    Place("unpublish", f"{GUIDE}unpublish"),
    Place("archive, not yet", f"{GUIDE}archive"),
    Place("restore", "/organize/series/an-archive/restore"),
    Place("delete a draft", f"{DRAFT}delete"),
    Place("preview without a link", "/organize/series/nothing-yet/preview"),
    Place("preview with a link", f"{DRAFT}preview"),
    Place("questions", f"{GUIDE}questions/"),
    Place("questions, none", f"{DRAFT}questions/"),
    Place("new question", f"{GUIDE}questions/new"),
    Place("new question, errors", f"{GUIDE}questions/new", 422, send),
    Place("edit a question", f"{GUIDE}questions/choice/edit"),
    Place("remove a question", f"{GUIDE}questions/choice/remove"),
    Place("new webinar", f"{WEBINARS}new"),
    Place("order of webinars", f"{WEBINARS}order"),
    *places(WEBINARS, "coming/", "undated/", "cancelled/", "over/"),
    Place("edit a webinar", f"{WEBINARS}coming/edit"),
    Place("edit a webinar, what it does", f"{WEBINARS}coming/edit", act=move),
    Place("new webinar, errors", f"{WEBINARS}new", 422, send),
    Place("cancel a webinar", f"{WEBINARS}coming/cancel"),
    Place("cancel a webinar that is over", f"{WEBINARS}over/cancel"),
    Place("revive a webinar", f"{WEBINARS}cancelled/revive"),
    Place("remove a webinar", f"{WEBINARS}second/remove"),
    Place("remove a webinar, not possible", f"{WEBINARS}coming/remove"),
    Place("people of a webinar", f"{WEBINARS}coming/people"),
    Place("mails of a webinar", f"{WEBINARS}coming/mails"),
)
EXAMPLES: dict[str, object] = {"webinar": "coming", "question": "choice"}
NOT_PAGES: dict[str, str] = {"organize.series.export": "the series as a file"}


def furnish() -> dict[str, str]:
    """Add a draft with and without a link, and an archived series."""
    now = utcnow()
    draft = a_series(
        slug="a-draft",
        title=in_english("A draft"),
        status=SeriesStatus.DRAFT,
        preview_nonce=new_nonce(),
    )
    a_webinar(slug="first", series=draft, starts_at=now + timedelta(days=30))
    nothing = a_series(slug="nothing-yet", title=in_english("Nothing yet"))
    nothing.status = SeriesStatus.DRAFT
    old = a_series(slug="an-archive", status=SeriesStatus.ARCHIVED)
    a_webinar(slug="first", series=old, starts_at=now - timedelta(days=60))
    saved(draft, nothing, old, a_question(slug="why", series=old))
    return {}
