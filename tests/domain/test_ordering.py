"""New things find their place among the old."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.domain.ordering import merged_order

names = st.lists(st.sampled_from("abcdefgh"), unique=True)


@pytest.mark.parametrize(
    ("stored", "wanted", "merged"),
    [
        ("", "ab", "ab"),
        ("ab", "", "ab"),
        ("ab", "abc", "abc"),
        ("ab", "acb", "acb"),
        ("axb", "acb", "axcb"),
        ("ax", "ac", "axc"),
        ("abc", "c", "abc"),
        ("abc", "ca", "cba"),
        ("ab", "cdab", "cdab"),
    ],
)
def test_orders_are_merged(stored, wanted, merged):
    assert "".join(merged_order(stored, wanted)) == merged


@given(stored=names, wanted=names)
def test_all_names_are_there_and_the_wanted_ones_in_their_order(stored, wanted):
    merged = merged_order(stored, wanted)

    assert sorted(merged) == sorted({*stored, *wanted})
    assert [name for name in merged if name in wanted] == wanted


@given(stored=names, wanted=names)
def test_merging_again_changes_nothing(stored, wanted):
    merged = merged_order(stored, wanted)

    assert merged_order(merged, wanted) == merged
    assert merged_order(merged, merged) == merged
