import pytest
from sqlalchemy import select

from tests.factories import (
    a_question,
    a_registrant,
    a_registration,
    a_series,
    a_sponsor,
    a_webinar,
    an_enrollment,
    in_english,
    saved,
)
from tests.support.forms import filled_form
from tests.support.queries import counted_queries
from tests.web.people import DAY, GUIDE, a_guide, ana, taken
from webinars.clock import utcnow
from webinars.models import (
    AccessKind,
    AccessRequest,
    AccessRequestStatus,
    Answer,
    Choice,
    Consent,
    ConsentStatus,
    Delivery,
    EnrollmentStatus,
    MessageKind,
    Question,
    QuestionKind,
    Registrant,
    Registration,
    SeriesStatus,
    WebinarStatus,
)


def test_the_form_is_for_all_some_or_one_of_the_webinars(client, db):
    a_guide()

    page = client.get(GUIDE)

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert 'value="one"' in page.text
    assert 'value="two"' in page.text
    assert 'name="all_webinars"' in page.text


def test_what_is_written_into_the_form_is_kept(client, db):
    gare = a_sponsor(slug="gare", name=in_english("Alliance"))
    series = a_guide(co_sponsors=[gare, a_sponsor(slug="nche")])
    text = Question(
        slug="heard",
        label=in_english("How did you hear of it?"),
        kind=QuestionKind.TEXT,
        options=[],
        is_required=True,
        position=1,
    )
    several = Question(
        slug="topics",
        label=in_english("Topics"),
        kind=QuestionKind.SEVERAL,
        options=[{"en": "Housing"}, {"en": "Budgets"}, {"en": "Data"}],
        is_required=False,
        position=2,
    )
    text.series_id = several.series_id = series.id
    saved(text, several)

    answer = client.submit(
        GUIDE + "?ref=gare",
        ana(
            organization="Alameda County",
            role="Epidemiologist",
            state="California",
            webinars=["two", "one"],
            accommodations=["captions", "interpretation"],
            accommodations_note="Spanish,\r\nplease",
            share_gare="y",
            **{f"question_{text.id}": "From Bo", f"question_{several.id}": ["Data", "Housing"]},
        ),
    )

    assert (answer.status_code, answer.location) == (303, "/series/guide/registered")
    registrant = db.session.scalars(select(Registrant)).one()
    assert [
        registrant.name,
        registrant.email,
        registrant.organization,
        registrant.role,
        registrant.state,
        registrant.time_zone,
        registrant.language,
    ] == [
        "Ana Ruiz",
        "ana@example.org",
        "Alameda County",
        "Epidemiologist",
        "California",
        "America/Chicago",
        "en",
    ]
    registration = db.session.scalars(select(Registration)).one()
    assert (registration.ref, registration.is_standing) == ("gare", False)
    assert taken() == [
        ("ana@example.org", "one", EnrollmentStatus.CONFIRMED),
        ("ana@example.org", "two", EnrollmentStatus.CONFIRMED),
    ]
    answers = db.session.scalars(select(Answer).order_by(Answer.question_id))
    assert [found.values for found in answers] == [["From Bo"], ["Data", "Housing"]]
    requests = db.session.scalars(select(AccessRequest).order_by(AccessRequest.id))
    assert [(found.kind, found.note, found.status) for found in requests] == [
        (AccessKind.CAPTIONS, "Spanish,\nplease", AccessRequestStatus.OPEN),
        (AccessKind.INTERPRETATION, "Spanish,\nplease", AccessRequestStatus.OPEN),
    ]
    by_sponsor = select(Consent).order_by(Consent.sponsor_id.nulls_first())
    privacy, sharing = db.session.scalars(by_sponsor)
    assert (privacy.sponsor_id, privacy.status) == (None, ConsentStatus.GIVEN)
    assert privacy.wording.startswith("I agree that Webinars keeps these details")
    assert (sharing.sponsor_id, sharing.wording) == (
        gare.id,
        "Share my name, organization and e-mail address with Alliance.",
    )


