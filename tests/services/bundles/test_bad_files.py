"""What is no series file is refused; all faults of one are said at once."""

import pytest

from tests.services.bundles.files import a_file, faults, read


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 1, "holds 0 documents; give one series."),
        (b"- a\n", 1, "is no series file; begin with the line series:"),
        (b"series: {slug: a, title: A}\n---\nb: c\n", 1, "holds 2 documents; give one series."),
        (b"series:\n  title: \xe9\n", 2, "is not UTF-8; save it with the encoding UTF-8."),
        (
            b"series:\n  title: a\x07b\n",
            2,
            "the character U+0007 cannot stand in a file; take it out.",
        ),
        (b"#" * 1_000_000, 1, "is too large; keep it below 1 MB."),
        (
            b"series:\n  title: a: b\n",
            2,
            (
                "this is not YAML (mapping values are not allowed here); "
                "mend the indentation, or put the text in quotes."
            ),
        ),
        (
            b"series:\n\ttitle: a\n",
            2,
            (
                "this is not YAML (found character '\\t' that cannot start any token); "
                "mend the indentation, or put the text in quotes."
            ),
        ),
        (b"series:\n  ? [a]\n  : b\n", 2, "a key must be a word."),
        (b"[" * 5000 + b"]" * 5000, 1, "has too many levels here; take some out."),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else None,
)
def test_what_is_no_series_file_is_refused(content, line, words):
    assert (line, "file", words) in faults(content)


def test_names_for_other_places_are_not_followed():
    bomb = b"series: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"

    found = faults(bomb)

    assert (2, "file", "*a refers to another place; write it out.") in found
    assert (3, "file", "*b refers to another place; write it out.") in found


def test_tags_are_not_obeyed():
    [tag] = faults(a_file(series="description: !!python/name:os.system x"))

    assert tag == (
        6,
        "file",
        "tags such as tag:yaml.org,2002:python/name:os.system are not read; take it out.",
    )


def test_a_key_that_stands_twice_is_refused():
    content = a_file(series="choice: one\nchoice: all")

    assert faults(content) == [(7, "choice", "stands here twice, first on line 6; take one out.")]


def test_all_faults_are_said_at_once_in_the_order_of_the_file():
    content = a_file(
        """
        - {slug: a, titel: A, minutes: none}
        - {slug: a, title: A, practices: [third]}
        """,
        series="time_zone: Mars",
        catalog="sponsors: [{slug: b}]",
    )

    assert [(line, field) for line, field, _ in faults(content)] == [
        (6, "series.time_zone"),
        (8, "webinars[a].minutes"),
        (8, "webinars[a].titel"),
        (8, "webinars[a].title"),
        (9, "webinars[a].practices"),
        (9, "webinars[a].slug"),
        (10, "sponsors[b].name"),
    ]


@pytest.mark.parametrize(
    "webinar",
    [
        "{slug: new, title: yes}",
        "{slug: new, title: 2026}",
        "{slug: new, title: 2026-12-01}",
        "{slug: new, title: New, starts: null, minutes: 90}",
        "{slug: new, title: New, starts: 2026-11-01 01:30-05:00, minutes: 90}",
        "{slug: new, title: New, capacity: '500', minutes: '90'}",
        "{slug: new, title: New, description: a < b and <https://example.org>}",
        "{slug: new, title: New, practices: [old-practice, first]}",
        "{slug: new, title: New, practices: , speakers: ~, co_sponsors: null}",
        "{slug: new, title: New, time_zone: Europe/Berlin, starts: 2026-03-08 02:30, minutes: 9}",
        "{slug: old, title: New, starts: {in_days: 6, at: 02:30}, minutes: 90}",
        "{slug: new, title: New, offers: {captions: Yes, interpretation: [hmn, es]}}",
    ],
)
def test_what_is_unusual_but_right_is_taken(webinar):
    assert read(a_file(f"- {webinar}"))["webinars"] != []
