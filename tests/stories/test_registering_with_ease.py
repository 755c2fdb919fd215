"""Registering on a phone, with the keyboard, in Spanish, and with everything going wrong."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.factories import a_question, a_series, a_sponsor, a_webinar, in_english, saved
from tests.support.browser import accessibility_faults
from tests.web.people import DAY, a_guide, taken, the_registrant
from webinars.clock import utcnow
from webinars.models import AccessRequest, QuestionKind
from webinars.texts import Texts

FORM = "/series/guide/register"
SEND = "form.form .actions button"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
# What a browser makes of a page has nothing to do with the database behind it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FOCUSED = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect(), look = getComputedStyle(one);
  return {
    what: one.name || one.id || one.textContent.trim(),
    top: box.top + scrollY,
    inMain: !!one.closest("main"),
    isSeen: box.width > 0 && box.bottom > 0 && box.top < innerHeight
      && (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2),
  };
}"""


@pytest.fixture
def guide(db):
    """A series whose first webinar collides with another, and with questions to answer."""
    title = Texts({"en": "Health equity", "es": "Equidad en salud"})
    series = a_guide(title=title, co_sponsors=[a_sponsor(slug="gare", acronym="GARE")])
    question = a_question(series=series, kind=QuestionKind.CHOICE, is_required=True)
    starts_at = series.webinars[0].starts_at + timedelta(minutes=30)
    saved(question, a_webinar(series=series, slug="same", position=9, starts_at=starts_at))
    return series


def is_fine(page: Page) -> bool:
    """Nothing for axe to find, and nothing that sticks out at the side.

    Where scripts are off, axe waits for ever; it has looked at the same pages with them on.
    """
    has_scripts = page.locator("html").evaluate("() => matchMedia('(scripting: enabled)').matches")
    assert not has_scripts or accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return True


def is_registered(page: Page, *slugs: str) -> bool:
    page.wait_for_url("**/registered")
    assert [slug for _, slug, _ in taken()] == list(slugs)
    return is_fine(page)


def test_on_a_phone_the_least_is_enough(guide, processes, visitors):
    address = processes.serve() + FORM + "?webinars=one&ref=gare"
    page = visitors.open(address, time_zone="Europe/Berlin", **PHONE)
    expect(page.locator("main")).to_contain_text("You came through GARE.")
    expect(page.locator("[data-zone-name]")).to_have_text("Berlin")
    expect(page.locator(".choice-card:has([value=one])")).to_contain_text("GMT+")
    expect(page.locator("#email")).to_have_attribute("inputmode", "email")
    # Nothing of what is folded away has to be opened.
    expect(page.locator("details[open]")).to_have_count(0)

    page.fill("#name", "Ana Ruiz")
    page.fill("#email", "ana@gmial.com")
    page.locator("#email").blur()
    page.get_by_role("button", name="Yes, correct it").tap()
    expect(page.locator("#email")).to_have_value("ana@gmail.com")
    page.locator("select[name^=question]").select_option(index=1)
    page.check("#consent")
    page.tap(SEND)

    assert is_registered(page, "one")
    ana = the_registrant()
    assert (ana.email, ana.time_zone) == ("ana@gmail.com", "Europe/Berlin")
    assert ana.registrations[0].ref == "gare"


def test_a_change_of_the_zone_changes_the_times_of_the_webinars(guide, processes, visitors):
    page = visitors.open(processes.serve() + FORM, time_zone="America/New_York", **PHONE)
    card = page.locator(".choice-card:has([value=one])")
    expect(card.locator(".own-time")).to_be_hidden()

    page.locator("summary", has_text="Your time zone").tap()
    page.select_option("#time_zone", "America/Denver")

    expect(card.locator(".own-time")).to_contain_text("Your time:")
    expect(page.locator("[data-zone-name]")).to_have_text("Mountain Time (Denver)")


def test_with_the_keyboard_alone_the_focus_is_seen_and_goes_down_the_page(
    guide, processes, visitors
):
    # A page that glides to the focus shows it only after a while.
    page = visitors.open(processes.serve() + FORM, reduced_motion="reduce")
    seen, typed = [], {"name": "Ana Ruiz", "email": "ana@example.org"}
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if not focused["inMain"]:
            continue
        assert focused["isSeen"], focused
        seen.append(focused)
        what = focused["what"]
        if what == "webinars" or what == "consent":
            page.keyboard.press("Space")
        elif what in typed:
            page.keyboard.type(typed[what])
        elif what.startswith("question"):
            page.keyboard.press("ArrowDown")
        elif what.startswith("What would help"):
            page.keyboard.press("Enter")
        elif what == "Register":
            page.keyboard.press("Enter")
            break

    assert is_registered(page, "one", "two", "same")
    tops = [focused["top"] for focused in seen]
    assert tops == sorted(tops)
    # The fold was opened by its key: what is in it came next.
    assert [one["what"] for one in seen].count("accommodations") == 5


