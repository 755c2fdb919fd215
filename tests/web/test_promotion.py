"""The texts to share are made of the series' own words, in each language, and not too long."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import NOW, a_series, a_sponsor, a_webinar, in_english, saved
from tests.web.shared import BASE, WINTER, a_shared_series
from webinars.models import Choice
from webinars.texts import Texts
from webinars.web.promotion import POST_LIMIT, post, promotion, shortened
from webinars.web.public.cards import series_cards


def promotion_of(series, language="en", sponsor=None, now=NOW):
    [card] = series_cards([series], now)
    return promotion(card, sponsor or series.co_sponsors[0], language)


def test_all_is_said_in_english(db):
    made = promotion_of(a_shared_series())

    assert made.link == f"{BASE}/series/guide/?ref=gare&lang=en"
    assert made.post == (
        "Health equity. Begins: Tuesday, January 9, 2035, 3:00\u202fPM to 4:30\u202fPM EST. "
        f"Register: {made.link}"
    )
    assert made.newsletter == (
        "Health equity\n\n"
        "A first step.\n\n"
        "- Tuesday, January 9, 2035, 3:00\u202fPM to 4:30\u202fPM EST: Start\n"
        "- Tuesday, January 16, 2035, 3:00\u202fPM to 4:30\u202fPM EST: Go on\n"
        "- Date to be announced: End\n\n"
        "Organized by Human Impact. Co-sponsored by Alliance.\n\n"
        f"Register: {made.link}"
    )
    assert made.invitation.startswith(
        "Subject: Health equity\n\nDear colleagues,\n\n"
        "We support a series of 3 webinars: Health equity.\n\nA first step."
    )
    assert made.invitation.endswith("\n\nAlliance")
    assert not made.is_incomplete


def test_all_is_said_in_spanish(db):
    made = promotion_of(a_shared_series(), "es")

    assert made.link in made.post
    assert made.post.startswith("Equidad en salud.")
    assert "- martes, 16 de enero de 2035, de 3:00\u202fp.m. a 4:30\u202fp.m. EST: Seguir" in (
        made.newsletter
    )
    assert "Un primer paso." in made.invitation
    assert made.invitation.endswith("Alianza")
    assert not made.is_incomplete


def test_the_organizer_speaks_as_such(db):
    series = a_shared_series()

    made = promotion_of(series, sponsor=series.organizer)

    assert "We organize a series of 3 webinars: Health equity." in made.invitation
    assert "?ref=hip" in made.link


def test_a_missing_translation_is_noted(db):
    series = a_shared_series(title=in_english("Only English"))

    assert promotion_of(series, "es").is_incomplete
    assert not promotion_of(series, "en").is_incomplete


def test_what_is_over_is_not_announced(db):
    series = saved(a_webinar(series=a_series(co_sponsors=[a_sponsor()]))).series

    made = promotion_of(series, now=WINTER)

    assert "2026" not in made.post + made.newsletter + made.invitation
    assert made.post.endswith(f"Read more: {made.link}")


def test_a_series_under_way_names_its_next_webinar(db):
    made = promotion_of(a_shared_series(), now=WINTER)

    assert "Next: Tuesday, January 16, 2035" in made.post


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (Choice.ONE, "Choose one of the webinars."),
        (Choice.SOME, "One form for one, some or all of the webinars."),
        (Choice.ALL, "One registration covers all webinars."),
    ],
)
def test_the_mail_says_what_to_choose(db, choice, words):
    assert words in promotion_of(a_shared_series(choice=choice)).invitation


def test_the_code_for_websites_is_a_link_that_nothing_breaks_out_of(db):
    series = a_shared_series(title=Texts({"en": '</a><script>"&'}))

    assert promotion_of(series).widget_code == (
        f'<a href="{BASE}/series/guide/?ref=gare&amp;lang=en" data-webinars-series="guide">'
        "&lt;/a&gt;&lt;script&gt;&#34;&amp;: dates and registration</a>\n"
        f'<script src="{BASE}/embed/widget.js" defer></script>'
    )


def test_a_post_is_never_too_long_and_its_link_is_whole(db):
    series = a_shared_series()
    [card] = series_cards([series], NOW)

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(st.text(min_size=1, max_size=300), st.integers(0, 200))
    def holds(title, more):
        series.title = in_english(title)
        link = f"https://webinars.example.org/series/{'a' * more}/?ref=gare&lang=en"

        text = post(card, link)

        assert len(text) <= POST_LIMIT
        assert text.endswith(link)

    holds()
    db.session.rollback()


@pytest.mark.parametrize(
    ("text", "room", "short"),
    [
        ("Health equity", 13, "Health equity"),
        ("Health equity", 12, "Health…"),
        ("Health, equity", 9, "Health…"),
        ("Healthequity", 7, "Health…"),
        ("Health", 0, "…"),
    ],
)
def test_a_text_is_shortened_at_the_end_of_a_word(text, room, short):
    assert shortened(text, room) == short
