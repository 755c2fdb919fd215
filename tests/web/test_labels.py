"""States: kept in English, shown and understood in the reader's language."""

import pytest

from tests.support.forms import filled_form
from tests.support.html import Page
from tests.web.people import GUIDE, a_guide, ana, private_page, the_registrant
from webinars import i18n
from webinars.web import labels

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nueva York", "New York"),
        ("carolina del norte", "North Carolina"),
        ("New Mexico", "New Mexico"),
        ("Puerto Rico", "Puerto Rico"),
        ("Jalisco", "Jalisco"),
        ("", ""),
    ],
)
def test_a_state_is_kept_in_english_whatever_language_it_is_given_in(client, db, typed, kept):
    a_guide()

    client.submit(f"{GUIDE}?lang=es", ana(state=typed), to=GUIDE)

    assert the_registrant().state == kept


def test_a_state_is_shown_in_the_language_of_the_page(client, db):
    a_guide()
    client.submit(GUIDE, ana(state="Pennsylvania"))
    address = private_page()

    spanish = client.get(f"{address}details?lang=es").text
    own_page = Page(client.get(address).text).words
    english = client.get(f"{address}details?lang=en").text

    assert filled_form(spanish)["state"] == ["Pensilvania"]
    assert "Pensilvania" in own_page
    assert filled_form(english)["state"] == ["Pennsylvania"]


def test_a_state_stays_in_the_form_as_it_was_typed(client, db):
    a_guide()

    again = client.submit(f"{GUIDE}?lang=es", ana(state="Nueva York", name=""), to=GUIDE)

    assert filled_form(again.text)["state"] == ["Nueva York"]


def test_the_form_offers_the_states_in_alphabetical_order_of_the_language(app):
    with app.app_context(), i18n.speaking("es"):
        names = labels.state_names()

    assert len(names) == len(set(names)) == len(labels.STATES)
    assert names == sorted(names)
    assert {"Carolina del Norte", "Islas Marianas del Norte", "Virginia Occidental"} <= set(names)
