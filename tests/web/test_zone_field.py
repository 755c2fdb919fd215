import pytest

from webinars.i18n import speaking
from webinars.web.zone_field import named


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Madrid", "Europe/Madrid"),
        ("europe/madrid", "Europe/Madrid"),
        ("madrid", "Europe/Madrid"),
        ("  Mexico   City ", "America/Mexico_City"),
        ("new_york", "America/New_York"),
        ("Sao Paulo, Brazil", "America/Sao_Paulo"),
        ("UTC", "UTC"),
        ("Boise", "America/Boise"),
        ("", None),
        ("Nowhere", None),
        ("%00", None),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_zone_is_found_by_its_name_or_city(app, typed, zone):
    with app.app_context():
        assert named(typed) == zone


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_city_is_also_known_by_its_name_in_the_readers_language(app):
    with app.app_context(), speaking("es"):
        assert named("Ciudad de México") == "America/Mexico_City"
        assert named("tokio") == "Asia/Tokyo"
