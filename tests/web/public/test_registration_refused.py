import pytest
from sqlalchemy import func, select, text

from tests.factories import a_series, a_webinar, saved
from tests.support.forms import FilledForm, filled_form
from tests.support.html import Page
from tests.web.people import DAY, GUIDE, a_guide, ana, send_again, taken
from webinars import extensions
from webinars.clock import utcnow
from webinars.models import (
    Choice,
    Delivery,
    Question,
    QuestionKind,
    Registrant,
    SeriesStatus,
    WebinarStatus,
)

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

EVERYTHING = ana(
    organization="Alameda County",
    role="Epidemiologist",
    state="California",
    webinars=["two"],
    all_webinars="y",
    accommodations=["captions", "other"],
    sign_language_which="ASL",
    interpretation_language="Hmong",
    accommodations_note="Two lines,\nand one more",
    time_zone_other="",
    ref="gare",
)


def nothing_is_stored(db):
    db.session.rollback()
    rows = [db.session.scalar(select(func.count()).select_from(m)) for m in (Registrant, Delivery)]
    return rows == [0, 0]


def as_lists(fields):
    return {name: value if isinstance(value, list) else [value] for name, value in fields.items()}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": ""}, "Enter your name."),
        ({"name": " \t\x00\u200e"[:3]}, "Enter your name."),
        ({"name": "x" * 201}, "This is too long: at most 200 characters."),
        ({"email": ""}, "Enter your e-mail address: everything is sent there."),
        ({"email": "ana"}, "Enter a complete e-mail address, such as name@example.org."),
        ({"email": "ana@localhost"}, "Enter a complete e-mail address"),
        ({"email": "ana@example.org, bo@example.org"}, "Enter a complete e-mail address"),
        ({"email": "ana@example.org\r\nBcc: bo@example.org"}, "Enter a complete e-mail address"),
        ({"email": "zoë@example.org"}, "This address has letters before the @"),
        ({"email": "Invites@webinars.example.org"}, "This is our own address."),
        ({"email": "a" * 250 + "@example.org"}, "This is too long: at most 254 characters."),
        ({"organization": "x" * 201}, "This is too long: at most 200 characters."),
        ({"role": "x" * 201}, "This is too long: at most 200 characters."),
        ({"state": "x" * 201}, "This is too long: at most 200 characters."),
        ({"accommodations_note": "x" * 2001}, "This is too long: at most 2000 characters."),
        ({"accommodations": ["captions", "magic"]}, "Choose among the values offered."),
        ({"time_zone": "Mars/Olympus_Mons"}, "Choose a time zone from the list."),
        ({"time_zone": ""}, "Choose a time zone from the list."),
        ({"language": "tlh"}, "Choose among the values offered."),
        ({"consent": None}, "Without your agreement we cannot register you."),
        ({"webinars": None}, "Choose at least one webinar."),
        ({"webinars": ["one", "nonsense"]}, "One of the chosen webinars is not part"),
        ({"webinars": ["one\x00"]}, "One of the chosen webinars is not part"),
    ],
)
def test_a_field_that_is_wrong_is_named_and_nothing_is_stored(client, db, fields, message):
    a_guide()

    answer = client.submit(GUIDE, ana(**fields))

    assert answer.status_code == 422
    assert message in Page(answer.text).words
    assert 'class="error-summary"' in answer.text
    assert nothing_is_stored(db)


def test_nothing_typed_is_lost_over_an_error(client, db):
    a_guide()

    answer = client.submit(GUIDE, EVERYTHING | {"email": "ana"})

    expected = as_lists(EVERYTHING | {"email": "ana"})
    assert FilledForm(answer.text).typed_by_hand() == expected
    again = send_again(client, GUIDE, answer.text, email="ana@example.org")
    assert again.status_code == 303


@pytest.mark.parametrize("kind", QuestionKind)
def test_a_required_question_must_be_answered(client, db, kind):
    series = a_guide()
    question = Question(
        series_id=series.id,
        slug="q",
        label=series.title,
        kind=kind,
        options=[{"en": "Yes", "es": "Sí"}, {"en": "No", "es": "No"}],
        is_required=True,
        position=1,
    )
    saved(question)
    name = f"question_{question.id}"

    empty = client.submit(GUIDE, ana())
    long = client.submit(GUIDE, ana(**{name: "x" * 2001}))
    fine = client.submit(GUIDE, ana(**{name: "Yes"}))

    assert (empty.status_code, long.status_code, fine.status_code) == (422, 422, 303)
    assert "Please answer this question." in empty.text


