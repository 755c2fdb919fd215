"""What needs somebody today."""

from datetime import timedelta

from tests.factories import NOW, a_series, a_webinar
from webinars.domain.attention import Attention, Concern, Requests, Seats, attention
from webinars.models import SeriesStatus

HOUR = timedelta(hours=1)


def found(series, *coming, failed=0, requests=None):
    return attention(series, coming, failed=failed, requests=requests or Requests(), now=NOW)


def test_nothing_needs_anybody_where_all_is_well():
    series = a_series()

    assert found(series, (a_webinar(series=series, starts_at=NOW + HOUR), Seats(40))) == []


def test_a_webinar_soon_without_a_link_is_told_and_urgent_within_a_day():
    series = a_series()
    first, second, third = (
        a_webinar(series=series, starts_at=NOW + hours * HOUR, join_url=None)
        for hours in (24, 48, 49)
    )

    assert found(series, (first, Seats(3)), (second, Seats()), (third, Seats())) == [
        Attention(Concern.NO_JOIN_LINK, is_urgent=True, count=3, webinar=first),
        Attention(Concern.NO_JOIN_LINK, is_urgent=False, count=0, webinar=second),
    ]


def test_urgent_things_come_first():
    series = a_series()
    webinar = a_webinar(series=series, starts_at=NOW + 30 * HOUR, join_url=None)

    concerns = found(series, (webinar, Seats()), failed=2, requests=Requests(3, near=1))

    assert [(one.concern, one.count, one.is_urgent) for one in concerns] == [
        (Concern.MAILS_FAILED, 2, True),
        (Concern.ACCESS_REQUESTS, 3, True),
        (Concern.NO_JOIN_LINK, 0, False),
    ]


def test_requests_for_webinars_far_away_can_wait():
    [one] = found(a_series(), requests=Requests(2, near=0))

    assert (one.count, one.is_urgent) == (2, False)


def test_a_draft_whose_day_comes_should_be_published():
    series = a_series(status=SeriesStatus.DRAFT)
    soon = a_webinar(series=series, starts_at=NOW + 13 * 24 * HOUR)
    later = a_webinar(series=series, starts_at=NOW + 15 * 24 * HOUR)

    assert found(series, (later, Seats())) == []
    assert [(one.concern, one.webinar) for one in found(series, (soon, Seats()))] == [
        (Concern.NOT_PUBLISHED, soon)
    ]


def test_a_long_waiting_list_is_told_a_short_one_is_not():
    series = a_series()
    small, big = a_webinar(series=series, capacity=10), a_webinar(series=series, capacity=500)

    assert found(series, (small, Seats(10, 1)), (big, Seats(500, 9))) == []
    assert [one.webinar for one in found(series, (small, Seats(10, 2)), (big, Seats(500, 10)))] == [
        small,
        big,
    ]
