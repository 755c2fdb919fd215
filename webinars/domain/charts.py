"""Where the bars, lines and labels of a chart stand; how they look is the templates' business.

Widths are parts of a hundred, so that a chart fills a phone and a wide window alike while its
words keep their size; heights are pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass

ROW_HEIGHT = 44
BAR_HEIGHT = 16
# What stands beside the number in a line of a phone; the table has the whole name.
LONGEST_LABEL = 30
MOST_TICKS = 4
# The highest point stays below the upper edge by so much of the height.
HEADROOM = 8.0


@dataclass(frozen=True)
class Row:
    """What a bar stands for: its name and its parts, one of them in a plain bar."""

    label: str
    values: tuple[int, ...]

    @property
    def total(self) -> int:
        """All its parts together."""
        return sum(self.values)


@dataclass(frozen=True)
class Segment:
    """One part of a bar; *part* counts from 0."""

    part: int
    value: int
    start: float
    width: float


@dataclass(frozen=True)
class BarShape:
    """A bar: its words in one line, *y* being their upper edge, and the bar below them."""

    label: str
    total: int
    y: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class BarChart:
    """All bars, and how high the whole is."""

    height: int
    bars: tuple[BarShape, ...]


@dataclass(frozen=True)
class Tick:
    """A line across the chart and the number that stands on it; *y* is from the top."""

    value: int
    y: float


@dataclass(frozen=True)
class Label:
    """A word under the chart, and which of its points it belongs to."""

    text: str
    x: float
    anchor: str


@dataclass(frozen=True)
class LineChart:
    """A line from left to right: its points as SVG writes them, its ticks and labels."""

    points: str
    ticks: tuple[Tick, ...]
    labels: tuple[Label, ...]


def bar_chart(rows: Sequence[Row]) -> BarChart:
    """Return the bars of *rows*, the longest as wide as the chart; parts lie one after another."""
    longest = max((row.total for row in rows), default=0)
    bars = tuple(_bar(row, number, longest) for number, row in enumerate(rows))
    return BarChart(ROW_HEIGHT * len(rows), bars)


def line_chart(values: Sequence[int], labels: Sequence[str]) -> LineChart:
    """Return the line of *values*, which are as many as *labels*; one value is a level line."""
    if not values:
        return LineChart("", (), ())
    ticks = nice_ticks(max(values))
    top = ticks[-1]
    heights = [_height(value, top) for value in values]
    places = _places(len(values))
    if len(values) == 1:
        places, heights = [0.0, 100.0], heights * 2
    points = " ".join(f"{_short(x)},{_short(y)}" for x, y in zip(places, heights, strict=True))
    shown = tuple(Tick(tick, round(_height(tick, top), 2)) for tick in ticks)
    return LineChart(points, shown, _labels(labels))


def nice_ticks(highest: int) -> list[int]:
    """Return a few round numbers from 0 to the first that is not below *highest*."""
    step = 1
    while -(-highest // step) > MOST_TICKS:
        # 1, 2, 5, 10, 20, 50, 100 …
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return [step * number for number in range(max(1, -(-highest // step)) + 1)]


def shortened_label(label: str, longest: int = LONGEST_LABEL) -> str:
    """Return *label*, its end left out where it is too long for one line."""
    return label if len(label) <= longest else label[: longest - 1].rstrip() + "…"


def _bar(row: Row, number: int, longest: int) -> BarShape:
    segments, start = [], 0.0
    for part, value in enumerate(row.values):
        width = 100 * value / longest if longest else 0.0
        if value:
            segments.append(Segment(part, value, round(start, 2), round(width, 2)))
        start += width
    return BarShape(shortened_label(row.label), row.total, ROW_HEIGHT * number, tuple(segments))


def _places(count: int) -> list[float]:
    return [100 * number / max(1, count - 1) for number in range(count)]


def _height(value: int, top: int) -> float:
    return 100 - (100 - HEADROOM) * value / top


def _labels(labels: Sequence[str]) -> tuple[Label, ...]:
    """Return the first label, the last, and between them the one that stands in the middle."""
    first = Label(labels[0], 0, "start")
    if len(labels) == 1:
        return (first,)
    last = Label(labels[-1], 100, "end")
    if len(labels) < 5 or len(labels) % 2 == 0:
        return (first, last)
    return (first, Label(labels[len(labels) // 2], 50, "middle"), last)


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
