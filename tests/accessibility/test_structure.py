"""Pages are built so that whoever hears them, or sees no colours, finds the way."""

from collections import defaultdict
from collections.abc import Mapping

import pytest

from tests.support.audits import audit
from tests.support.places import PLACES


@pytest.mark.parametrize("language", ["en", "es"])
def test_headings_landmarks_names_and_states_stand_in_order(site, visitors, language):
    page = visitors.open(language=language)
    found: dict[str, list[str]] = {}
    titles: Mapping[str, set[str]] = defaultdict(set)

    for place in site.tour(page, PLACES):
        found[place.name] = [*audit(page, "structure"), *audit(page, "colourAlone")]
        assert page.locator("html").get_attribute("lang") == language, place.name
        if place.status == 200 and not place.is_empty:
            titles[page.title()].add(place.end())
        elif place.act is not None and not page.title().startswith("Error:"):
            found[place.name].append(f"title: {page.title()}")

    assert {where: faults for where, faults in found.items() if faults} == {}
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}
