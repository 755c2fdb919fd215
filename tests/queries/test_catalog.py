from collections.abc import Callable

import pytest

from tests.factories import (
    a_case_study,
    a_practice,
    a_practice_group,
    a_series,
    a_sponsor,
    a_webinar,
    saved,
)
from tests.support.queries import counted_queries
from webinars.errors import NotFound
from webinars.models import Approach, SeriesStatus
from webinars.queries import catalog
from webinars.texts import Texts


def fill(number: int) -> None:
    """Store *number* of everything, and each tied to all others; a draft is tied to all too."""
    group = a_practice_group(slug=f"group-of-{number}")
    practices = [a_practice(group=group, slug=f"practice-of-{number}")]
    practices += [a_practice(group=group) for _ in range(number - 1)]
    sponsor = a_sponsor(slug=f"sponsor-of-{number}")
    for at in range(number):
        series = a_series(organizer=sponsor, co_sponsors=[sponsor])
        webinar = a_webinar(series=series, practices=practices, co_sponsors=[sponsor])
        slug = f"case-study-of-{number}" if at == 0 else f"case-study-{number}-{at}"
        case_study = a_case_study(slug=slug, practices=practices)
        draft = a_series(status=SeriesStatus.DRAFT, organizer=sponsor, co_sponsors=[sponsor])
        hidden = a_webinar(series=draft, practices=practices, co_sponsors=[sponsor])
        saved(webinar, case_study, hidden)


def shown_on_practice(slug: str) -> int:
    practice = catalog.practice_with_everything(slug)
    assert practice.group.practices
    return len({webinar.series.slug for webinar in practice.webinars}) + len(
        [tied for case_study in practice.case_studies for tied in case_study.practices]
    )


def shown_on_case_study(slug: str) -> int:
    case_study = catalog.case_study_with_everything(slug)
    return sum(
        len({webinar.series.slug for webinar in practice.webinars}) * bool(practice.group.slug)
        for practice in case_study.practices
    )


def shown_on_sponsor(slug: str) -> int:
    sponsor = catalog.sponsor_with_everything(slug)
    series = [*sponsor.organized_series, *sponsor.series]
    webinars = [webinar for one in series for webinar in one.webinars]
    return len(series) + len(webinars) + len({one.series.slug for one in sponsor.webinars})


@pytest.mark.parametrize(
    ("show", "slug", "for_one", "for_three", "queries"),
    [
        (shown_on_practice, "practice-of-{}", 1 + 1, 3 + 9, 5),
        (shown_on_case_study, "case-study-of-{}", 1, 9, 3),
        (shown_on_sponsor, "sponsor-of-{}", 5, 15, 6),
    ],
)
def test_a_page_takes_as_many_queries_for_one_of_everything_as_for_three(
    db, show: Callable[[str], int], slug, for_one, for_three, queries
):
    fill(1)
    fill(3)
    for number, expected in ((1, for_one), (3, for_three)):
        db.session.rollback()
        db.session.expunge_all()
        with counted_queries() as statements:
            assert show(slug.format(number)) == expected
        assert len([one for one in statements if one.startswith("SELECT")]) == queries


def test_the_map_of_practices_takes_four_queries_and_leaves_drafts_out(db):
    fill(1)
    fill(3)
    db.session.expunge_all()

    with counted_queries() as statements:
        shown = [
            (practice.slug, len(practice.webinars), len(practice.case_studies))
            for group in catalog.practice_groups()
            for practice in group.practices
        ]
        series = {
            webinar.series.status
            for group in catalog.practice_groups()
            for practice in group.practices
            for webinar in practice.webinars
        }

    assert [counts for _, *counts in shown] == [[1, 1], [3, 3], [3, 3], [3, 3]]
    assert series == {SeriesStatus.PUBLISHED}
    assert len([one for one in statements if one.startswith("SELECT")]) == 2 * 4


def test_case_studies_come_in_their_order_and_as_many_as_asked_for(db):
    saved(a_case_study(slug="b", position=2), a_case_study(slug="a", position=1))

    assert [case_study.slug for case_study in catalog.case_studies()] == ["a", "b"]
    assert [case_study.slug for case_study in catalog.case_studies(1)] == ["a"]


def test_a_sponsor_with_its_logo_has_the_bytes(db):
    saved(a_sponsor(slug="hip", logo=b"\x89PNG", logo_type="image/png"))
    db.session.expunge_all()

    assert catalog.sponsor_with_logo("hip").logo == b"\x89PNG"


def test_the_approach_is_none_until_it_is_written(db):
    assert catalog.approach() is None

    written = saved(Approach(title=Texts.of("Approach", "en"), body=Texts.of("Both.", "en")))

    assert catalog.approach() == written


@pytest.mark.parametrize(
    ("find", "message"),
    [
        (catalog.practice_with_everything, "There is no such practice"),
        (catalog.case_study_with_everything, "There is no such case study"),
        (catalog.sponsor_with_everything, "There is no such organization"),
        (catalog.sponsor_with_logo, "There is no such organization"),
    ],
)
def test_what_does_not_exist_is_not_found(db, find, message):
    with pytest.raises(NotFound, match=message):
        find("nothing")
