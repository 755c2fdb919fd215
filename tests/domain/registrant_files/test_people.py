"""Rows become people, and all that is wrong with a row is told at once."""

import time
from dataclasses import replace

import pytest

from webinars.domain.registrant_files.addresses import AddressFault, usual_form
from webinars.domain.registrant_files.people import (
    Fault,
    Finding,
    Person,
    QuestionRule,
    Rules,
    read_row,
    zone_named,
)
from webinars.models import QuestionKind

NAMES = (
    "email", "first_name", "last_name", "organization", "role", "state", "language", "time_zone",
    "webinars", "status", "consent", "question:7", "question:8",
)  # fmt: skip
RULES = Rules(
    columns={"email": 0, "name": 1},
    webinars={
        "first steps": "first",
        "first": "first",
        "allies": "allies",
        "allies and all": "allies",
    },
    chosen=("first",),
    takes_everything=False,
    takes_one_only=False,
    languages={"en": "en", "english": "en", "es": "es", "spanish": "es", "espanol": "es"},
    language="en",
    time_zone="America/New_York",
)
WIDE = replace(
    RULES,
    columns={name: number for number, name in enumerate(NAMES)},
    questions=(
        QuestionRule(7, QuestionKind.TEXT, {}),
        QuestionRule(8, QuestionKind.SEVERAL, {"yes": "Yes", "si": "Yes", "no": "No"}),
    ),
)


def row(text: str) -> list[str]:
    return text.split(",")


def test_a_row_becomes_a_person() -> None:
    cells = row(
        "ana@example.org,Ana,Núñez,County,Nurse,Texas,Español,Central Time,Allies|first steps,"
        "approved,yes,Much,sí;No"
    )
    assert read_row(5, cells, WIDE) == (
        Person(
            row=5,
            email="ana@example.org",
            name="Ana Núñez",
            organization="County",
            role="Nurse",
            state="Texas",
            language="es",
            time_zone="America/Chicago",
            webinars=("allies", "first"),
            takes_everything=False,
            consent="yes",
            answers={7: ("Much",), 8: ("Yes", "No")},
        ),
        [],
    )


def test_what_a_list_does_not_say_is_as_the_organizer_chose() -> None:
    person, found = read_row(2, row("ana@example.org,Ana"), RULES)
    assert person is not None
    assert (person.webinars, person.language, person.time_zone) == (
        ("first",),
        "en",
        "America/New_York",
    )
    assert found == []


def test_all_problems_of_a_row_are_told_at_once() -> None:
    cells = row("nobody,,,,,,Klingon,Mars,Dancing,declined,no,,maybe")
    person, found = read_row(3, cells, WIDE)
    assert person is None
    assert found == [
        Finding(3, Fault.UNKNOWN_WEBINAR, "webinars", "Dancing"),
        Finding(3, Fault.WRONG_ADDRESS, "email", "nobody"),
        Finding(3, Fault.NO_NAME, "name"),
        Finding(3, Fault.UNKNOWN_LANGUAGE, "language", "Klingon"),
        Finding(3, Fault.UNKNOWN_ZONE, "time_zone", "Mars"),
        Finding(3, Fault.NO_CONSENT, "consent", "no"),
        Finding(3, Fault.UNKNOWN_ANSWER, "question:8", "maybe"),
        Finding(3, Fault.NOT_COMING, "status", "declined"),
    ]


def test_a_warning_keeps_nobody_out() -> None:
    person, found = read_row(2, row("ana@example.org,"), RULES)
    assert person is not None
    assert [one.fault for one in found] == [Fault.NO_NAME]


def test_too_much_text_is_refused() -> None:
    _, found = read_row(2, ["ana@example.org", "A" * 201], RULES)
    assert [one.fault for one in found] == [Fault.TOO_LONG]


def test_control_characters_never_get_in() -> None:
    person, _ = read_row(2, ["ana@example.org", "Ana\x00\r\nBcc: evil\u202e"], RULES)
    assert person is not None
    assert person.name == "Ana Bcc: evil"


def test_the_name_may_stand_in_one_column_or_in_two() -> None:
    rules = replace(RULES, columns={"email": 0, "name": 1, "first_name": 2, "last_name": 3})
    for cells, name in (
        (["a@example.org", "Screen name", "Ana", "Núñez"], "Ana Núñez"),
        (["a@example.org", "Ana Núñez", "", ""], "Ana Núñez"),
        (["a@example.org", "", "", "Núñez"], "Núñez"),
    ):
        person, _ = read_row(2, cells, rules)
        assert person is not None
        assert person.name == name


@pytest.mark.parametrize(
    ("given", "slugs"),
    [
        ("First steps", ("first",)),
        ("Allies and all", ("allies",)),
        ("allies, FIRST", ("allies", "first")),
        ("first\nfirst", ("first",)),
    ],
)
def test_webinars_are_named_by_title_or_slug(given: str, slugs: tuple[str, ...]) -> None:
    rules = replace(RULES, columns={"email": 0, "name": 1, "webinars": 2})
    person, _ = read_row(2, ["ana@example.org", "Ana", given], rules)
    assert person is not None
    assert person.webinars == slugs


def test_where_one_webinar_may_be_taken_two_are_refused() -> None:
    rules = replace(RULES, takes_one_only=True, columns={"email": 0, "name": 1, "webinars": 2})
    _, found = read_row(2, ["ana@example.org", "Ana", "first, allies"], rules)
    assert [one.fault for one in found] == [Fault.ONE_WEBINAR_ONLY]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ana@example.org", "ana@example.org"),
        (" mailto:ana@example.org ", "ana@example.org"),
        ("Ana <ana@example.org>", "ana@example.org"),
        ("Ana.Maria+list@dept.state.gov", "Ana.Maria+list@dept.state.gov"),
        ("ana@münchen.de", "ana@xn--mnchen-3ya.de"),
        ("", AddressFault.MISSING),
        ("ana", AddressFault.WRONG),
        ("ana@example", AddressFault.WRONG),
        ("ana@host.invalid", AddressFault.WRONG),
        ("a..b@example.org", AddressFault.WRONG),
        (".a@example.org", AddressFault.WRONG),
        ("ana@-example.org", AddressFault.WRONG),
        ("ana@example.org, ben@example.org", AddressFault.WRONG),
        ("zoë@example.org", AddressFault.LETTERS),
    ],
)
def test_addresses_are_put_into_their_usual_form(text: str, address: str) -> None:
    assert usual_form(text) == address


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("America/Los_Angeles", "America/Los_Angeles"),
        ("america/los angeles", "America/Los_Angeles"),
        ("Eastern Standard Time", "America/New_York"),
        ("(UTC-06:00) Central Time (US & Canada)", "America/Chicago"),
        ("PST", "America/Los_Angeles"),
        ("Pacific", "America/Los_Angeles"),
        ("UTC", "UTC"),
        ("Mars", None),
    ],
)
def test_zones_are_known_by_their_names_and_by_what_people_call_them(
    text: str, zone: str | None
) -> None:
    assert zone_named(text) == zone


@pytest.mark.parametrize("piece", ["(", "a", "@", " ", "a.", "a@", "-"])
def test_what_takes_long_to_read_is_read_quickly(piece: str) -> None:
    cells = [piece * 32_000] * len(NAMES)
    began = time.perf_counter()
    person, _ = read_row(2, cells, WIDE)
    assert person is None
    assert time.perf_counter() - began < 4
