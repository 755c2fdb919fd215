from datetime import timedelta

import pytest

from tests.factories import NOW, a_webinar
from webinars.domain.stages import Stage, by_date, next_webinar, stage
from webinars.models import WebinarStatus

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("starts_at", "expected"),
    [
        (None, Stage.UNDATED),
        (NOW + MINUTE, Stage.COMING),
        (NOW, Stage.RUNNING),
        (NOW - 89 * MINUTE, Stage.RUNNING),
        (NOW - 90 * MINUTE, Stage.OVER),
    ],
)
def test_a_webinar_runs_from_its_start_until_its_end(starts_at, expected):
    assert stage(a_webinar(starts_at=starts_at), NOW) == expected


@pytest.mark.parametrize("starts_at", [None, NOW + MINUTE, NOW, NOW - timedelta(days=1)])
def test_a_cancelled_webinar_stays_cancelled(starts_at):
    webinar = a_webinar(starts_at=starts_at, status=WebinarStatus.CANCELLED)

    assert stage(webinar, NOW) == Stage.CANCELLED


def test_webinars_are_ordered_by_date_and_undated_ones_by_position_at_the_end():
    later = a_webinar(starts_at=NOW + 2 * MINUTE, position=1)
    sooner = a_webinar(starts_at=NOW + MINUTE, position=2)
    undated = a_webinar(starts_at=None, position=3)
    undated_too = a_webinar(starts_at=None, position=4)

    assert by_date([undated_too, undated, later, sooner]) == [sooner, later, undated, undated_too]


def test_the_next_webinar_runs_or_comes_first():
    over = a_webinar(starts_at=NOW - timedelta(days=1))
    running = a_webinar(starts_at=NOW - MINUTE)
    coming = a_webinar(starts_at=NOW + MINUTE)

    assert next_webinar([coming, running, over], NOW) is running
    assert next_webinar([coming, over], NOW) is coming


def test_neither_cancelled_nor_undated_nor_past_webinars_come_next():
    cancelled = a_webinar(starts_at=NOW + MINUTE, status=WebinarStatus.CANCELLED)
    over = a_webinar(starts_at=NOW - timedelta(days=1))

    assert next_webinar([cancelled, over, a_webinar(starts_at=None)], NOW) is None
