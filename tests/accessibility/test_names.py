"""What a screen reader is given: the browser's own accessibility tree.

No screen reader was run; `docs/accessibility.md` says what only a person can find out.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.support.audits import Node, heard
from tests.support.places import PLACES, SEND

BY_NAME = {place.name: place for place in PLACES}
ROLES = {"button", "checkbox", "combobox", "link", "radio", "textbox", "DisclosureTriangle"}
WITH_ERRORS = ("register, errors", "details, errors", "address, errors", "private link, errors")


def nameless(nodes: list[Node]) -> list[Node]:
    return [node for node in nodes if node.role in ROLES and not node.name]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_control_is_called_something(site, visitors, language):
    page = visitors.open(language=language)
    critical = [place for place in PLACES if place.is_critical]

    found = {place.name: nameless(heard(page)) for place in site.tour(page, critical)}

    assert {name: nodes for name, nodes in found.items() if nodes} == {}


@pytest.mark.parametrize("name", WITH_ERRORS)
def test_errors_are_heard_with_their_fields(site, visitors, name):
    page = site.visit(visitors.open(), BY_NAME[name])

    wrong = [node for node in heard(page) if node.is_invalid]

    assert wrong
    assert [node for node in wrong if "Error:" not in node.description] == []


@pytest.mark.parametrize("name", WITH_ERRORS)
def test_a_form_with_errors_begins_with_their_summary(site, visitors, name):
    page = site.visit(visitors.open(), BY_NAME[name])

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_have_accessible_name("Please look at these fields again")
    for link in summary.get_by_role("link").all():
        link.press("Enter")
        assert led_to_a_control(page), link.inner_text()


def led_to_a_control(page: Page) -> bool:
    """Whether the focus is in a control of the form."""
    inside = "document.activeElement.matches('form input, form select, form textarea')"
    return bool(page.evaluate(inside))


def test_choices_tell_their_date_and_state(site, visitors):
    page = visitors.open(f"{site.address}/series/guide/register")

    by_name = {node.name: node.description for node in heard(page) if node.role == "checkbox"}
    full, undated = (
        next(name for name in by_name if text in by_name[name])
        for text in ("waiting list", "Not yet scheduled")
    )

    assert full != undated
    assert all(by_name[name] for name in by_name if name.startswith("Webinar"))


def test_what_was_done_is_announced(site, visitors):
    page = visitors.open(f"{site.address}/me/{site.words['quiet']}/details")

    page.click(SEND)

    expect(page.get_by_role("status")).to_contain_text("Your details are corrected.")
