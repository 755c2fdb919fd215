"""Searching, filtering and sorting the registrants of a series, on both stores."""

from datetime import timedelta

import pytest

from tests.factories import (
    NOW,
    a_registrant,
    a_registration,
    a_registration_request,
    a_series,
    a_webinar,
    an_enrollment,
    an_invitation,
    saved,
)
from tests.support.queries import counted_queries
from webinars.domain.registrant_filters import Attendance, RegistrantFilters, SortKey
from webinars.extensions import transaction
from webinars.models import (
    AccessKind,
    AccessRequest,
    AccessRequestStatus,
    EnrollmentStatus,
    JoinClick,
    PartStat,
    Registrant,
)
from webinars.queries.figures import answers_by_webinar
from webinars.queries.registrant_lists import (
    answers_of,
    filtered,
    matching_count,
    matching_ids,
    refs_of,
)
from webinars.services import registrants, registrations

CONFIRMED, WAITLISTED, CANCELLED = EnrollmentStatus


@pytest.fixture
def series(db):
    """Three people: José confirmed and joined, Bea waiting, Carl cancelled; one elsewhere."""
    series = a_series()
    first, second = a_webinar(slug="first", series=series), a_webinar(slug="second", series=series)
    jose = an(
        series, "José Ñandú", "jose@north.example.org", "Área de Salud", days=3, ref="friends"
    )
    bea = an(series, "bea Bäcker", "bea@south.example.org", "100%_County", days=2, language="es")
    carl = an(series, "Carl Aal", "carl@south.example.org", "a county", days=1)
    seats = [
        an_enrollment(first, registration=jose),
        an_enrollment(second, registration=jose, status=WAITLISTED),
        an_enrollment(first, registration=bea, status=WAITLISTED),
        an_enrollment(second, registration=bea),
        an_enrollment(first, registration=carl, status=CANCELLED),
    ]
    asked = ((AccessKind.CAPTIONS, AccessRequestStatus.OPEN),)
    jose.access_requests = requests(asked)
    bea.access_requests = requests(((AccessKind.MATERIALS, AccessRequestStatus.OPEN),))
    carl.access_requests = requests(((AccessKind.CAPTIONS, AccessRequestStatus.WITHDRAWN),))
    saved(series, *seats, a_registration(registrant=a_registrant(name="José Elsewhere")))
    saved(JoinClick(enrollment_id=seats[0].id, clicked_at=NOW))
    return series


def an(series, name, email, organization, *, days, language="en", ref=""):
    person = a_registrant(name=name, email=email, organization=organization, language=language)
    moment = NOW - timedelta(days=days)
    return a_registration(registrant=person, series=series, ref=ref, created_at=moment)


def requests(kinds):
    return [AccessRequest(kind=k, note="", status=status, created_at=NOW) for k, status in kinds]


def names(db, series, **asked):
    filters = RegistrantFilters(**asked)
    found = db.session.scalars(filtered(series.id, filters)).all()
    assert matching_count(series.id, filters) == len(found)
    assert matching_ids(series.id, filters) == [registration.id for registration in found]
    return [registration.registrant.name.split()[0] for registration in found]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["Carl", "bea", "José"]),
        ({"text": "JOSE"}, ["José"]),
        ({"text": "nandu north"}, ["José"]),
        ({"text": "south.example"}, ["Carl", "bea"]),
        ({"text": "county"}, ["Carl", "bea"]),
        ({"text": "AREA"}, ["José"]),
        ({"text": "100%_c"}, ["bea"]),
        ({"text": "%"}, ["bea"]),
        ({"text": "nobody"}, []),
        ({"webinar": "second"}, ["bea", "José"]),
        ({"webinar": "unknown"}, []),
        ({"status": CONFIRMED}, ["bea", "José"]),
        ({"webinar": "first", "status": WAITLISTED}, ["bea"]),
        ({"status": CANCELLED}, ["Carl"]),
        ({"ref": "friends"}, ["José"]),
        ({"language": "es"}, ["bea"]),
        ({"access": "any"}, ["bea", "José"]),
        ({"access": "captions"}, ["José"]),
        ({"attendance": Attendance.JOINED}, ["José"]),
        ({"attendance": Attendance.JOINED, "webinar": "second"}, []),
        ({"attendance": Attendance.NOT_JOINED}, ["bea"]),
    ],
)
def test_exactly_those_asked_for_are_found(db, series, asked, expected):
    assert names(db, series, **asked) == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (SortKey.NAME, ["bea", "Carl", "José"]),
        (SortKey.REGISTERED, ["José", "bea", "Carl"]),
        (SortKey.STATUS, ["José", "bea", "Carl"]),
    ],
)
def test_a_list_is_sorted_both_ways(db, series, sort, expected):
    assert names(db, series, sort=sort, is_descending=False) == expected
    backwards = names(db, series, sort=sort, is_descending=True)
    assert backwards == expected[::-1]


