"""The dry run tells what would happen and all that is wrong, and changes nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.factories import (
    NOW,
    a_question,
    a_registrant,
    a_registration,
    a_webinar,
    an_enrollment,
    saved,
)
from tests.services.imports.lists import (
    a_series_with_webinars,
    checked,
    findings,
    kept,
    look_through,
    options,
)
from webinars.errors import Invalid
from webinars.models import (
    Choice,
    Delivery,
    EnrollmentStatus,
    ImportState,
    Registrant,
    WebinarStatus,
)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_it_counts_who_is_new_known_and_unchanged(db):
    series = a_series_with_webinars()
    first, allies = series.webinars
    saved(
        a_registrant(email="known@example.org", name="Known"),
        an_enrollment(
            allies,
            registration=a_registration(
                series=series, registrant=a_registrant(email="more@example.org", name="More")
            ),
        ),
        an_enrollment(
            first,
            registration=a_registration(
                series=series, registrant=a_registrant(email="same@example.org", name="Same")
            ),
        ),
    )

    found = checked(
        series,
        "Name,Email\nAna,ana@example.org\nKnown,KNOWN@example.org\nMore,more@example.org\n"
        "Same,same@example.org\nNobody,\n",
    )

    assert found.state is ImportState.CHECKED
    assert found.plan == {
        "new": 1,
        "known": 1,
        "added": 1,
        "unchanged": 1,
        "left_out": 1,
        "warned": 0,
        "mails": 3,
        "seats": {"first": 3},
        "end": None,
    }
    assert db.session.scalar(select(func.count()).select_from(Registrant)) == 3
    assert db.session.scalar(select(func.count()).select_from(Delivery)) == 0


def test_all_that_is_wrong_is_told_at_once_with_row_and_column(db):
    series = a_series_with_webinars()
    a_webinar(slug="over", series=series, starts_at=NOW - timedelta(days=2))
    a_webinar(slug="off", series=series, status=WebinarStatus.CANCELLED)
    saved(series)

    found = checked(
        series,
        "Name;E-mail;Webinars;Status\n"
        "Ana;ana@example.org;First steps;\n"
        "Ben;ben@;Allies;approved\n"
        ";;Dancing;\n"
        "Ana again;Ana@Example.org;First steps;\n"
        "Ana for more;ana@example.org;Allies;\n"
        "ANA;ana@example.org;first;\n"
        "Cleo;cleo@example.org;over;\n"
        "Dan;dan@example.org;off, first;\n"
        "Eve;eve@example.org;first;Cancelled\n",
    )

    assert findings(found) == [
        (3, "wrong_address", "email", "ben@"),
        (4, "missing_address", "email", ""),
        (4, "no_name", "name", ""),
        (4, "unknown_webinar", "webinars", "Dancing"),
        (5, "repeated", "email", "2"),
        (7, "again", "email", "2"),
        (8, "closed", "webinars", series.webinars[2].title["en"]),
        (9, "some_closed", "webinars", series.webinars[3].title["en"]),
        (10, "not_coming", "status", "Cancelled"),
    ]
    assert (found.plan["new"], found.plan["left_out"], found.plan["warned"]) == (2, 5, 3)
    assert found.plan["seats"] == {"first": 2, "allies": 1}


def test_our_own_address_is_nobodys(db):
    found = checked(
        saved(a_series_with_webinars()),
        "Name;E-mail;Webinars\nUs;Invites@Webinars.example.org;First steps\n",
    )

    assert findings(found) == [(2, "own_address", "email", "Invites@Webinars.example.org")]
    assert found.plan["left_out"] == 1


def test_people_who_gave_a_webinar_up_or_are_known_otherwise_are_told(db):
    series = a_series_with_webinars()
    registrant = a_registrant(email="ana@example.org", name="Ana")
    saved(
        an_enrollment(
            series.webinars[0],
            status=EnrollmentStatus.CANCELLED,
            registration=a_registration(series=series, registrant=registrant),
        )
    )

    found = checked(series, "Name,Email\nAnastasia,ana@example.org\n")

    assert findings(found) == [
        (2, "gave_up", "webinars", "First steps"),
        (2, "other_details", "name", "Anastasia"),
    ]
    assert (found.plan["unchanged"], found.plan["mails"]) == (1, 0)


def test_people_who_asked_to_be_erased_are_left_out(db):
    series = a_series_with_webinars()
    saved(a_registrant(email="ana@example.org", email_key="erased:1", erased_at=NOW))

    found = checked(series, "Name,Email\nAna,ana@example.org\n")

    assert [one[1] for one in findings(found)] == ["erased"]
    assert found.plan["left_out"] == 1


def test_lines_above_and_tables_below_are_no_people(db):
    series = a_series_with_webinars()

    found = checked(
        series,
        "Attendee Report,,\nTopic,Webinar ID,\nEquity,123,\nAttendee Details,,\n"
        "First Name,Last Name,Email\nAna,Example,ana@example.org\n"
        "Other Attended,,\nUser Name,Join Time,Leave Time\n+1 555,12:00,13:00\n",
    )

    assert found.header_row == 5
    assert (found.plan["new"], found.plan["left_out"], found.plan["end"]) == (1, 0, 7)


def test_answers_to_own_questions_are_found(db):
    series = a_series_with_webinars()
    question = saved(a_question(series=series, slug="hope"))

    found = kept(series, "Email,hope\nana@example.org,Much\n")

    assert found.columns == {"email": 0, f"question:{question.id}": 1}


def test_a_series_taken_whole_or_once_is_respected(db):
    series = a_series_with_webinars(choice=Choice.ONE)
    held = a_registration(series=series, registrant=a_registrant(email="ana@example.org"))
    saved(an_enrollment(series.webinars[1], registration=held))

    found = checked(series, "Email\nana@example.org\nben@example.org\n")

    assert (found.plan["new"], found.plan["unchanged"]) == (1, 1)
    series.choice = Choice.ALL
    saved(series)
    assert checked(series, "Email\nben@example.org\n").plan["seats"] == {"first": 1, "allies": 1}


@pytest.mark.parametrize(
    ("columns", "values", "field"),
    [
        ({}, {}, "column_email"),
        ({"email": 0}, {"consent": ""}, "consent_wording"),
        ({"email": 0}, {"webinars": ()}, "chosen"),
    ],
)
def test_too_little_is_refused_beside_the_field(db, columns, values, field):
    found = kept(a_series_with_webinars(), "Email\nana@example.org\n")

    with pytest.raises(Invalid) as refused:
        look_through(found, options(**values), columns=columns)

    assert list(refused.value.fields) == [field]
    db.session.refresh(found)
    assert found.state is ImportState.KEPT
