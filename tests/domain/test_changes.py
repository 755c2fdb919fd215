"""Which edits reach calendars."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import NOW, in_english
from webinars.domain.changes import Face, Impact, impact
from webinars.models import WebinarStatus

HOUR = timedelta(hours=1)
FACE = Face("t", in_english("T"), in_english("D"), NOW, NOW + HOUR, WebinarStatus.SCHEDULED)
UNDATED = {"starts_at": None, "ends_at": None}
OFF = {"status": WebinarStatus.CANCELLED}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {}, Impact.NONE),
        ({}, {"title": in_english("New")}, Impact.TEXT),
        ({}, {"description": in_english("New")}, Impact.TEXT),
        ({}, {"slug": "new"}, Impact.TEXT),
        ({}, {"starts_at": NOW - HOUR}, Impact.TIME),
        ({}, {"ends_at": NOW + 2 * HOUR}, Impact.TIME),
        ({}, {"ends_at": NOW + 2 * HOUR, "title": in_english("New")}, Impact.TIME),
        (UNDATED, {}, Impact.DATED),
        (UNDATED, UNDATED | {"title": in_english("New")}, Impact.NONE),
        ({}, UNDATED, Impact.UNDATED),
        ({}, OFF, Impact.CANCELLED),
        ({}, OFF | {"starts_at": NOW - HOUR}, Impact.CANCELLED),
        (OFF, {}, Impact.REVIVED),
        (OFF, OFF | {"title": in_english("New")}, Impact.NONE),
    ],
)
def test_the_impact_of_an_edit(before, after, expected):
    assert impact(replace(FACE, **before), replace(FACE, **after)) is expected