def test_the_next_page_names_address_and_webinars_to_this_visitor_alone(client, app, db):
    a_guide()

    page = client.submit(GUIDE, ana(), follow_redirects=True)

    assert page.request.path == "/series/guide/registered"
    assert page.headers["Cache-Control"] == "no-store"
    assert "ana@example.org" in page.text
    stranger = app.test_client().get("/series/guide/registered")
    assert (stranger.status_code, stranger.location) == (302, GUIDE)


def test_the_answer_is_the_same_for_a_known_and_an_unknown_address(app, db):
    series = a_guide()
    full = a_webinar(series=series, slug="full", starts_at=utcnow() + DAY, capacity=0)
    known = a_registrant(email="bob@example.org")
    saved(full, an_enrollment(series.webinars[0], registration=a_registration(registrant=known)))

    def answers(email):
        visitor = app.test_client()
        first = visitor.submit(GUIDE, ana(email=email, webinars=["one", "full"]))
        second = visitor.get(first.location)
        headers = {name: value for name, value in first.headers if name != "Set-Cookie"}
        return first.status_code, headers, first.data, second.text.replace(email, "")

    assert answers("bob@example.org") == answers("eve@example.org")


def test_registering_again_adds_webinars_and_changes_nothing_else(client, db):
    a_guide()
    client.submit(GUIDE, ana())

    client.submit(
        GUIDE,
        ana(email=" ANA@example.org ", name="Mallory", webinars=["two"], accommodations="other"),
    )

    assert [email for email, _, _ in taken()] == ["ana@example.org"] * 2
    assert db.session.scalars(select(Registrant.name)).all() == ["Ana Ruiz"]
    statuses = db.session.scalars(select(AccessRequest.status)).all()
    assert statuses == [AccessRequestStatus.TO_BE_CONFIRMED]