def test_a_series_of_one_choice_takes_one(client, db):
    a_guide(choice=Choice.ONE)

    two = client.submit(GUIDE, ana(webinars=["one", "two"]))
    standing = client.submit(GUIDE, ana(all_webinars="y"))

    assert (two.status_code, standing.status_code) == (422, 422)
    assert "Choose one webinar only." in two.text
    assert nothing_is_stored(db)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"starts_at": utcnow() - DAY}, "This webinar is over."),
        ({"status": WebinarStatus.CANCELLED}, "This webinar is cancelled."),
    ],
)
def test_what_cannot_be_had_any_more_is_refused_and_the_others_stay_ticked(
    client, db, values, reason
):
    saved(a_webinar(series=a_guide(), slug="gone", **values))

    answer = client.submit(GUIDE, EVERYTHING | {"webinars": ["two", "gone"], "all_webinars": None})

    assert answer.status_code == 409
    assert reason in answer.text
    left = FilledForm(answer.text).typed_by_hand()
    assert left["webinars"] == ["two"]
    assert left["name"] == ["Ana Ruiz"]
    assert nothing_is_stored(db)
    assert send_again(client, GUIDE, answer.text).status_code == 303


@pytest.mark.parametrize(
    ("window", "reason"),
    [
        ({"registration_closes_at": utcnow() - DAY}, "Registration is closed."),
        ({"registration_opens_at": utcnow() + DAY}, "Registration has not opened yet."),
    ],
)
def test_outside_its_window_a_series_takes_nobody(client, db, window, reason):
    a_guide(**window)
    saved(a_series(slug="other"))

    answer = client.submit("/series/other/register", EVERYTHING, to=GUIDE)

    assert answer.status_code == 409
    assert reason in answer.text
    assert filled_form(answer.text)["name"] == ["Ana Ruiz"]
    assert nothing_is_stored(db)


def test_a_draft_takes_nobody(client, db):
    a_guide(status=SeriesStatus.DRAFT)
    saved(a_series(slug="other"))

    answer = client.submit("/series/other/register", ana(), to=GUIDE)

    assert answer.status_code == 404
    assert nothing_is_stored(db)


@pytest.mark.parametrize("token", [None, "", "stale", "\x00", "a.b.c", "é" * 300])
def test_a_stale_token_brings_the_form_back_with_all_that_was_typed(client, db, token):
    a_guide()

    answer = client.post(GUIDE, data=EVERYTHING | ({} if token is None else {"csrf_token": token}))

    assert answer.status_code == 400
    assert "Nothing you typed is lost" in answer.text
    assert 'class="error-summary"' not in answer.text
    assert FilledForm(answer.text).typed_by_hand() == as_lists(EVERYTHING)
    assert nothing_is_stored(db)
    assert send_again(client, GUIDE, answer.text).status_code == 303


def test_somebody_elses_token_is_stale(app, client, db):
    a_guide()
    stolen = filled_form(app.test_client().get(GUIDE).text)["csrf_token"]
    client.get(GUIDE)

    assert client.post(GUIDE, data=ana(csrf_token=stolen)).status_code == 400
    assert taken() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_on_another_site_is_refused(client, db, headers):
    a_guide()

    assert client.submit(GUIDE, ana(), headers=headers).status_code in {400, 403}
    assert nothing_is_stored(db)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://localhost"},
        {"Origin": "http://127.0.0.1:8000"},
    ],
)
def test_a_form_on_our_own_page_is_read(client, db, headers):
    a_guide()

    assert client.submit(GUIDE, ana(), headers=headers).status_code == 303


def test_too_many_forms_from_one_client_keep_what_was_typed(make_app, db):
    client = make_app(client_limits="2 per minute").test_client()
    a_guide()
    for _ in range(2):
        assert client.submit(GUIDE, ana(name="")).status_code == 422

    answer = client.submit(GUIDE, EVERYTHING)

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert FilledForm(answer.text).typed_by_hand() == as_lists(EVERYTHING)
    assert nothing_is_stored(db)


def test_a_busy_database_keeps_what_was_typed(make_app, database_url, monkeypatch):
    monkeypatch.setattr(extensions, "BUSY_SECONDS", 0.2)
    app = make_app()
    client = app.test_client()
    with app.app_context():
        a_guide()
        engine = extensions.db.engine
        with engine.connect().execution_options(write=True) as other:
            if engine.dialect.name == "postgresql":
                other.execute(text("LOCK TABLE registrant IN EXCLUSIVE MODE"))
            else:
                other.execute(text("SELECT 1"))
            answer = client.submit(GUIDE, EVERYTHING)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert FilledForm(answer.text).typed_by_hand() == as_lists(EVERYTHING)


def test_a_form_that_is_too_large_keeps_what_was_typed(client, db):
    a_guide()
    long = EVERYTHING | {"accommodations_note": "x" * 64 * 1024}

    answer = client.submit(GUIDE, long)

    assert answer.status_code == 413
    assert "Nothing you typed is lost: please make the longest text shorter" in answer.text
    assert "This is too long: at most 2000 characters." in answer.text
    assert FilledForm(answer.text).typed_by_hand() == as_lists(long)
    assert nothing_is_stored(db)
    assert send_again(client, GUIDE, answer.text, accommodations_note="x").status_code == 303


def test_a_form_that_is_far_too_large_is_refused_in_words(client, db):
    a_guide()

    answer = client.submit(GUIDE, ana(accommodations_note="x" * 10 * 1024 * 1024))

    assert answer.status_code == 413
    assert "Go back in your browser" in answer.text
    assert nothing_is_stored(db)
