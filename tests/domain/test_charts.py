"""Where bars, lines and labels stand."""

import pytest

from webinars.domain.charts import (
    ROW_HEIGHT,
    Label,
    Row,
    Segment,
    bar_chart,
    line_chart,
    nice_ticks,
    shortened_label,
)

HUGE = 10**15


def test_the_longest_bar_fills_the_chart_and_the_others_are_in_proportion():
    chart = bar_chart([Row("A", (40,)), Row("B", (10,)), Row("C", (0,))])

    assert chart.height == 3 * ROW_HEIGHT
    assert [[one.width for one in bar.segments] for bar in chart.bars] == [[100.0], [25.0], []]


def test_the_parts_of_a_bar_lie_one_after_another_and_empty_ones_are_left_out():
    [bar, _] = bar_chart([Row("A", (30, 0, 10)), Row("B", (80, 0, 0))]).bars

    assert bar.segments == (Segment(0, 30, 0.0, 37.5), Segment(2, 10, 37.5, 12.5))
    assert bar.total == 40


@pytest.mark.parametrize("count", [0, 1, 60])
def test_words_of_bars_never_overlap(count):
    tops = [bar.y for bar in bar_chart([Row("A", (1,))] * count).bars]

    assert tops == [ROW_HEIGHT * number for number in range(count)]


def test_bars_of_nothing_and_of_huge_numbers_are_drawn():
    assert [bar.segments for bar in bar_chart([Row("A", (0,))]).bars] == [()]
    assert [one.width for one in bar_chart([Row("A", (HUGE, 1))]).bars[0].segments] == [100.0, 0.0]


def test_a_long_name_is_cut_in_the_chart():
    assert shortened_label("x" * 30) == "x" * 30
    assert shortened_label("Department of Health and Human Services") == (
        "Department of Health and Huma…"
    )


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (17, [0, 5, 10, 15, 20]),
        (100_000, [0, 50_000, 100_000]),
        (HUGE, [0, HUGE // 2, HUGE]),
    ],
)
def test_ticks_are_few_and_round(highest, ticks):
    assert nice_ticks(highest) == ticks


def test_a_line_goes_from_edge_to_edge():
    chart = line_chart([0, 5, 10], ["a", "b", "c"])

    assert chart.points == "0,100 50,54 100,8"
    assert [(tick.value, tick.y) for tick in chart.ticks] == [(0, 100), (5, 54), (10, 8)]
    assert chart.labels == (Label("a", 0, "start"), Label("c", 100, "end"))


def test_a_middle_label_stands_under_its_own_point():
    assert line_chart([1] * 5, list("abcde")).labels[1] == Label("c", 50, "middle")
    assert [one.text for one in line_chart([1] * 6, list("abcdef")).labels] == ["a", "f"]


def test_one_point_is_a_level_line_and_none_is_nothing():
    assert line_chart([3], ["a"]).points == "0,8 100,8"
    assert line_chart([3], ["a"]).labels == (Label("a", 0, "start"),)
    assert line_chart([], []).points == ""
