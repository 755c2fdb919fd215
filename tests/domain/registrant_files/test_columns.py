"""Columns are found by the names that programs give them."""

import pytest

from webinars.domain.registrant_files.columns import Matching, begins_another, match, matched, plain

ZOOM = (
    "Attended,User Name (Original Name),First Name,Last Name,Email,Phone,Registration Time,"
    "Approval Status,Join Time,Leave Time,Time in Session (minutes),Country/Region Name"
)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (
            ZOOM,
            {"email": 4, "name": 1, "first_name": 2, "last_name": 3, "status": 7},
        ),
        (
            "Order #,First Name,Last Name,Email,Attendee Status,Home State,Job Title,Company",
            {
                "email": 3,
                "first_name": 1,
                "last_name": 2,
                "status": 4,
                "state": 5,
                "role": 6,
                "organization": 7,
            },
        ),
        (
            "Event slug,Status,Email,Attendee name,Attendee email,Company,State",
            {"email": 4, "name": 3, "organization": 5, "status": 1, "state": 6},
        ),
        ("EMAIL;LASTNAME;FIRSTNAME;SMS", {"email": 0, "first_name": 2, "last_name": 1}),
        ("Nombre,Apellidos,Correo electrónico", {"email": 2, "first_name": 0, "last_name": 1}),
        ("Nombre,Correo,Organización,Cargo", {"email": 1, "name": 0, "organization": 2, "role": 3}),
        ("Name;E-Mail-Adresse", {"email": 1, "name": 0}),
        ("api_id,name,first_name,last_name,email,approval_status,What's your company?", {
            "email": 4, "name": 1, "first_name": 2, "last_name": 3, "status": 5, "organization": 6,
        }),
        ("emailAddress,timeZone,Zona horaria,Idioma", {
            "email": 0, "time_zone": 1, "language": 3,
        }),
        ("", {}),
    ],
)  # fmt: skip
def test_columns_of_usual_reports_are_known(names: str, found: dict[str, int]) -> None:
    delimiter = ";" if ";" in names else ","
    assert matched(names.split(delimiter), {}) == found


def test_own_questions_are_found_by_any_of_their_names() -> None:
    questions = {"question:7": ["What do you hope for?", "¿Qué espera?"]}
    assert matched(["Email", "que espera"], questions) == {"email": 0, "question:7": 1}


def test_lines_above_the_names_of_columns_are_passed_over() -> None:
    rows = [["Attendee Report"], ["Topic", "Webinar ID"], ["Equity", "123"], ZOOM.split(",")]
    assert match(rows, {}).header == 3


def test_of_several_tables_in_a_report_that_of_the_people_counts() -> None:
    hosts = ["Attended", "User Name", "Email", "Join Time"]
    rows = [["Host Details"], hosts, ["Yes", "Olga", "olga@example.org"], ["Attendee Details"]]
    assert match([*rows, ZOOM.split(",")], {}).header == 4


def test_without_names_the_column_of_addresses_is_known_by_what_it_holds() -> None:
    rows = [["John Doe", "John", "john@example.org"], ["Jane Doe", "Jane", "jane@example.org"]]
    assert match(rows, {}) == Matching(None, {"email": 2})


def test_another_table_below_is_told_from_people() -> None:
    assert begins_another(["User Name", "Join Time", "Leave Time"])
    assert begins_another(ZOOM.split(","))
    assert not begins_another(["Name", "Email me", "name@example.org"])
    assert not begins_another(["Yes", "Guest", "", "Someone"])
    assert not begins_another([])


def test_names_are_compared_without_case_accents_and_signs() -> None:
    assert plain(" E-Mail_Adresse* ") == "e mail adresse"
    assert plain("Organización (empresa)") == "organizacion empresa"
    assert plain("jobTitle") == "job title"
