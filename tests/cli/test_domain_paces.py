"""Turns for mails to domains that take only so many, told by a clock of the test's own."""

import pytest

from webinars.cli.domain_paces import (
    FULL_RATE,
    HORIZON,
    LONGEST_HOLD,
    MISSED,
    MOST_TURNS,
    DomainPaces,
)
from webinars.domain.mail.pacing import Rates
from webinars.models import Priority

CHANGE, REMINDER = Priority.CHANGE, Priority.REMINDER


class Clock:
    seconds = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


def paces(clock, **rates):
    return DomainPaces(Rates({name.replace("_", "."): rate for name, rate in rates.items()}), clock)


def test_without_a_rate_everything_leaves_at_once(clock):
    found = paces(clock)

    assert all(found.may_send("gmail.com", number) for number in range(100))
    assert found.seconds_to_turn() is None


def test_a_rate_gives_one_turn_after_the_other(clock):
    found = paces(clock, gmail_com=4)

    assert found.may_send("gmail.com", 1)
    assert not found.may_send("gmail.com", 2)
    assert [found.wait("gmail.com", number, REMINDER) for number in (2, 3, 4)] == [0.25, 0.5, 0.75]
    assert found.may_send("example.org", 5)


def test_a_turn_is_kept_for_its_mail_and_used_once(clock):
    found = paces(clock, gmail_com=0.1)
    found.may_send("gmail.com", 1)
    found.wait("gmail.com", 2, REMINDER)

    assert (found.wait("gmail.com", 2, REMINDER), found.seconds_to_turn()) == (10, 10)
    assert not found.may_send("gmail.com", 2)
    clock.seconds += 10
    assert [found.may_send("gmail.com", number) for number in (3, 2, 2)] == [False, True, False]


def test_a_mail_never_waits_for_a_turn_that_is_far_away(clock):
    found = paces(clock, gmail_com=0.01)
    found.may_send("gmail.com", 1)

    waits = [found.wait("gmail.com", number, REMINDER) for number in range(2, 30)]

    assert waits[0] == 100
    assert all(HORIZON <= wait <= 1.5 * HORIZON for wait in waits[2:])


def test_a_domain_that_asks_for_fewer_is_left_alone_and_no_other(clock):
    found = paces(clock)

    found.note_too_many("gmail.com")

    assert not found.may_send("gmail.com", 1)
    assert found.may_send("example.org", 2)
    first, second = found.wait("gmail.com", 1, REMINDER), found.wait("gmail.com", 3, REMINDER)
    assert 10 <= first <= 12
    assert second == pytest.approx(first + 1)
    clock.seconds += first
    assert found.may_send("gmail.com", 1)
    assert not found.may_send("gmail.com", 3)


def test_the_holds_grow_and_the_rate_falls_while_it_asks_again(clock):
    found, holds = paces(clock), []

    for number in range(12):
        found.note_too_many("gmail.com")
        found.note_too_many("gmail.com")  # one that was under way
        holds.append(found.wait("gmail.com", number, REMINDER))
        clock.seconds += holds[-1]

    assert 10 <= holds[0] <= 12
    assert 20 <= holds[1] <= 24
    assert LONGEST_HOLD <= holds[-1] <= 1.2 * LONGEST_HOLD
    last = found.wait("gmail.com", 99, REMINDER)
    assert found.wait("gmail.com", 100, REMINDER) - last == pytest.approx(60)


def test_with_the_mails_it_takes_the_domain_gets_more_until_nothing_is_held(clock):
    found = paces(clock)
    found.note_too_many("gmail.com")
    clock.seconds += 20

    for number in range(10 * int(FULL_RATE)):
        found.may_send("gmail.com", number)
        found.note_taken("gmail.com")

    assert all(found.may_send("gmail.com", number) for number in range(500, 600))
    found.note_too_many("gmail.com")
    assert 10 <= found.wait("gmail.com", 1, REMINDER) <= 12


def test_what_the_operator_says_holds_beside_what_the_server_says(clock):
    found = paces(clock, gmail_com=0.5)
    found.note_too_many("gmail.com")

    first = found.wait("gmail.com", 1, REMINDER)

    assert found.wait("gmail.com", 2, REMINDER) - first == pytest.approx(2)


def test_turns_for_which_nobody_came_are_forgotten(clock):
    found = paces(clock, gmail_com=1)
    found.wait("gmail.com", 1, REMINDER)
    clock.seconds += 2 * HORIZON

    assert found.seconds_to_turn() is None
    found.wait("gmail.com", 2, REMINDER)
    assert list(found._domains["gmail.com"].turns) == [2]


def test_an_urgent_mail_takes_the_first_turn_from_one_that_is_less_so(clock):
    found = paces(clock, gmail_com=1)
    found.may_send("gmail.com", 1)
    for number in (2, 3):
        found.wait("gmail.com", number, REMINDER)

    assert [found.wait("gmail.com", number, CHANGE) for number in (4, 5, 6)] == [1, 2, 3]
    clock.seconds += 1
    assert [found.may_send("gmail.com", number) for number in (2, 4)] == [False, True]
    assert found.wait("gmail.com", 2, REMINDER) == 3


def test_turns_that_nobody_came_for_are_given_out_anew(clock):
    found = paces(clock, gmail_com=1)
    found.may_send("gmail.com", 1)
    for number in range(2, 12):
        found.wait("gmail.com", number, REMINDER)
    clock.seconds += 10 + MISSED + 1

    assert [found.may_send("gmail.com", number) for number in range(2, 12)] == [True] + [False] * 9
    assert [found.wait("gmail.com", number, REMINDER) for number in (3, 4)] == [1, 2]


def test_only_so_many_have_turns_and_the_others_ask_again_in_time(clock):
    found = paces(clock, gmail_com=100)
    waits = [found.wait("gmail.com", number, REMINDER) for number in range(MOST_TURNS + 50)]

    assert waits[:MOST_TURNS] == sorted(waits[:MOST_TURNS])
    assert all(10 <= wait <= 15 for wait in waits[MOST_TURNS:])


def test_a_domain_that_asks_again_is_no_news(clock):
    found = paces(clock)

    assert [found.note_too_many("gmail.com") for _ in range(2)] == [True, False]
    clock.seconds += LONGEST_HOLD
    assert not found.note_too_many("gmail.com")
    assert found.note_too_many("example.org")
