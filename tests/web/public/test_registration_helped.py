"""What the form already knows, offers and says beforehand."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from tests.factories import (
    a_registrant,
    a_registration,
    a_reminder_rule,
    a_series,
    a_sponsor,
    a_webinar,
    in_english,
    saved,
)
from tests.support.forms import FilledForm, filled_form
from tests.support.html import Page, page_of
from tests.web.people import DAY, GUIDE, a_guide, ana, taken, the_registrant
from webinars.clock import utcnow
from webinars.models import AccessKind, AccessRequest, Choice, Delivery, Registration

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

DONE = "/series/guide/registered"
NAMES_OTHERS = "names a webinar that cannot be chosen any more"


def ticked(page):
    return filled_form(page.text).get("webinars", [])


def soon_and_far():
    """Two webinars of the guide: one too soon for a promise, one far enough away."""
    series = a_series(slug="guide", access_days=10)
    a_webinar(series=series, slug="soon", title=in_english("Soon"), starts_at=utcnow() + 3 * DAY)
    a_webinar(series=series, slug="far", title=in_english("Far"), starts_at=utcnow() + 40 * DAY)
    return saved(series)


@pytest.mark.parametrize(
    ("query", "chosen", "is_noted"),
    [
        ("?webinars=all", ["one", "two"], False),
        ("?webinars=two", ["two"], False),
        ("?webinars=%20two%20,", ["two"], False),
        ("?webinars=one,nonsense", ["one"], True),
        ("?webinars=past", [], True),
        ("", [], False),
    ],
)
def test_a_link_ticks_what_it_names_and_what_it_names_wrongly_is_said(
    client, db, query, chosen, is_noted
):
    saved(a_webinar(series=a_guide(), slug="past", starts_at=utcnow() - DAY))

    page = client.get(GUIDE + query)

    assert (ticked(page), NAMES_OTHERS in page.text) == (chosen, is_noted)


def test_a_link_to_all_does_not_choose_where_one_may_be_chosen(client, db):
    a_guide(choice=Choice.ONE)

    assert ticked(client.get(GUIDE + "?webinars=all")) == []


def test_the_co_sponsor_whose_link_one_followed_is_thanked(client, db):
    series = a_guide(co_sponsors=[a_sponsor(slug="gare", acronym="GARE")])
    saved(a_webinar(series=series, co_sponsors=[a_sponsor(slug="nche", acronym="NCHE")]))

    through, beside = (client.get(f"{GUIDE}?ref={ref}").text for ref in ("gare", "nche"))
    unknown = client.get(GUIDE + "?ref=" + "<b>x" * 40)

    assert "You came through GARE. Thank you!" in through
    assert "You came through NCHE. Thank you!" in beside
    assert "You came through" not in unknown.text
    assert filled_form(unknown.text)["ref"] == [("<b>x" * 40)[:80]]


def test_the_sponsors_link_stays_with_the_visitor_from_the_series_page_on(client, db):
    a_guide()

    page = page_of(client, "/series/guide/?ref=gare")

    assert "/series/guide/register?ref=gare" in page.links


def test_webinars_at_the_same_time_are_told_beforehand_and_never_refused(client, db):
    series = a_guide()
    same = {"series": series, "starts_at": utcnow() + 7 * DAY + timedelta(minutes=30)}
    saved(a_webinar(slug="same", title=in_english("The other"), **same))

    assert "At the same time as: The other" in page_of(client, GUIDE).words
    answer = client.submit(GUIDE, ana(webinars=["one", "same"]))

    assert answer.status_code == 303
    assert len(taken()) == 2
    assert "At the same time as: The other" in page_of(client, DONE).words


def test_what_is_held_in_another_series_is_never_told_on_the_public_form(client, db):
    a_guide()
    other = a_series(slug="other")
    saved(a_webinar(series=other, title=in_english("Elsewhere"), starts_at=utcnow() + 7 * DAY))
    client.submit("/series/other/register", ana(webinars=None))

    answer = client.submit(GUIDE, ana())

    assert "At the same time" not in client.get(GUIDE).text
    assert answer.status_code == 303
    assert "At the same time" not in client.get(DONE).text


def test_the_day_until_which_access_can_be_promised_is_on_the_form(client, db):
    series = soon_and_far()
    words = page_of(client, GUIDE).words

    far = series.webinars[1].starts_at.astimezone(ZoneInfo("America/New_York")) - 10 * DAY
    assert f"Far: until {far:%A}, {far:%B} {far.day}, {far.year}." in words
    assert "It is after that date: we will do our best." in words


def test_access_requests_are_taken_early_and_late_with_honest_words(client, db):
    soon_and_far()
    asked = {"accommodations": ["interpretation"], "interpretation_language": "Hmong"}

    client.submit(GUIDE, ana(webinars=["soon", "far"], **asked))

    words = page_of(client, DONE).words
    assert "You asked in time for: Far" in words
    assert "We will do our best; it is after the date by which we can promise: Soon" in words
    [request] = db.session.scalars(select(AccessRequest))
    assert (request.kind, request.note) == (AccessKind.INTERPRETATION, "Hmong")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"sign_language_which": "ASL"}, [(AccessKind.SIGN_LANGUAGE, "ASL")]),
        ({"accommodations_note": "A ramp"}, [(AccessKind.OTHER, "A ramp")]),
        (
            {
                "accommodations": ["interpretation", "captions"],
                "interpretation_language": "Hmong",
                "accommodations_note": "Slowly",
            },
            [(AccessKind.INTERPRETATION, "Hmong\nSlowly"), (AccessKind.CAPTIONS, "Slowly")],
        ),
    ],
)
def test_a_language_that_is_named_is_asked_for(client, db, fields, expected):
    a_guide()

    client.submit(GUIDE, ana(**fields))

    requests = db.session.scalars(select(AccessRequest).order_by(AccessRequest.id))
    assert [(found.kind, found.note) for found in requests] == expected


def test_time_zone_language_and_state_are_remembered_but_nobodys_name(client, db):
    a_guide()
    saved(a_webinar(series=a_series(slug="next"), slug="n", starts_at=utcnow() + 7 * DAY))
    client.submit(
        GUIDE, ana(time_zone="Europe/Madrid", language="es", state="Ohio", organization="County")
    )

    again = client.get("/series/next/register")

    fresh = filled_form(again.text)
    assert (fresh["time_zone"], fresh["language"]) == (["Europe/Madrid"], ["es"])
    assert fresh["state"] == ["Ohio"]
    assert (fresh["name"], fresh["email"], fresh["organization"]) == ([""], [""], [""])
    assert "Your time:" in Page(again.text).words
    assert "data-guess" not in again.text


def test_a_refused_form_leaves_nothing_behind(client, db):
    a_guide()
    client.submit(GUIDE, ana(time_zone="Europe/Madrid", state="Ohio", name=""))

    assert filled_form(client.get(GUIDE).text)["time_zone"] == ["America/New_York"]


def test_another_language_in_the_middle_keeps_what_was_typed(client, db):
    a_guide()
    typed = ana(name="", email="ana@", state="Ohio", webinars=["two"], consent=None)

    answer = client.submit(GUIDE, typed | {"translate": "es"}, to=GUIDE + "?lang=es")

    page = Page(answer.text)
    assert (answer.status_code, page.language) == (200, "es")
    left = FilledForm(answer.text).typed_by_hand()
    assert (left["email"], left["state"], left["webinars"]) == (["ana@"], ["Ohio"], ["two"])
    assert left["language"] == ["es"]
    assert 'class="error' not in answer.text
    assert (taken(), client.get_cookie("language").value) == ([], "es")


def test_another_language_changes_nothing_of_a_complete_form(client, db):
    a_guide()

    answer = client.submit(GUIDE, ana(translate="en"))

    assert (answer.status_code, taken()) == (200, [])
    assert db.session.scalars(select(Delivery)).all() == []


def test_a_zone_that_was_typed_counts(client, db):
    a_guide()

    wrong = client.submit(GUIDE, ana(time_zone_other="Nowhere"))
    right = client.submit(GUIDE, ana(time_zone_other="madrid"))

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "We know no time zone called Nowhere." in Page(wrong.text).words
    assert filled_form(wrong.text)["time_zone_other"] == ["Nowhere"]
    assert 'href="#time_zone_other"' in wrong.text
    assert the_registrant().time_zone == "Europe/Madrid"


def test_a_likely_slip_in_the_address_is_a_hint_and_no_refusal(client, db):
    a_guide()

    wrong = client.submit(GUIDE, ana(email="ana@gmial.com", name=""))
    taken_as_it_is = client.submit(GUIDE, ana(email="ana@gmial.com"))

    assert "Did you mean ana@gmail.com?" in Page(wrong.text).words
    assert taken_as_it_is.status_code == 303
    assert "Did you mean ana@gmail.com?" in page_of(client, DONE).words


def test_the_page_afterwards_says_what_happens_next_to_known_and_unknown_alike(client, db):
    series = a_guide()
    saved(*(a_reminder_rule(series, before) for before in (7 * DAY, timedelta(hours=36))))
    saved(a_registration(registrant=a_registrant(email="bo@example.org"), series=a_series()))
    pages = []
    for email in ("ana@example.org", "bo@example.org"):
        client.submit(GUIDE, ana(email=email))
        pages.append(page_of(client, DONE))

    unknown, known = pages
    assert unknown.words.replace("ana@", "bo@") == known.words
    assert "We remind you 7 days and 36 hours before each webinar" in known.words
    assert "spam folder" in known.words
    assert "mailto:invites@webinars.example.org" in known.links
    assert any(link.startswith("webcal://") for link in known.links)
    assert any(link.endswith("/series/guide/one/calendar.ics") for link in known.links)


def test_the_title_says_that_something_is_wrong(client, db):
    a_guide()

    assert Page(client.submit(GUIDE, ana(name="")).text).title.startswith("Error: Register")
    assert page_of(client, GUIDE).title.startswith("Register")


def test_a_day_of_the_promise_is_that_of_the_series(client, db):
    zone = ZoneInfo("Pacific/Honolulu")
    series = a_series(slug="guide", time_zone="Pacific/Honolulu", access_days=0)
    late = datetime.combine(utcnow().date() + 20 * DAY, datetime.min.time(), zone)
    saved(a_webinar(series=series, slug="late", starts_at=late + timedelta(hours=20)))

    assert f"until {late:%A}, {late:%B} {late.day}, {late.year}." in page_of(client, GUIDE).words


def test_a_ref_is_kept_over_errors_and_languages(client, db):
    a_guide()
    page = client.submit(GUIDE + "?ref=gare", ana(translate="es"), to=GUIDE + "?lang=es")

    client.post(GUIDE, data=filled_form(page.text))

    assert db.session.scalars(select(Registration.ref)).all() == ["gare"]
