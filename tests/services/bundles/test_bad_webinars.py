"""Faults of webinars are named with line, field and what to write instead."""

import pytest

from tests.services.bundles.files import a_file, faults

WEBINAR_FAULTS = [
    (
        "starts: 2026-03-08 02:30",
        "starts",
        (
            "'2026-03-08 02:30' does not exist in America/New_York, clocks go forward then; "
            "give 2026-03-08 01:30 or 2026-03-08 03:30."
        ),
    ),
    (
        "starts: 2026-11-01 01:30",
        "starts",
        (
            "'2026-11-01 01:30' comes twice in America/New_York, clocks go back then; "
            "give 2026-11-01 01:30-04:00 or 2026-11-01 01:30-05:00."
        ),
    ),
    (
        "starts: 2026-11-01 01:30+01:00",
        "starts",
        (
            "'2026-11-01 01:30+01:00' has an offset that America/New_York does not have then; "
            "leave it out."
        ),
    ),
    ("starts: 2026-02-30 15:00", "starts", "'2026-02-30 15:00' is in no calendar; mend the day."),
    (
        "starts: 1926-12-01 15:00",
        "starts",
        "'1926-12-01 15:00' is not from 2000 to 2100; mend the year.",
    ),
    (
        "starts: 2026-12-01",
        "starts",
        "is '2026-12-01'; give day and time of day, such as 2026-12-01 15:00.",
    ),
    (
        "starts: 2026-12-01T15:00:00Z",
        "starts",
        "is '2026-12-01T15:00:00Z'; give day and time of day, such as 2026-12-01 15:00.",
    ),
    (
        "starts: {in_days: -1, at: 15:00}",
        "starts.in_days",
        "is '-1'; give a whole number from 0 to 3650.",
    ),
    (
        "starts: {in_days: 7, at: 3 PM}",
        "starts.at",
        "is '3 PM'; give a time of day, such as 15:00.",
    ),
    ("starts: {in_days: 7}", "starts.at", "is missing; give a time of day, such as 15:00."),
    (
        "starts: [a]",
        "starts",
        "is a list; give a day and a time, such as 2026-12-01 15:00, or null.",
    ),
    # Two days after NOW, 2 March 2026, clocks stay as they are; on the sixth they change.
    (
        "starts: {in_days: 6, at: 02:30}",
        "starts",
        (
            "'2026-03-08 02:30' does not exist in America/New_York, clocks go forward then; "
            "give 2026-03-08 01:30 or 2026-03-08 03:30."
        ),
    ),
    ("minutes: 0", "minutes", "is '0'; give a whole number from 1 to 1440."),
    ("minutes: -90", "minutes", "is '-90'; give a whole number from 1 to 1440."),
    ("minutes: 1441", "minutes", "is '1441'; give a whole number from 1 to 1440."),
    ("minutes: 1.5", "minutes", "is '1.5'; give a whole number from 1 to 1440."),
    ("minutes: long", "minutes", "is 'long'; give a whole number from 1 to 1440."),
    ("ends: 2026-12-01 14:00", "ends", "is no key here; did you mean minutes?"),
    (
        "time_zone: Europe/Atlantis",
        "time_zone",
        "is 'Europe/Atlantis'; give an IANA time zone, such as Europe/Athens.",
    ),
    ("capacity: -1", "capacity", "is '-1'; give a whole number from 0 to 1000000."),
    ("capacity: many", "capacity", "is 'many'; give a whole number from 0 to 1000000."),
    (
        "join_url: javascript:alert(1)",
        "join_url",
        "is 'javascript:alert(1)'; give a web address that begins with https:// or http://.",
    ),
    (
        "recording: http://video.example.org/1",
        "recording",
        "is 'http://video.example.org/1'; give a web address that begins with https://.",
    ),
    (
        "status: postponed",
        "status",
        "is 'postponed'; give one of these words: scheduled, cancelled.",
    ),
    (
        "practices: [fist]",
        "practices",
        "'fist' is not defined under practices; did you mean first?",
    ),
    (
        "practices: [Not a slug]",
        "practices",
        "is 'Not a slug'; give a slug: at most 80 small letters a to z, digits and hyphens.",
    ),
    (
        "speakers: [{speaker: eve}]",
        "speakers[eve].speaker",
        "'eve' is not defined under speakers; define it there, or take it out.",
    ),
    (
        "speakers: [{speaker: ana}, {speaker: ana}]",
        "speakers[ana].speaker",
        "'ana' is taken by the one on line 9; give each its own.",
    ),
    (
        "speakers: [ana]",
        "speakers[#1]",
        "must be a mapping with these keys: speaker, role.",
    ),
    (
        "offers: {captions: sometimes}",
        "offers.captions",
        "is 'sometimes'; give true or false.",
    ),
    (
        "offers: {interpretation: [spanish]}",
        "offers.interpretation",
        "is 'spanish'; give the code of a language, such as en or es.",
    ),
    (
        "offers: true",
        "offers",
        "must be a mapping with these keys: captions, sign_language, interpretation, recording.",
    ),
]


