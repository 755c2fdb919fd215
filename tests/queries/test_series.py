from functools import partial

import pytest

from tests.factories import (
    a_practice,
    a_series,
    a_speaker,
    a_sponsor,
    a_webinar,
    saved,
)
from tests.support.queries import counted_queries
from webinars.errors import NotFound
from webinars.models import Appearance, Series, SeriesStatus
from webinars.queries.series import (
    all_published_series,
    published_series,
    series_with_everything,
    shows_only_demonstrations,
    webinar_with_everything,
)
from webinars.texts import Texts


def a_full_series(webinars: int, **values) -> Series:
    """Return a series with so many webinars, each with two of everything."""
    series = a_series(organizer=a_sponsor(), co_sponsors=[a_sponsor(), a_sponsor()], **values)
    for number in range(webinars):
        webinar = a_webinar(
            series=series,
            slug=f"part-{number + 1}",
            practices=[a_practice(), a_practice()],
            co_sponsors=[a_sponsor(), a_sponsor()],
        )
        webinar.appearances = [
            Appearance(speaker=a_speaker(), role=Texts(), position=place) for place in (1, 2)
        ]
    return series


def everything_of(series: Series) -> list[object]:
    """Return what the page of *series* shows, as it is read from the rows."""
    shown: list[object] = [series.organizer and series.organizer.slug]
    shown += [sponsor.slug for sponsor in series.co_sponsors]
    for webinar in series.webinars:
        shown += [webinar.slug, webinar.series.slug]
        shown += [appearance.speaker.name for appearance in webinar.appearances]
        shown += [(practice.slug, practice.group.slug) for practice in webinar.practices]
        shown += [sponsor.slug for sponsor in webinar.co_sponsors]
    return shown


@pytest.mark.parametrize("find", [published_series, partial(series_with_everything, preview=None)])
@pytest.mark.parametrize("status", [None, SeriesStatus.DRAFT])
def test_a_draft_and_an_unknown_series_are_not_found(db, find, status):
    if status:
        saved(a_series(slug="guide", status=status))

    with pytest.raises(NotFound, match="There is no such series of webinars"):
        find("guide")


def test_a_series_with_everything_takes_as_many_queries_for_one_webinar_as_for_three(db):
    saved(a_full_series(1, slug="one"), a_full_series(3, slug="three"))
    asked = []
    for slug, webinars in (("one", 1), ("three", 3)):
        db.session.expunge_all()
        with counted_queries() as statements:
            shown = everything_of(series_with_everything(slug, preview=None))
        assert len(shown) == 3 + 8 * webinars
        asked.append(len([one for one in statements if one.startswith("SELECT")]))

    assert asked == [6, 6]


def test_a_webinar_is_found_below_its_own_series_only(db):
    saved(a_full_series(2, slug="guide"), a_full_series(1, slug="other"))

    assert webinar_with_everything("guide", "part-2", preview=None).series.slug == "guide"
    with pytest.raises(NotFound, match="There is no such webinar"):
        webinar_with_everything("other", "part-2", preview=None)


def test_a_webinar_of_a_draft_is_not_found(db):
    saved(a_full_series(1, slug="guide", status=SeriesStatus.DRAFT))

    with pytest.raises(NotFound):
        webinar_with_everything("guide", "part-1", preview=None)


def test_all_published_series_come_without_drafts_the_oldest_first(db):
    saved(
        a_series(slug="first"),
        a_series(slug="draft", status=SeriesStatus.DRAFT),
        a_series(slug="second"),
    )

    assert [series.slug for series in all_published_series()] == ["first", "second"]


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        ([], False),
        ([{"is_demonstration": True}], True),
        ([{"is_demonstration": True}, {"is_demonstration": True}], True),
        ([{"is_demonstration": True}, {"is_demonstration": False}], False),
        ([{"is_demonstration": True}, {"status": SeriesStatus.DRAFT}], True),
        ([{"is_demonstration": True, "status": SeriesStatus.DRAFT}], False),
    ],
)
def test_only_demonstrations_are_shown_when_all_that_is_published_is_one(db, series, expected):
    for values in series:
        saved(a_series(**values))

    assert shows_only_demonstrations() is expected