def test_a_double_click_registers_once(client, db):
    a_guide()
    filled = filled_form(client.get(GUIDE).text) | ana()

    first, second = (client.post(GUIDE, data=filled) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert taken() == [("ana@example.org", "one", EnrollmentStatus.CONFIRMED)]
    kinds = db.session.scalars(select(Delivery.kind).order_by(Delivery.id)).all()
    assert kinds == [MessageKind.INVITED, MessageKind.PRIVATE_LINK]


def test_a_full_webinar_says_so_and_takes_people_on_its_waiting_list(client, db):
    series = a_guide()
    saved(a_webinar(series=series, slug="full", starts_at=utcnow() + DAY, capacity=0))

    assert "Full: you will be on the waiting list." in client.get(GUIDE).text
    client.submit(GUIDE, ana(webinars=["full"]))

    assert taken() == [("ana@example.org", "full", EnrollmentStatus.WAITLISTED)]


def test_an_undated_webinar_says_that_the_invitation_follows(client, db):
    series = a_guide()
    saved(a_webinar(series=series, slug="later", starts_at=None))

    assert "you are invited as soon as the date is set" in client.get(GUIDE).text
    client.submit(GUIDE, ana(webinars=["later"]))

    assert taken() == [("ana@example.org", "later", EnrollmentStatus.CONFIRMED)]


def test_a_standing_registration_takes_what_is_open_and_what_comes_later(client, db):
    series = a_guide()
    saved(a_webinar(series=series, slug="past", starts_at=utcnow() - DAY))

    client.submit(GUIDE, ana(webinars=None, all_webinars="y"))

    assert [slug for _, slug, _ in taken()] == ["one", "two"]
    assert db.session.scalars(select(Registration.is_standing)).all() == [True]


def test_a_series_taken_whole_asks_for_no_choice(client, db):
    a_guide(choice=Choice.ALL)

    assert 'name="webinars"' not in client.get(GUIDE).text
    client.submit(GUIDE, ana(webinars=None))

    assert [slug for _, slug, _ in taken()] == ["one", "two"]


def test_a_series_of_one_choice_offers_radio_buttons_and_nothing_standing(client, db):
    a_guide(choice=Choice.ONE)

    page = client.get(GUIDE)

    assert page.text.count('type="radio"') == 2
    assert "all_webinars" not in page.text


@pytest.mark.parametrize(
    ("query", "ticked"),
    [
        ("", []),
        ("?webinars=two", ["two"]),
        ("?webinars=two,one", ["one", "two"]),
        ("?webinars=one&webinars=two", ["one", "two"]),
        ("?webinars=past,nonsense,%00", []),
    ],
)
def test_the_address_can_tick_webinars(client, db, query, ticked):
    saved(a_webinar(series=a_guide(), slug="past", starts_at=utcnow() - DAY))

    assert filled_form(client.get(GUIDE + query).text).get("webinars", []) == ticked


def test_a_single_open_webinar_is_ticked_already(client, db):
    series = a_series(slug="guide")
    saved(a_webinar(series=series, slug="only", starts_at=utcnow() + DAY))

    assert filled_form(client.get(GUIDE).text)["webinars"] == ["only"]


def test_the_form_starts_with_the_series_zone_and_the_language_spoken(client, db):
    a_guide(time_zone="America/Denver")

    fresh = filled_form(client.get(GUIDE).text)

    assert (fresh["time_zone"], fresh["language"]) == (["America/Denver"], ["en"])


@pytest.mark.parametrize("zone", ["America/Denver", "US/Eastern", "Europe/Madrid", "UTC"])
def test_a_zone_is_kept_under_the_name_it_was_given(client, db, zone):
    a_guide()

    again = client.submit(GUIDE, ana(time_zone=zone, name=""))

    assert filled_form(again.text)["time_zone"] == [zone]


def test_fields_that_have_an_answer_already_may_be_left_out(client, db):
    a_guide(time_zone="America/Denver")

    client.submit(GUIDE, ana(time_zone=None, language=None))

    registrant = db.session.scalars(select(Registrant)).one()
    assert (registrant.time_zone, registrant.language) == ("America/Denver", "en")


@pytest.mark.parametrize("kind", QuestionKind)
def test_questions_that_need_no_answer_may_be_left_out(client, db, kind):
    saved(a_question(series=a_guide(), kind=kind, is_required=False))

    answer = client.submit(GUIDE, ana())

    assert answer.status_code == 303
    assert db.session.scalars(select(Answer)).all() == []


@pytest.mark.parametrize("kind", QuestionKind)
def test_questions_that_need_an_answer_may_not(client, db, kind):
    saved(a_question(series=a_guide(), kind=kind, is_required=True))

    answer = client.submit(GUIDE, ana())

    assert (answer.status_code, taken()) == (422, [])
    assert "Please answer this question." in answer.text


@pytest.mark.parametrize("slug", ["draft", "nonsense", "%00", "%ed%a0%80", "a" * 4000])
@pytest.mark.parametrize("page", ["register", "registered"])
def test_there_is_no_form_for_a_draft_or_nothing(client, db, slug, page):
    saved(a_series(slug="draft", status=SeriesStatus.DRAFT))

    assert client.get(f"/series/{slug}/{page}").status_code == 404


def test_before_and_after_its_time_the_page_says_when(client, db):
    a_guide(registration_closes_at=utcnow() - DAY)
    series = a_series(slug="soon", registration_opens_at=utcnow() + DAY)
    saved(a_webinar(series=series, starts_at=utcnow() + 2 * DAY))

    closed, soon = client.get(GUIDE), client.get("/series/soon/register")

    assert "Registration closed on" in closed.text
    assert "Registration opens on" in soon.text
    assert "<form" not in closed.text + soon.text


def test_a_long_series_asks_the_database_no_more_than_a_short_one(client, db):
    a_guide()
    long = a_series(slug="long", co_sponsors=[a_sponsor(), a_sponsor(), a_sponsor()])
    for number in range(6):
        a_webinar(series=long, starts_at=utcnow() + DAY, capacity=number)
    saved(long)

    with counted_queries() as few:
        client.get(GUIDE)
    with counted_queries() as many:
        client.get("/series/long/register")

    assert len(many) <= len(few) + 1


def test_webinars_that_cannot_be_had_are_shown_without_a_box(client, db):
    series = a_guide()
    saved(
        a_webinar(series=series, slug="past", starts_at=utcnow() - DAY),
        a_webinar(series=series, slug="off", status=WebinarStatus.CANCELLED),
    )

    page = client.get(GUIDE).text

    assert "This webinar is over." in page
    assert "This webinar is cancelled." in page
    assert 'value="past"' not in page
    assert 'value="off"' not in page
