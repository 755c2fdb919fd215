"""Faults of the series itself are named with line, field and what to write instead."""

import pytest

from tests.services.bundles.files import a_file, faults

SERIES_FAULTS = [
    ("choise: one", "choise", "is no key here; did you mean choice?"),
    (
        "colour: red",
        "colour",
        (
            "is no key here; the keys are: slug, title, description, language, time_zone, "
            "registration_opens_at, registration_closes_at, choice, status, demonstration, "
            "access_days, organizer, co_sponsors, reminders, questions."
        ),
    ),
    (
        "choice: any",
        "choice",
        "is 'any'; give one of these words: one, some, all.",
    ),
    (
        "language: english",
        "language",
        "is 'english'; give the code of a language, such as en or es.",
    ),
    (
        "description: {en: a, xx: b}",
        "description.xx",
        "is 'xx'; give the code of a language, such as en or es.",
    ),
    ("description: [a]", "description", "is a list; give a text in Markdown."),
    (
        "description: a <b>c</b>",
        "description",
        "holds HTML; write it in Markdown, and a sign < as &lt;.",
    ),
    (
        r'description: "a\0b"',
        "description",
        "holds the control character U+0000; take it out.",
    ),
    (
        r'description: "a\ud800b"',
        "description",
        "holds the control character U+D800; take it out.",
    ),
    (
        "time_zone: New York",
        "time_zone",
        "is 'New York'; give an IANA time zone, such as America/New_York.",
    ),
    (
        "registration_opens_at: tomorrow",
        "registration_opens_at",
        "is 'tomorrow'; give day and time of day, such as 2026-12-01 15:00.",
    ),
    (
        "registration_opens_at: {in_days: 3}",
        "registration_opens_at",
        "is a mapping; give a day and a time, such as 2026-12-01 15:00.",
    ),
    ("access_days: -1", "access_days", "is '-1'; give a whole number from 0 to 365."),
    ("access_days: 366", "access_days", "is '366'; give a whole number from 0 to 365."),
    ("access_days: null", "access_days", "is missing; give a whole number from 0 to 365."),
    ("demonstration: maybe", "demonstration", "is 'maybe'; give true or false."),
    (
        "organizer: hop",
        "organizer",
        "'hop' is not defined under sponsors; did you mean hip?",
    ),
    (
        "co_sponsors: [nobody]",
        "co_sponsors",
        "'nobody' is not defined under sponsors; define it there, or take it out.",
    ),
    ("co_sponsors: hip", "co_sponsors", "must be a list, such as [one, two]."),
    ("co_sponsors: [hip, hip]", "co_sponsors", "holds the same twice; take one out."),
    (
        "questions: [{id: a, label: A, kind: long}]",
        "questions[a].kind",
        "is 'long'; give one of these words: text, long_text, choice, several.",
    ),
    (
        "questions: [{id: a, label: A, kind: choice}]",
        "questions[a].options",
        "is missing; list what can be chosen.",
    ),
    (
        "questions: [{id: a, label: A, kind: several, options: []}]",
        "questions[a].options",
        "is empty; list what can be chosen.",
    ),
    (
        "questions: [{id: a, label: A, kind: choice, options: [{en: b, es: c}, {en: b, es: d}]}]",
        "questions[a].options",
        "holds the same twice; take one out.",
    ),
    (
        "questions: [{id: a, label: A, kind: text, options: [b]}]",
        "questions[a].options",
        "belongs to the kinds choice and several only; take it out.",
    ),
    (
        "questions: [{id: a, label: A, kind: text}, {id: a, label: B, kind: text}]",
        "questions[a].id",
        "'a' is taken by the one on line 6; give each its own.",
    ),
    ("questions: {id: a}", "questions", "must be a list; begin every item with a hyphen."),
]


@pytest.mark.parametrize(("series", "field", "words"), SERIES_FAULTS)
def test_a_fault_of_a_series_is_named(series, field, words):
    assert faults(a_file(series=series)) == [(6, f"series.{field}", words)]


@pytest.mark.parametrize("text", ["1w", "0d", "7 d", "-1h", "1.5h", "366d", "7", "d"])
def test_a_reminder_is_days_hours_or_minutes(text):
    content = a_file().replace(b"reminders: []", f"reminders: [{text}]".encode())

    words = f"is {text!r}; give days, hours or minutes before the start, such as 7d, 1h or 90m."
    assert faults(content) == [(5, "series.reminders", words)]


def test_two_reminders_at_one_time_are_refused():
    content = a_file().replace(b"reminders: []", b"reminders: [1h, 60m]")

    assert faults(content) == [(5, "series.reminders", "holds the same twice; take one out.")]


def test_registration_closes_after_it_opens():
    content = a_file(
        series="""
            registration_opens_at: 2026-12-01 15:00
            registration_closes_at: 2026-12-01 15:00
        """
    )

    assert faults(content) == [
        (
            7,
            "series.registration_closes_at",
            "is not after registration_opens_at; give a later time.",
        )
    ]


@pytest.mark.parametrize("key", ["slug", "title"])
def test_what_a_series_needs_is_asked_for(key):
    lines = [line for line in a_file().decode().split("\n") if f"  {key}:" not in line]

    [(line, field, words)] = faults("\n".join(lines).encode())

    assert (line, field) == (2, f"series.{key}")
    assert words.startswith("is missing; give a ")
