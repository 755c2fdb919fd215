"""What a list of registrants is asked for, in an address and back."""

import pytest

from webinars.domain.registrant_filters import (
    ANY,
    Attendance,
    Reach,
    RegistrantFilters,
    SortKey,
)
from webinars.models import AccessKind, EnrollmentStatus, PartStat

EVERYTHING = RegistrantFilters(
    text="ana ruiz",
    webinar="coming",
    status=EnrollmentStatus.WAITLISTED,
    ref="friends",
    language="es",
    access=AccessKind.CAPTIONS,
    attendance=Attendance.NOT_JOINED,
    reach=Reach.COMES_BACK,
    answer=PartStat.TENTATIVE,
    sort=SortKey.NAME,
    is_descending=True,
)


@pytest.mark.parametrize("filters", [EVERYTHING, RegistrantFilters()])
def test_filters_are_read_from_the_address_that_they_make(filters):
    assert RegistrantFilters.read(filters.args()) == filters


def test_nothing_asked_for_leaves_the_address_as_it_is():
    assert RegistrantFilters().args() == {}
    assert RegistrantFilters(sort=SortKey.NAME).is_empty


def test_what_makes_no_sense_in_an_address_is_left_out():
    nonsense = {
        "q": " a\0b ",
        "status": "asleep",
        "access": "money",
        "attendance": "maybe",
        "mail": "snail",
        "answer": "never",
        "sort": "-shoe size",
        "page": "7",
    }

    assert RegistrantFilters.read(nonsense) == RegistrantFilters(text="a b")


def test_any_access_request_can_be_asked_for():
    assert RegistrantFilters.read({"access": "any"}).access == ANY


def test_words_are_folded_and_not_endless():
    filters = RegistrantFilters.read({"q": "JOSÉ  Muñoz " + "x " * 50})

    assert filters.words[:2] == ["jose", "munoz"]
    assert len(filters.words) == 8


def test_a_column_is_sorted_by_and_the_next_time_the_other_way():
    by_name = RegistrantFilters().sorted_by(SortKey.NAME)

    assert by_name.order == "name"
    assert by_name.sorted_by(SortKey.NAME).order == "-name"
    assert by_name.sorted_by(SortKey.REGISTERED).order == "-registered"
