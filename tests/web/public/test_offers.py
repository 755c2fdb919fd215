"""What helps people to take part is told wherever a webinar is."""

from datetime import timedelta

import pytest

from tests.factories import a_series, a_webinar, an_enrollment, saved
from tests.support.html import Page, page_of
from tests.web.people import private_page
from webinars.clock import utcnow
from webinars.models import Choice

DAY = timedelta(days=1)
ASKABLE = (
    "Not offered so far, but you can ask for it: sign language and interpretation into another "
    "language."
)


def a_coming_webinar(**values):
    series = a_series(slug="guide", choice=values.pop("choice", Choice.SOME))
    webinar = a_webinar(series=series, slug="one", starts_at=utcnow() + 30 * DAY, **values)
    return saved(webinar)


@pytest.mark.parametrize("choice", list(Choice))
def test_the_registration_form_tells_it_with_each_webinar(client, db, choice):
    a_coming_webinar(choice=choice)

    page = page_of(client, "/series/guide/register")

    assert "Live captions Recorded" in page.words


def test_those_who_hear_the_form_hear_it_with_the_box(client, db):
    a_coming_webinar()

    html = client.get("/series/guide/register").text

    about = html[html.index('id="webinars-0-about"') :]
    assert "Live captions" in about[: about.index("</div>")]


def test_the_webinars_page_says_what_can_be_asked_for(client, db):
    a_coming_webinar(is_recorded=False)

    words = page_of(client, "/series/guide/one/").words

    assert f"Live captions {ASKABLE} It will not be recorded." in words


def test_of_a_past_webinar_nothing_is_asked(client, db):
    a_coming_webinar()
    saved(a_webinar(series=a_series(slug="past"), slug="over", starts_at=utcnow() - DAY))

    assert "you can ask for it" not in page_of(client, "/series/past/over/").words


def test_everything_offered_leaves_nothing_to_ask_for(client, db):
    a_coming_webinar(offers_sign_language=True, interpretation=["es"])

    words = page_of(client, "/series/guide/one/").words

    assert "Live captions Sign language Interpretation into Spanish Recorded" in words
    assert "you can ask for it" not in words


def test_the_own_page_tells_it_with_each_seat(client, db):
    saved(an_enrollment(a_coming_webinar()))

    response = client.get(private_page())

    assert f"Live captions Recorded {ASKABLE}" in Page(response.text).words
    assert "/privacy/" in Page(response.text).links
