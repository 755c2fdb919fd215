from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import (
    NOW,
    a_practice,
    a_registrant,
    a_registration,
    a_series,
    a_sponsor,
    a_webinar,
    an_enrollment,
    in_english,
    saved,
)
from tests.support.queries import counted_queries
from webinars.errors import Gone, NotFound
from webinars.extensions import transaction
from webinars.links import Purpose, token
from webinars.models import EnrollmentStatus, RevokedToken, SeriesStatus, Webinar, WebinarStatus
from webinars.queries.feeds import (
    Feed,
    everything_feed,
    feed_entries,
    personal_feed,
    practice_feed,
    series_feed,
    sponsor_feed,
    webinar_feed,
)

CANCELLED = WebinarStatus.CANCELLED
MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
LAST_CHANGE = NOW - timedelta(days=60)


def ended(at: datetime, **values) -> Webinar:
    return a_webinar(starts_at=at - timedelta(hours=1), ends_at=at, **values)


def slugs(feed: Feed) -> list[str]:
    return [entry.webinar.slug for entry in feed_entries(feed)]


def test_webinars_come_by_start(db):
    series = a_series(slug="equity")
    late = a_webinar(series=series, slug="late", starts_at=NOW + timedelta(days=9))
    soon = a_webinar(series=series, slug="soon", starts_at=NOW + timedelta(days=2))
    same = a_webinar(series=series, slug="same", starts_at=NOW + timedelta(days=9))
    saved(late, soon, same)

    assert slugs(series_feed("equity", NOW)) == ["soon", "late", "same"]


def test_only_dated_webinars_of_series_that_were_published_are_shown(db):
    practice, sponsor = a_practice(slug="lead"), a_sponsor(slug="hip")
    for status in SeriesStatus:
        series = a_series(slug=status.value, status=status, organizer=sponsor)
        dated = a_webinar(series=series, slug=f"{status}-dated", practices=[practice])
        undated = a_webinar(
            series=series, slug=f"{status}-undated", practices=[practice], starts_at=None
        )
        saved(dated, undated)

    shown = ["published-dated", "archived-dated"]
    assert slugs(everything_feed(NOW)) == shown
    assert slugs(series_feed("published", NOW)) == ["published-dated"]
    assert slugs(series_feed("archived", NOW)) == ["archived-dated"]
    assert slugs(practice_feed("lead", NOW)) == shown
    assert slugs(sponsor_feed("hip", NOW)) == shown
    assert slugs(webinar_feed("published", "published-dated", NOW)) == ["published-dated"]
    assert slugs(webinar_feed("published", "published-undated", NOW)) == []


@pytest.mark.parametrize(
    ("ask", "addresses"),
    [
        (series_feed, ["nothing", "draft"]),
        (practice_feed, ["nothing"]),
        (sponsor_feed, ["nothing"]),
    ],
)
def test_there_is_no_feed_of_what_is_not_public(db, ask, addresses):
    saved(a_series(slug="draft", status=SeriesStatus.DRAFT))

    for slug in addresses:
        with pytest.raises(NotFound):
            ask(slug, NOW)


def test_there_is_no_feed_of_a_webinar_that_is_not_public(db):
    draft = a_series(slug="draft", status=SeriesStatus.DRAFT)
    saved(a_webinar(series=draft, slug="one"), a_webinar(series=a_series(slug="open"), slug="two"))

    for series, slug in [("draft", "one"), ("open", "one"), ("open", "none"), ("none", "two")]:
        with pytest.raises(NotFound):
            webinar_feed(series, slug, NOW)


def test_a_sponsor_has_what_it_organizes_and_what_it_co_sponsors(db):
    sponsor = a_sponsor(slug="gare")
    at = iter(range(1, 9))

    def webinar(slug, series, **values):
        return a_webinar(
            slug=slug, series=series, starts_at=NOW + timedelta(days=next(at)), **values
        )

    organized, co_sponsored, other = a_series(organizer=sponsor), a_series(), a_series()
    co_sponsored.co_sponsors = [sponsor]
    saved(
        webinar("organized", organized),
        webinar("both", organized, co_sponsors=[sponsor]),
        webinar("series", co_sponsored),
        webinar("single", other, co_sponsors=[sponsor]),
        webinar("none", other),
    )

    feed = sponsor_feed("gare", NOW)

    assert slugs(feed) == ["organized", "both", "series", "single"]
    assert feed.facts[0] == 4


