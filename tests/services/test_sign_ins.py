"""Sign-ins and failed tries, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOW
from tests.support.console import an_account
from tests.support.races import run_at_once
from webinars.extensions import transaction
from webinars.models import SignIn, SignInMethod
from webinars.queries.sign_ins import (
    FAILURES_COUNT_FOR,
    MOST_FAILURES,
    is_locked,
    latest_sign_ins,
    standing_sign_in,
)
from webinars.services import sign_ins

ADDRESS = "olga@example.org"


def begin(user, **values):
    with transaction():
        return sign_ins.begin(
            user,
            **(
                {"method": SignInMethod.PASSWORD, "device": "", "is_kept": False, "now": NOW}
                | values
            ),
        )


def test_of_thirty_tries_at_once_only_ten_are_looked_at(app, db):
    db.session.remove()

    def guess(_number):
        with app.app_context(), transaction():
            was_closed = is_locked(ADDRESS, now=NOW)
            sign_ins.note_failure(ADDRESS, now=NOW)
            return was_closed

    assert sorted(run_at_once(30, guess)) == [False] * MOST_FAILURES + [True] * 20


def test_an_account_opens_when_the_tries_are_old_or_somebody_came_in(db):
    user = an_account(email=ADDRESS)
    with transaction():
        for _ in range(MOST_FAILURES):
            sign_ins.note_failure(" OLGA@example.org", now=NOW)

    later = NOW + FAILURES_COUNT_FOR
    assert [is_locked(ADDRESS, now=moment) for moment in (NOW, later)] == [True, False]
    begin(user)
    assert not is_locked(ADDRESS, now=NOW)


def test_ending_all_but_one_leaves_that_one(db):
    user, other = an_account(), an_account()
    first, second, foreign = begin(user), begin(user), begin(other)

    with transaction():
        sign_ins.end_all(user, now=NOW, but=second.id)

    ended = dict(db.session.execute(select(SignIn.id, SignIn.ended_at)).all())
    assert ended == {first.id: NOW, second.id: None, foreign.id: None}
    db.session.expire_all()
    assert [one.id for one in latest_sign_ins(user, 5)] == [second.id, first.id]
    assert standing_sign_in(second.id, user, now=NOW).id == second.id
    assert standing_sign_in(first.id, user, now=NOW) is None
    assert standing_sign_in(foreign.id, user, now=NOW) is None


@pytest.mark.parametrize(("is_kept", "holds_for"), [(False, 12), (True, 30 * 24)])
def test_a_sign_in_holds_until_its_time_is_over(db, is_kept, holds_for):
    user = an_account()
    noted = begin(user, is_kept=is_kept)
    end, moment = NOW + timedelta(hours=holds_for), timedelta(seconds=1)

    assert standing_sign_in(noted.id, user, now=end - moment) is not None
    assert standing_sign_in(noted.id, user, now=end) is None
