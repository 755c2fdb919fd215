"""Ana registers, changes her mind, joins and goes, in a real browser."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.factories import a_sponsor, a_webinar, an_enrollment, in_english, saved
from tests.support.platform import platform
from tests.web.people import DAY, a_guide, private_page, taken, the_registrant
from webinars.clock import utcnow
from webinars.links import Purpose, token
from webinars.models import EnrollmentStatus, Question, QuestionKind, WebinarStatus

FORM = "/series/guide/register"
SEND = "form.form button[type=submit]"
CONFIRMED, WAITLISTED, CANCELLED = EnrollmentStatus
# What a browser makes of a page has nothing to do with the database behind it.
ON_ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def guide(db):
    """A series with everything its form can show."""
    series = a_guide(co_sponsors=[a_sponsor(slug="gare", name=in_english("Alliance"))])
    question = Question(
        series_id=series.id,
        slug="heard",
        label=in_english("How did you hear of it?"),
        kind=QuestionKind.CHOICE,
        options=[{"en": "From a colleague"}, {"en": "From a newsletter"}],
        is_required=True,
        position=1,
    )
    saved(
        question,
        a_webinar(series=series, slug="full", starts_at=utcnow() + DAY, capacity=0),
        a_webinar(series=series, slug="later", starts_at=None),
        a_webinar(series=series, slug="past", starts_at=utcnow() - DAY),
        a_webinar(series=series, slug="off", status=WebinarStatus.CANCELLED),
    )
    return series


def fill_in(page: Page) -> None:
    for slug in ("one", "full"):
        page.check(f"input[name=webinars][value={slug}]")
    page.fill("#name", "Ana Ruiz")
    page.fill("#email", "ana@example.org")
    page.locator("select[name^=question]").select_option(index=1)
    page.check("#consent")


# Each two of these three circumstances are seen together once.
@pytest.mark.parametrize(
    ("database_url", "language", "javascript"),
    [
        ("sqlite", "en", True),
        ("sqlite", "es", False),
        ("postgresql", "en", False),
        ("postgresql", "es", True),
    ],
    indirect=["database_url"],
    ids=["en-script", "es-no script", "en-no script", "es-script"],
)
def test_ana_registers(guide, processes, visitors, language, javascript):
    address = processes.serve()
    page = visitors.open(
        address + "/series/guide/",
        language=language,
        time_zone="America/Denver",
        javascript=javascript,
    )
    assert page.locator("html").get_attribute("lang") == language

    page.locator(f"a[href='{FORM}']").first.click()
    fill_in(page)
    zone = page.locator("#time_zone").input_value()
    page.click(SEND)

    assert urlsplit(page.url).path == "/series/guide/registered"
    expect(page.locator("main")).to_contain_text("ana@example.org")
    assert taken() == [
        ("ana@example.org", "one", CONFIRMED),
        ("ana@example.org", "full", WAITLISTED),
    ]
    registrant = the_registrant()
    assert (registrant.language, registrant.time_zone) == (language, zone)
    # The script knows where Ana is; without it the series' own zone is the best guess.
    assert zone == ("America/Denver" if javascript else "America/New_York")


@ON_ONE_DATABASE
def test_ana_registers_with_the_keyboard_alone(guide, processes, visitors):
    page = visitors.open(processes.serve() + FORM)

    def tab_to(selector: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} cannot be reached with the Tab key")

    tab_to("[value=one]")
    page.keyboard.press("Space")
    tab_to("#name")
    page.keyboard.type("Ana Ruiz")
    tab_to("#email")
    page.keyboard.type("ana@example.org")
    tab_to("summary")
    page.keyboard.press("Enter")
    tab_to("#state")
    page.keyboard.type("California")
    tab_to("select[name^=question]")
    page.keyboard.press("ArrowDown")
    tab_to("#consent")
    page.keyboard.press("Space")
    tab_to("button[type=submit]")
    page.keyboard.press("Enter")

    page.wait_for_url("**/registered")
    assert taken() == [("ana@example.org", "one", CONFIRMED)]
    assert the_registrant().state == "California"


@ON_ONE_DATABASE
def test_errors_take_the_focus_and_lead_to_their_fields(guide, processes, visitors):
    page = visitors.open(processes.serve() + FORM)
    page.check("[value=one]")
    page.fill("#email", "ana")
    page.click(SEND)

    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="Enter your name.").click()
    expect(page.locator("#name")).to_be_focused()
    expect(page.locator("#email")).to_have_value("ana")
    expect(page.locator("[value=one]")).to_be_checked()


@pytest.mark.parametrize(
    ("database_url", "javascript"),
    [("sqlite", True), ("postgresql", False)],
    indirect=["database_url"],
    ids=["script", "no script"],
)
def test_ana_changes_her_mind(guide, processes, visitors, javascript):
    address = processes.serve()
    page = visitors.open(address + FORM, javascript=javascript)
    fill_in(page)
    page.click(SEND)
    page.goto(address + private_page())

    page.get_by_role("link", name="Add webinars").click()
    page.check("[value=two]")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Give it up").first.click()
    page.get_by_role("button", name="Give up my place").click()
    expect(page.locator(".messages")).to_contain_text("Your place is given up.")
    page.get_by_role("button", name="Send no more reminders").click()
    expect(page.locator("main")).to_contain_text("You get no reminders.")
    page.get_by_role("link", name="Correct your details").click()
    page.fill("#name", "Ana María Ruiz")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Ana María Ruiz")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download what is kept about you").click()
    assert download.value.suggested_filename == "my-data.json"
    page.get_by_role("link", name="Erase everything").click()
    page.get_by_role("button", name="Erase everything about me").click()

    expect(page.locator("h1")).to_have_text("Everything is erased")
    assert {status for _, _, status in taken()} == {CANCELLED}


@ON_ONE_DATABASE
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_ana_joins(db, processes, browser, javascript):
    with platform() as room:
        webinar = a_webinar(starts_at=utcnow() + timedelta(minutes=10), join_url=room)
        seat = saved(an_enrollment(webinar))
        context = browser.new_context(java_script_enabled=javascript)
        page = context.new_page()

        page.goto(f"{processes.serve()}/join/{token(Purpose.JOIN, seat.join_nonce)}")
        page.get_by_role("button", name="Join the webinar").click()

        expect(page.locator("h1")).to_have_text("You are in")
        context.close()
