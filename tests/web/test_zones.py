"""What the zones of a form are called, in the reader's language."""

import pytest

import config
from webinars import i18n
from webinars.app import create_app
from webinars.web import zones


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
def test_every_zone_is_listed_once_in_the_order_of_the_readers_alphabet(language):
    with i18n.speaking(language):
        here, everywhere = zones.offered("America/New_York").values()

    names = [*here.values(), *everywhere.values()]
    assert list(here) == list(zones.UNITED_STATES)
    assert set(here).union(everywhere) == zones.places() | {"UTC"}
    assert len(set(names)) == len(names)
    if language == "es":
        assert names[10:16] == [
            "Abiyán (Costa de Marfil)",
            "Acra (Ghana)",
            "Adak (Estados Unidos)",
            "Adelaida (Australia)",
            "Adén (Yemen)",
            "Adís Abeba (Etiopía)",
        ]


def test_a_zone_that_is_set_under_a_former_name_is_offered_under_it():
    with i18n.speaking("en"):
        offered = zones.offered("US/Eastern")
        assert "US/Eastern" not in zones.offered("UTC")["Everywhere"]

    assert next(iter(offered["Everywhere"].items())) == ("US/Eastern", "New York (United States)")


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
