"""Counting who asks for feeds: every way of answering counts, and nobody is kept."""

import os
import urllib.request
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import a_registration, an_enrollment, saved
from tests.support.processes import PATIENCE, wait_until
from tests.support.queries import counted_queries
from tests.web.feeds.objects import coming, equity
from webinars import links
from webinars.clock import utcnow
from webinars.models import FeedFamily, FeedFetch, FeedKind

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SERIES = "/series/equity/calendar.ics"
GOOGLE = {"User-Agent": "Google-Calendar-Importer"}
APPLE = {"User-Agent": "iOS/17.5 (21F79) dataaccessd/1.0"}


@pytest.fixture
def series(db):
    return saved(coming(equity(), "leading")).series


def written(app, db):
    app.extensions["webinars.fetches"].write()
    db.session.rollback()
    return {
        (row.kind, row.owner_id, row.family): row.seen_at
        for row in db.session.scalars(select(FeedFetch))
    }


def test_what_is_answered_in_front_of_everything_counts(app, client, db, series):
    for headers in (GOOGLE, GOOGLE, APPLE):
        assert client.get(SERIES, headers=headers).status_code == 200

    seen = {series.updated_at, series.webinars[0].updated_at}
    assert written(app, db) == {
        (FeedKind.SERIES, series.id, FeedFamily.GOOGLE): max(seen),
        (FeedKind.SERIES, series.id, FeedFamily.APPLE): max(seen),
    }


@pytest.mark.parametrize("address", [SERIES, f"{SERIES}?alarm=15&lang=es"])
def test_who_has_it_already_counts_as_having_seen_it(app, client, db, series, address):
    etag = client.get(address).headers["ETag"]

    answer = client.get(address, headers={**GOOGLE, "If-None-Match": etag})

    assert answer.status_code == 304
    assert (FeedKind.SERIES, series.id, FeedFamily.GOOGLE) in written(app, db)


def test_who_asks_for_the_head_only_has_seen_nothing(app, client, db, series):
    client.head(SERIES, headers=GOOGLE)
    client.get("/series/none/calendar.ics", headers=GOOGLE)
    client.get("/feed.atom", headers=GOOGLE)

    assert written(app, db) == {}


def test_personal_feeds_are_counted_together(app, client, db, series):
    for _ in range(2):
        seat = an_enrollment(series.webinars[0], registration=a_registration(series=series))
        saved(seat)
        address = links.feed_url(seat.registration.registrant.feed_nonce)
        client.get(address.removeprefix("http://127.0.0.1:8000"), headers=GOOGLE)

    assert written(app, db) == {(FeedKind.PERSONAL, 0, FeedFamily.GOOGLE): None}


def test_counting_asks_the_database_nothing(app, client, db, series):
    client.get(SERIES, headers=GOOGLE)

    with counted_queries() as queries:
        client.get(SERIES, headers=APPLE)

    assert [query for query in queries if "feed_fetch" in query] == []


def test_a_forked_process_counts_for_itself(app, client, db, series):
    client.get(SERIES, headers=GOOGLE)
    fetches = app.extensions["webinars.fetches"]
    # As a process finds itself that was forked while another thread was counting.
    fetches._lock.acquire()
    fetches._process = os.getpid() + 1

    client.get(SERIES, headers=APPLE)

    assert list(written(app, db)) == [(FeedKind.SERIES, series.id, FeedFamily.APPLE)]


def test_a_server_that_is_stopped_writes_what_it_has_counted(db, processes, series):
    began = utcnow() - timedelta(seconds=1)
    site = processes.serve()
    request = urllib.request.Request(f"{site}{SERIES}", headers=GOOGLE)
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        assert answer.status == 200

    assert processes.started[-1].stop() == 0

    def is_written():
        db.session.rollback()
        rows = db.session.scalars(select(FeedFetch)).all()
        return [(row.kind, row.family, row.asked_at > began) for row in rows] == [
            (FeedKind.SERIES, FeedFamily.GOOGLE, True)
        ]

    wait_until(is_written)