@pytest.mark.parametrize(("webinar", "field", "words"), WEBINAR_FAULTS)
def test_a_fault_of_a_webinar_is_named(webinar, field, words):
    minutes = "" if webinar.startswith("minutes") else "\n  minutes: 90"
    content = a_file(f"- slug: new\n  title: New\n  {webinar}{minutes}")

    assert faults(content) == [(9, f"webinars[new].{field}", words)]


@pytest.mark.parametrize(
    ("webinar", "fault"),
    [
        (
            "- slug: new",
            (7, "webinars[new].title", "is missing; give a text of one line."),
        ),
        (
            "- title: New",
            (
                7,
                "webinars[#1].slug",
                "is missing; give a slug: at most 80 small letters a to z, digits and hyphens.",
            ),
        ),
        ("- {slug: new, title: ''}", (7, "webinars[new].title", "is empty; give a text.")),
        ("- {slug: new, title: {es: }}", (7, "webinars[new].title", "is empty; give a text.")),
        (
            '- {slug: new, title: "a\\nb"}',
            (7, "webinars[new].title", "has several lines; put it on one."),
        ),
        (
            f"- {{slug: new, title: {'a' * 301}}}",
            (7, "webinars[new].title", "has 301 characters; 300 are the most."),
        ),
        (
            "- {slug: register, title: New}",
            (
                7,
                "webinars[register].slug",
                "'register' is taken by another page; give another.",
            ),
        ),
        (
            "- {slug: Über, title: New}",
            (
                7,
                "webinars[Über].slug",
                "is 'Über'; give a slug: at most 80 small letters a to z, digits and hyphens.",
            ),
        ),
        (
            f"- {{slug: {'a' * 81}, title: New}}",
            (
                7,
                f"webinars[{'a' * 81}].slug",
                (
                    f"is '{'a' * 60}…'; "
                    "give a slug: at most 80 small letters a to z, digits and hyphens."
                ),
            ),
        ),
        (
            "- {slug: new, title: New, starts: 2026-12-01 15:00}",
            (
                7,
                "webinars[new].minutes",
                "is missing; give how many minutes the webinar takes.",
            ),
        ),
        (
            "- {slug: new, title: New}\n- {slug: new, title: Again}",
            (8, "webinars[new].slug", "'new' is taken by the one on line 7; give each its own."),
        ),
        (
            "- {slug: old-in-berlin, title: A, starts: 2026-03-29 02:30, minutes: 9}",
            (
                7,
                "webinars[old-in-berlin].starts",
                (
                    "'2026-03-29 02:30' does not exist in Europe/Berlin, clocks go forward then; "
                    "give 2026-03-29 01:30 or 2026-03-29 03:30."
                ),
            ),
        ),
        (
            "- slug: new\n  title: New\n  description: |\n    Fine.\n\n    But <br> is not.",
            (
                12,
                "webinars[new].description",
                "holds HTML; write it in Markdown, and a sign < as &lt;.",
            ),
        ),
    ],
)
def test_a_faulty_webinar_is_named(webinar, fault):
    assert faults(a_file(webinar)) == [fault]
