"""Today, the figures of series, and the mails."""

from tests.support.places import Place

PLACES = (
    Place("today", "/organize/"),
    Place("today, nothing yet", "/organize/", is_empty=True),
    Place("figures", "/organize/series/guide/figures"),
    Place("figures, nobody", "/organize/series/empty/figures"),
)
EXAMPLES: dict[str, object] = {}
NOT_PAGES: dict[str, str] = {}


def furnish() -> dict[str, str]:
    """Store what needs somebody."""
    return {}