def test_the_standing_in_one_webinar_sorts_where_one_is_chosen(db, series):
    found = names(db, series, webinar="second", sort=SortKey.STATUS, is_descending=False)

    assert found == ["bea", "José"]


def test_organizations_are_sorted_whatever_their_case(db):
    series = a_series()
    for name in ("b County", "A county", "C County"):
        saved(an(series, name, f"{name[0]}@example.org", name, days=1))

    assert names(db, series, sort=SortKey.ORGANIZATION, is_descending=False) == ["A", "b", "C"]


def test_whoever_is_registered_is_found_and_after_a_correction_by_the_new_name(db):
    series = saved(a_series(webinars=[a_webinar(slug="first")]))
    wanted = a_registration_request(
        name="Zoë Quick", email="zoe@example.org", webinar_slugs=("first",)
    )
    with transaction():
        registrations.register(series, wanted, now=NOW)
    assert names(db, series, text="zoe quick") == ["Zoë"]

    details = {"organization": "", "role": "", "state": "", "language": "en", "time_zone": "UTC"}
    with transaction():
        registrants.correct_details(
            db.session.query(Registrant).one(), name="Zoë Slow", **details, now=NOW
        )

    assert names(db, series, text="quick") == []
    assert names(db, series, text="slow") == ["Zoë"]


def test_whoever_is_erased_is_in_no_list_and_leaves_no_words_to_be_found(db, series):
    with transaction():
        found = db.session.query(Registrant).filter_by(email="carl@south.example.org").one()
        registrants.erase(found, now=NOW)

    assert names(db, series) == ["bea", "José"]
    assert found.search_text == ""


def test_links_of_co_sponsors_are_offered_once(db, series):
    saved(an(series, "Dora", "dora@example.org", "", days=1, ref="friends"))

    assert refs_of(series.id) == ["friends"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_the_same_number_of_questions_for_any_number_of_rows(db, rows):
    series = a_series()
    webinar = a_webinar(series=series)
    for number in range(rows):
        person = an(series, "Ana", f"ana{number}@example.org", "", days=1)
        person.access_requests = requests(((AccessKind.CAPTIONS, AccessRequestStatus.OPEN),))
        saved(an_enrollment(webinar, registration=person))
    number_of_series = series.id
    db.session.expunge_all()

    with counted_queries() as statements:
        found = db.session.scalars(filtered(number_of_series, RegistrantFilters())).all()
        seen = [
            (one.registrant.name, len(one.enrollments), len(one.access_requests)) for one in found
        ]

    assert seen == [("Ana", 1, 1)] * rows
    assert len([one for one in statements if one.startswith("SELECT")]) == 3


def test_the_answers_of_calendars_are_found_and_counted(db, series):
    jose, bea, carl = series.registrations
    of_jose, of_bea = jose.enrollments[0], bea.enrollments[1]
    saved(
        an_invitation(of_jose, partstat=PartStat.DECLINED, withdrawn_at=NOW),
        an_invitation(of_jose, partstat=PartStat.ACCEPTED),
        an_invitation(of_bea, partstat=PartStat.DECLINED),
        # A seat that was given up answers nothing.
        an_invitation(carl.enrollments[0], partstat=PartStat.ACCEPTED),
    )

    assert names(db, series, answer=PartStat.ACCEPTED) == ["José"]
    assert names(db, series, answer=PartStat.DECLINED) == ["bea"]
    assert names(db, series, answer=PartStat.DECLINED, webinar="first") == []
    assert names(db, series, answer=PartStat.DECLINED, webinar="second") == ["bea"]
    assert answers_of([jose.id, bea.id, carl.id]) == {
        jose.id: {PartStat.ACCEPTED: 1},
        bea.id: {PartStat.DECLINED: 1},
    }
    first, second = series.webinars
    assert answers_by_webinar(series) == {
        first.id: {PartStat.ACCEPTED: 1},
        second.id: {PartStat.DECLINED: 1},
    }