def test_a_practice_has_the_webinars_that_teach_it(db):
    practice = a_practice(slug="lead")
    series = a_series()
    saved(a_webinar(series=series, slug="one", practices=[practice]), a_webinar(series=series))

    assert slugs(practice_feed("lead", NOW)) == ["one"]


@pytest.mark.parametrize(
    ("ended_at", "status", "is_shown"),
    [
        (MIDNIGHT - timedelta(days=365), WebinarStatus.SCHEDULED, True),
        (MIDNIGHT - timedelta(days=365, microseconds=1), WebinarStatus.SCHEDULED, False),
        (MIDNIGHT - timedelta(days=30), CANCELLED, True),
        (MIDNIGHT - timedelta(days=30, microseconds=1), CANCELLED, False),
        (MIDNIGHT - timedelta(days=31), WebinarStatus.SCHEDULED, True),
        (MIDNIGHT + timedelta(days=400), CANCELLED, True),
    ],
)
def test_past_webinars_stay_a_year_and_cancelled_ones_thirty_days(db, ended_at, status, is_shown):
    saved(ended(ended_at, status=status, series=a_series(slug="equity")))

    for now in (MIDNIGHT, NOW, MIDNIGHT + timedelta(hours=23, minutes=59)):
        assert len(slugs(series_feed("equity", now))) == is_shown


def test_a_feed_was_last_modified_when_a_shown_webinar_was(db):
    series = a_series(slug="equity")
    newest = NOW - timedelta(days=3)
    undated = a_webinar(series=series, starts_at=None, updated_at=NOW)
    saved(a_webinar(series=series, updated_at=newest), a_webinar(series=series), undated)

    assert series_feed("equity", NOW).last_modified == newest
    assert everything_feed(NOW).last_modified == newest


def test_a_feed_was_last_modified_when_its_owner_lost_or_gained_a_webinar(db):
    joined = NOW - timedelta(days=2)
    practice = a_practice(slug="lead", links_changed_at=joined)
    sponsor = a_sponsor(slug="hip", links_changed_at=joined)
    series = a_series(slug="equity", links_changed_at=joined)
    saved(a_webinar(series=series), practice, sponsor)

    assert series_feed("equity", NOW).last_modified == joined
    assert everything_feed(NOW).last_modified == joined
    assert practice_feed("lead", NOW).last_modified == joined
    assert sponsor_feed("hip", NOW).last_modified == joined


def test_a_feed_was_last_modified_when_its_series_was(db):
    renamed = NOW - timedelta(days=1)
    practice = a_practice(slug="lead", links_changed_at=LAST_CHANGE)
    series = a_series(slug="equity", updated_at=renamed)
    saved(a_webinar(series=series, slug="one", practices=[practice]))

    assert series_feed("equity", NOW).last_modified == renamed
    assert webinar_feed("equity", "one", NOW).last_modified == renamed
    assert practice_feed("lead", NOW).last_modified == renamed


@pytest.mark.parametrize(
    ("ended_at", "status", "left_at"),
    [
        (
            datetime(2025, 3, 1, 23, 30, tzinfo=UTC),
            WebinarStatus.SCHEDULED,
            datetime(2026, 3, 2, tzinfo=UTC),
        ),
        (datetime(2026, 1, 20, 0, 0, tzinfo=UTC), CANCELLED, datetime(2026, 2, 20, tzinfo=UTC)),
    ],
)
def test_a_feed_was_last_modified_at_the_midnight_when_a_webinar_left(
    db, ended_at, status, left_at
):
    series = a_series(slug="equity")
    saved(
        ended(ended_at, status=status, series=series),
        ended(ended_at - timedelta(days=9), status=status, series=series),
        a_webinar(series=series),
    )

    before = series_feed("equity", left_at - timedelta(microseconds=1))
    after = series_feed("equity", left_at)

    assert len(slugs(before)) == len(slugs(after)) + 1
    assert after.last_modified == left_at
    assert series_feed("equity", left_at + timedelta(days=1)).last_modified == left_at
    assert before.last_modified < left_at


def test_an_unchanged_feed_is_equal_and_a_changed_one_is_not(db):
    webinar = saved(a_webinar(series=a_series(slug="equity")))
    before = series_feed("equity", NOW)

    assert series_feed("equity", NOW + timedelta(minutes=1)) == before
    with transaction():
        webinar.revision += 1
    assert series_feed("equity", NOW) != before
    assert series_feed("equity", NOW + timedelta(days=1)) != before


