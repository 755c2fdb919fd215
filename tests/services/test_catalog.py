"""Speakers, practices, organizations and case studies are created, changed and put in order."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOW, a_practice, a_sponsor, in_english, saved
from webinars.extensions import transaction
from webinars.models import Practice
from webinars.services import catalog
from webinars.services.catalog import PracticeDetails, SponsorDetails

LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("change", "links_changed_at"),
    [
        ({"name": in_english("Another name")}, LATER),
        ({"description": in_english("Other words")}, NOW),
        ({}, NOW),
    ],
)
def test_a_practice_whose_name_changes_marks_its_calendar(db, change, links_changed_at):
    practice = saved(a_practice(links_changed_at=NOW))
    details = replace(PracticeDetails.of(practice), **change)

    with transaction():
        catalog.change_practice(practice, details, now=LATER)

    assert PracticeDetails.of(practice) == details
    assert practice.links_changed_at == links_changed_at


def test_an_organization_gets_a_logo_without_marking_its_calendar(db):
    sponsor = saved(a_sponsor(links_changed_at=NOW))
    details = replace(SponsorDetails.of(sponsor), logo=b"\x89PNG", logo_type="image/png")

    with transaction():
        catalog.change_sponsor(sponsor, details, now=LATER)

    assert (sponsor.logo, sponsor.logo_type) == (b"\x89PNG", "image/png")
    assert sponsor.links_changed_at == NOW


@pytest.mark.parametrize(
    ("slugs", "is_moved", "order"),
    [
        (["a", "b", "c"], False, "abc"),
        (["c"], False, "abc"),
        ([], False, "abc"),
        (["c", "a"], True, "cba"),
    ],
)
def test_rows_are_put_in_order(db, slugs, is_moved, order):
    rows = [
        a_practice(slug=slug, position=place) for slug, place in zip("abc", (3, 5, 9), strict=True)
    ]
    saved(*rows)

    with transaction():
        moved = catalog.reorder(rows, slugs)

    found = db.session.scalars(select(Practice.slug).order_by(Practice.position))
    assert moved == is_moved
    assert "".join(found) == order


def test_rows_that_need_not_move_keep_their_numbers(db):
    rows = [a_practice(slug=slug, position=place) for slug, place in zip("ab", (3, 5), strict=True)]
    saved(*rows)

    with transaction():
        catalog.reorder(rows, ["a", "b"])

    assert [row.position for row in rows] == [3, 5]
