from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from tests.factories import saved
from tests.support.calendars import properties
from tests.support.queries import counted_queries
from tests.web.feeds.objects import coming, equity
from webinars.clock import utcnow
from webinars.extensions import transaction
from webinars.web.feeds.kept import COMMITS, Kept

ADDRESS = "/series/equity/calendar.ics"


@pytest.fixture
def webinar(db):
    return saved(coming(equity(), "leading"))


def selects(queries: list[str]) -> list[str]:
    return [query for query in queries if query.startswith("SELECT")]


def test_many_who_ask_at_once_cost_one_question(client, webinar):
    with counted_queries() as queries:
        answers = [client.get(ADDRESS) for _ in range(20)]

    assert len({answer.data for answer in answers}) == 1
    # The facts and the webinars; each second that passes meanwhile asks for the facts again.
    assert len(selects(queries)) <= 5


def test_a_kept_answer_is_the_same_as_the_first(client, webinar):
    first, again = client.get(ADDRESS), client.get(ADDRESS)

    assert again.data == first.data
    assert {**again.headers, "Date": ""} == {**first.headers, "Date": ""}


def test_the_first_who_asks_may_have_it_already(client, webinar):
    etag = client.get(f"{ADDRESS}").headers["ETag"]
    with transaction():
        webinar.capacity = 10

    first = client.get(ADDRESS, headers={"If-None-Match": etag})
    second = client.get(ADDRESS)

    assert (first.status_code, first.data) == (304, b"")
    assert (second.status_code, second.headers["ETag"]) == (200, etag)


def test_what_this_process_commits_is_seen_at_once(client, webinar):
    for revision in (1, 2, 3):
        with transaction():
            webinar.revision = revision
        assert properties(client.get(ADDRESS).data, "SEQUENCE") == [(str(revision),)]


@pytest.mark.parametrize("path", ["/series/nothing/calendar.ics", "/me/wrong/calendar.ics"])
def test_failures_are_not_kept(client, db, path):
    with counted_queries() as queries:
        assert [client.get(path).status_code for _ in range(3)] == [404] * 3

    assert len(selects(queries)) >= 3


def test_a_feed_that_appears_is_seen_at_once(client, db):
    assert client.get(ADDRESS).status_code == 404
    saved(coming(equity(), "leading"))
    assert client.get(ADDRESS).status_code == 200


def test_an_answer_is_fresh_for_a_second_and_until_the_next_commit():
    now = utcnow()
    ages = [timedelta(0), timedelta(seconds=0.5), timedelta(seconds=1), timedelta(seconds=-60)]

    def kept(age: timedelta) -> Kept:
        return Kept(b"", 200, (), True, now - age, COMMITS.count, ())

    answers = [kept(age) for age in ages]
    assert [answer.is_fresh for answer in answers] == [True, True, False, False]

    engine = create_engine("sqlite://")
    with Session(engine) as other, other.begin():
        other.execute(text("SELECT 1"))
    engine.dispose()

    assert [answer.is_fresh for answer in answers] == [False] * 4