def test_a_feed_without_anything_was_last_modified_at_midnight(db):
    feed = everything_feed(NOW)

    assert feed.last_modified == MIDNIGHT
    assert feed.day == date(2026, 3, 2)
    assert slugs(feed) == []


def test_a_person_has_confirmed_and_dated_seats_only(db):
    registrant = a_registrant()
    series = a_series()
    registration = a_registration(registrant=registrant, series=series)
    seats = {
        "held": {},
        "waiting": {"status": EnrollmentStatus.WAITLISTED},
        "given-up": {"status": EnrollmentStatus.CANCELLED},
    }
    for slug, values in seats.items():
        webinar = a_webinar(series=series, slug=slug)
        saved(an_enrollment(webinar, registration=registration, **values))
    undated = a_webinar(series=series, slug="undated", starts_at=None)
    draft = a_series(status=SeriesStatus.DRAFT)
    hidden = an_enrollment(
        a_webinar(series=draft, slug="hidden"),
        registration=a_registration(registrant=registrant, series=draft),
    )
    saved(an_enrollment(undated, registration=registration), hidden)
    saved(an_enrollment(a_webinar(series=series, slug="of somebody else")))

    feed = personal_feed(token(Purpose.FEED, registrant.feed_nonce), NOW)

    [entry] = feed_entries(feed)
    assert entry.webinar.slug == "held"
    assert entry.join_nonce == entry.webinar.enrollments[0].join_nonce
    assert feed.language == "en"
    assert feed.last_modified == registrant.links_changed_at


def test_a_person_without_a_seat_has_a_feed_too(db):
    registrant = saved(a_registrant())

    feed = personal_feed(token(Purpose.FEED, registrant.feed_nonce), NOW)

    assert feed_entries(feed) == []
    assert feed.last_modified == registrant.links_changed_at


def test_a_personal_feed_needs_its_own_token(db):
    registrant = saved(a_registrant())
    right = token(Purpose.FEED, registrant.feed_nonce)
    wrong = [
        "",
        right[:-1],
        right[:-1] + ("A" if right[-1] != "A" else "B"),
        right + "=",
        token(Purpose.MANAGE, registrant.feed_nonce),
        token(Purpose.MANAGE, registrant.manage_nonce),
        token(Purpose.FEED, registrant.manage_nonce),
    ]

    for presented in wrong:
        with pytest.raises(NotFound):
            personal_feed(presented, NOW)


def test_a_replaced_token_is_gone(db):
    old = "old-nonce-of-22-letter"
    saved(RevokedToken(nonce=old, purpose="feed", revoked_at=NOW))

    with pytest.raises(Gone):
        personal_feed(token(Purpose.FEED, old), NOW)


def test_somebody_who_asked_to_be_forgotten_has_no_feed(db):
    registrant = saved(a_registrant(erased_at=NOW))

    with pytest.raises(NotFound):
        personal_feed(token(Purpose.FEED, registrant.feed_nonce), NOW)


@pytest.mark.parametrize("number", [1, 20])
def test_a_feed_is_one_question_and_its_webinars_another(db, number):
    practice, sponsor = a_practice(slug="lead"), a_sponsor(slug="hip")
    series = a_series(slug="equity", organizer=sponsor, co_sponsors=[sponsor])
    registration = a_registration(series=series)
    for at in range(number):
        webinar = a_webinar(series=series, slug=f"w{at}", practices=[practice])
        saved(an_enrollment(webinar, registration=registration))
    private = token(Purpose.FEED, registration.registrant.feed_nonce)
    feeds = [
        (everything_feed, ()),
        (series_feed, ("equity",)),
        (webinar_feed, ("equity", "w0")),
        (practice_feed, ("lead",)),
        (sponsor_feed, ("hip",)),
        (personal_feed, (private,)),
    ]
    for ask, owner in feeds:
        db.session.rollback()
        db.session.expunge_all()
        with counted_queries() as queries:
            feed = ask(*owner, NOW)
            shown = {entry.webinar.series.slug: entry for entry in feed_entries(feed)}
        selects = [query for query in queries if query.startswith("SELECT")]
        assert len(selects) == 2
        assert list(shown) == ["equity"]
        assert feed.facts[0] == (1 if ask is webinar_feed else number)


def test_a_renamed_owner_gives_another_feed(db):
    practice = saved(a_practice(slug="lead"))
    before = practice_feed("lead", NOW)

    with transaction():
        practice.name = in_english("Another name")

    assert practice_feed("lead", NOW) != before
