"""Organizers find a time zone by what they call it."""

import pytest
from werkzeug.datastructures import MultiDict

from webinars.i18n import speaking
from webinars.web.forms import Form
from webinars.web.organize.zone_search import ZoneSearchField, label, offered, search

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class ZoneForm(Form):
    class Meta(Form.Meta):
        csrf = False

        def wrap_formdata(self, form, formdata):
            return formdata

    zone = ZoneSearchField("Zone")
    other = ZoneSearchField("Zone", empty="As the series")


def filled(**values):
    return ZoneForm(formdata=MultiDict({"other": "", **values}))


@pytest.fixture(autouse=True)
def request_context(app):
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("berlin", "Europe/Berlin"),
        ("America/New_York", "America/New_York"),
        ("Eastern Time (New York)", "America/New_York"),
        ("tokyo japan", "Asia/Tokyo"),
        ("Japan", "Asia/Tokyo"),
        ("Calcutta", "Asia/Kolkata"),
        ("UTC", "UTC"),
        ("US/Eastern", "US/Eastern"),
    ],
)
def test_what_means_one_zone_is_taken_at_once(typed, zone):
    assert [one.zone for one in search(typed)] == [zone]


@pytest.mark.parametrize(
    ("typed", "first", "among"),
    [
        ("EST", "America/New_York", "America/Panama"),
        ("united states", "America/New_York", "America/Boise"),
        ("CEST", "Europe/Amsterdam", "Europe/Berlin"),
        ("Eastern", "America/New_York", "America/Jamaica"),
    ],
)
def test_what_fits_several_zones_offers_them(typed, first, among):
    found = [one.zone for one in search(typed)]

    assert (found[0], among in found) == (first, True)


def test_an_abbreviation_is_no_beginning_of_a_country():
    assert "Europe/Tallinn" not in [one.zone for one in search("EST")]


def test_cities_are_known_in_the_language_of_the_page():
    with speaking("es"):
        assert [one.zone for one in search("Nueva York")] == ["America/New_York"]
        assert [one.zone for one in search("Alemania Berlín")] == ["Europe/Berlin"]


def test_each_zone_offered_means_itself():
    wrong = {one.zone: search(one.label) for one in offered() if search(one.label) != [one]}

    assert wrong == {}


def test_a_zone_is_chosen_among_several():
    form = filled(zone="EST", zone_choice="America/Panama")

    assert (form.validate(), form.zone.data) == (True, "America/Panama")
    assert form.zone._value() == label("America/Panama")


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Enter a time zone"), ("Atlantis", "no time zone"), ("EST", "choose one below")],
)
def test_what_is_no_zone_is_refused_with_what_was_typed(typed, words):
    form = filled(zone=typed)

    assert not form.validate()
    assert words in form.zone.errors[0]
    assert form.zone._value() == typed


def test_where_nothing_has_a_meaning_it_may_stay_empty():
    form = filled(zone="Berlin")

    assert (form.validate(), form.other.data) == (True, "")
