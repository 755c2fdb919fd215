"""Calendars of practices and sponsors note when a webinar joins or leaves."""

from datetime import timedelta

from tests.factories import NOW, a_practice, a_speaker, a_sponsor, a_webinar, in_english, saved
from webinars.extensions import transaction
from webinars.services import ties
from webinars.texts import Texts

LATER = NOW + timedelta(hours=1)


def test_practices_that_a_webinar_joins_or_leaves_are_marked(db):
    left, kept, joined = (a_practice(slug=slug, links_changed_at=NOW) for slug in "abc")
    webinar = saved(a_webinar(practices=[left, kept]), left, kept, joined)

    with transaction():
        ties.set_practices(webinar, [joined, kept], now=LATER)

    assert {practice.slug for practice in webinar.practices} == {"b", "c"}
    assert [row.links_changed_at for row in (left, kept, joined)] == [LATER, NOW, LATER]


def test_sponsors_that_a_webinar_or_series_joins_or_leaves_are_marked(db):
    left, joined = (a_sponsor(slug=slug, links_changed_at=NOW) for slug in "ab")
    webinar = saved(a_webinar(co_sponsors=[left]), left, joined)

    with transaction():
        ties.set_co_sponsors(webinar, [], now=LATER)
        ties.set_co_sponsors(webinar.series, [joined], now=LATER)

    assert webinar.co_sponsors == []
    assert webinar.series.co_sponsors == [joined]
    assert [row.links_changed_at for row in (left, joined)] == [LATER, LATER]


def test_speakers_appear_in_order_and_in_roles(db):
    ana, bob, eve = (a_speaker(slug=slug) for slug in ("ana", "bob", "eve"))
    webinar = saved(a_webinar(), ana, bob, eve)
    with transaction():
        ties.set_appearances(webinar, [(ana, in_english("Host")), (bob, Texts())], now=LATER)

    with transaction():
        ties.set_appearances(webinar, [(eve, Texts()), (ana, in_english("Guest"))], now=LATER)
    db.session.expire_all()

    parts = [(part.speaker.slug, part.role) for part in webinar.appearances]
    assert parts == [("eve", Texts()), ("ana", in_english("Guest"))]
