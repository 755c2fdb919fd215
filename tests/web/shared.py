"""A series that GARE co-sponsors, in both languages, with something of everything to share."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.factories import a_practice, a_series, a_sponsor, a_webinar, saved
from webinars.models import Series
from webinars.texts import Texts

WINTER = datetime(2035, 1, 9, 20, 0, tzinfo=UTC)
DAY = timedelta(days=1)
BASE = "http://127.0.0.1:8000"


def a_shared_series(**values: Any) -> Series:
    """A stored series organized by HIP, with three webinars: two dated, one not."""
    hip = a_sponsor(slug="hip", acronym="HIP", name=Texts({"en": "Human Impact"}))
    gare = a_sponsor(slug="gare", acronym="GARE", name=Texts({"en": "Alliance", "es": "Alianza"}))
    nche = a_sponsor(slug="nche", acronym="NCHE")
    defaults: dict[str, Any] = {
        "slug": "guide",
        "title": Texts({"en": "Health equity", "es": "Equidad en salud"}),
        "description": Texts({"en": "A *first* step.\n\nMore.", "es": "Un *primer* paso.\n\nMás."}),
        "organizer": hip,
        "co_sponsors": [gare],
    }
    series = a_series(**(defaults | values))
    titles = {"one": ("Start", "Empezar"), "two": ("Go on", "Seguir"), "three": ("End", "Acabar")}
    starts = {"one": WINTER, "two": WINTER + 7 * DAY, "three": None}
    for position, (slug, (english, spanish)) in enumerate(titles.items(), start=1):
        a_webinar(
            series=series,
            slug=slug,
            position=position,
            title=Texts({"en": english, "es": spanish}),
            starts_at=starts[slug],
            practices=[a_practice()],
            co_sponsors=[nche] if slug == "two" else [],
        )
    return saved(series)