def test_the_enter_key_sends_the_form_and_not_another_language(guide, processes, visitors):
    page = visitors.open(processes.serve() + FORM + "?webinars=two")
    page.fill("#email", "ana@example.org")
    page.locator("select[name^=question]").select_option(index=1)
    page.check("#consent")
    page.fill("#name", "Ana Ruiz")
    page.keyboard.press("Enter")

    assert is_registered(page, "two")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_in_spanish_from_the_middle_of_the_form_on(guide, processes, visitors, javascript):
    page = visitors.open(processes.serve() + FORM, javascript=javascript, **PHONE)
    page.fill("#name", "Ana Ruiz")
    page.check("[value=one]")
    page.get_by_role("button", name="español").click()

    assert page.locator("html").get_attribute("lang") == "es"
    expect(page.locator("#name")).to_have_value("Ana Ruiz")
    expect(page.locator("[value=one]")).to_be_checked()
    assert is_fine(page)
    page.fill("#email", "ana@example.org")
    page.locator("select[name^=question]").select_option(index=1)
    page.check("#consent")
    page.click(SEND)

    assert is_registered(page, "one")
    assert page.locator("html").get_attribute("lang") == "es"
    assert the_registrant().language == "es"


def test_without_a_script_everything_can_be_reached(guide, processes, visitors):
    page = visitors.open(processes.serve() + FORM, javascript=False, **PHONE)
    for summary in page.locator("form summary").all():
        summary.click()
    page.check("[value=one]")
    page.fill("#name", "Ana Ruiz")
    page.fill("#email", "ana@example.org")
    page.fill("#state", "Ohio")
    page.check("[name=accommodations][value=interpretation]")
    page.fill("#interpretation_language", "Hmong")
    page.fill("#time_zone_other", "madrid")
    page.locator("select[name^=question]").select_option(index=1)
    page.check("#consent")
    page.check("#share_gare")
    page.click(SEND)

    assert is_registered(page, "one")
    ana = the_registrant()
    assert (ana.state, ana.time_zone) == ("Ohio", "Europe/Madrid")
    [request] = ana.registrations[0].access_requests
    assert isinstance(request, AccessRequest)
    assert request.note == "Hmong"


def test_every_error_stands_beside_its_field_and_nothing_is_lost(guide, processes, visitors):
    page = visitors.open(processes.serve() + FORM, **PHONE)
    for summary in page.locator("form summary").all():
        summary.click()
    page.fill("#email", "ana@")
    page.check("[name=accommodations][value=sign_language]")
    page.fill("#sign_language_which", "ASL")
    page.fill("#time_zone_other", "Nowhere")
    page.click(SEND)

    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error:")
    assert is_fine(page)
    targets = [link.get_attribute("href") for link in summary.locator("a").all()]
    assert len(targets) == 6
    for target in targets:
        summary.locator(f"a[href='{target}']").click()
        expect(page.locator(target)).to_be_focused()
        expect(page.locator(target)).to_be_visible()
    assert page.locator("[aria-invalid=true]").count() >= 4
    for field in page.locator("[aria-invalid=true]").all():
        ids = (field.get_attribute("aria-describedby") or "").split()
        assert any(page.locator(f"#{id_}.error").count() for id_ in ids)
    expect(page.locator("#email")).to_have_value("ana@")
    expect(page.locator("#sign_language_which")).to_have_value("ASL")


def test_a_reload_and_a_step_back_keep_what_was_typed(guide, processes, visitors):
    page = visitors.open(processes.serve() + FORM, time_zone="Europe/Berlin", **PHONE)
    page.fill("#name", "Ana Ruiz")
    page.check("[value=two]")
    page.locator("summary", has_text="Where you work").click()
    page.fill("#state", "Ohio")

    page.reload()
    expect(page.locator("#name")).to_have_value("Ana Ruiz")
    expect(page.locator("#state")).to_be_visible()
    expect(page.locator("[data-zone-name]")).to_have_text("Berlin")
    page.locator(".eyebrow a").first.click()
    page.wait_for_url("**/series/guide/")
    page.go_back()

    expect(page.locator("#name")).to_have_value("Ana Ruiz")
    expect(page.locator("[value=two]")).to_be_checked()


def test_after_too_long_a_time_the_form_takes_the_focus_to_what_happened(
    guide, processes, visitors
):
    page = visitors.open(processes.serve() + FORM + "?webinars=two", **PHONE)
    page.fill("#name", "Ana Ruiz")
    page.fill("#email", "ana@example.org")
    page.locator("select[name^=question]").select_option(index=1)
    page.check("#consent")
    page.context.clear_cookies()
    page.click(SEND)

    expect(page.locator(".notice-problem")).to_be_focused()
    expect(page.locator("#name")).to_have_value("Ana Ruiz")
    assert is_fine(page)
    page.click(SEND)
    assert is_registered(page, "two")


def test_the_first_visit_is_small(db, processes, visitors):
    series = a_series(slug="guide", co_sponsors=[a_sponsor(), a_sponsor()])
    for number in range(6):
        title = in_english("A webinar with a title of the usual length " * 2)
        a_webinar(series=series, title=title, starts_at=utcnow() + (number + 1) * DAY)
    saved(series)
    page = visitors.open()
    sizes: dict[str, int] = {}
    page.on(
        "requestfinished",
        lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]}),
    )

    page.goto(processes.serve() + FORM)
    page.wait_for_load_state("networkidle")

    assert len(sizes) <= 6
    assert sum(sizes.values()) <= 60_000
