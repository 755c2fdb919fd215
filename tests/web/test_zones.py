"""What the zones of a form are called, in the reader's language."""

import pytest

import config
from webinars import i18n
from webinars.app import create_app
from webinars.web import zones
from webinars.web.zone_field import named


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("instance")
    return create_app(config.test_config("sqlite://", instance_path=folder))


@pytest.fixture(autouse=True)
def context(app):
    with app.app_context():
        yield


@pytest.mark.parametrize(
    ("zone", "english", "spanish"),
    [
        ("America/New_York", "Eastern Time (New York)", "Hora oriental (Nueva York)"),
        # Its clocks are never changed, unlike those of Denver.
        (
            "America/Phoenix",
            "Mountain Standard Time (Phoenix)",
            "Hora estándar de las Montañas Rocosas (Phoenix)",
        ),
        ("America/Indiana/Knox", "Knox, Indiana (United States)", "Knox, Indiana (Estados Unidos)"),
        ("Europe/Berlin", "Berlin (Germany)", "Berlín (Alemania)"),
        # CLDR has translated some places under their former names only.
        ("Asia/Kolkata", "Kolkata (India)", "Calcuta (India)"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires (Argentina)", "Buenos Aires (Argentina)"),
        ("Asia/Singapore", "Singapore", "Singapur"),
        ("UTC", "UTC", "UTC"),
        ("Etc/GMT+5", "Etc/GMT+5", "Etc/GMT+5"),
    ],
)
def test_a_zone_is_called_by_its_place_in_the_readers_language(zone, english, spanish):
    said = []
    for language in ("en", "es"):
        with i18n.speaking(language):
            said.append(zones.label(zone))

    assert said == [english, spanish]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_place_has_a_name_of_its_own(language):
    with i18n.speaking(language):
        names = [zones.label(zone) for zone in zones.places()]

    assert len(set(names)) == len(names)


def test_a_zone_that_is_set_is_offered_before_the_likely_ones_also_under_a_former_name():
    with i18n.speaking("en"):
        offered = zones.offered("US/Eastern")

    assert list(offered) == ["US/Eastern", *zones.UNITED_STATES]
    assert offered["US/Eastern"] == "New York (United States)"


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Calcuta", "Asia/Kolkata"),
        ("kolkata", "Asia/Kolkata"),
        ("Calcutta", "Asia/Kolkata"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("Berlín", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("Nowhere", None),
    ],
)
def test_a_zone_is_found_by_its_city_in_the_readers_language_or_in_english(typed, zone):
    with i18n.speaking("es"):
        assert named(typed) == zone


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("America/New_York", "Eastern Time"),
        ("America/Phoenix", "Mountain Standard Time"),
        ("Pacific/Guam", "Chamorro Standard Time"),
    ],
)
def test_a_zone_has_one_name_for_the_whole_year(zone, name):
    with i18n.speaking("en"):
        assert i18n.zone_name_all_year(zone) == name
