"""How fast the worker goes on when the mail server is in trouble."""

from itertools import pairwise

from webinars.cli.pace import Pace


def test_nothing_is_held_up_while_mails_leave():
    pace = Pace()

    for _ in range(100):
        pace.succeed()
        pace.fail(is_server_away=False)

    assert pace.seconds_left() == 0


def test_a_server_that_is_away_is_left_alone_ever_longer_up_to_half_a_minute():
    pace, pauses = Pace(), []

    for _ in range(8):
        pace.fail(is_server_away=True)
        pauses.append(pace.seconds_left())

    assert 1 < pauses[0] <= 2
    assert all(sooner < later for sooner, later in pairwise(pauses[:4]))
    assert 20 < pauses[-1] <= 30


def test_many_failures_in_a_row_are_the_servers():
    pace = Pace()

    for _ in range(Pace.MANY - 1):
        pace.fail(is_server_away=False)
    assert pace.seconds_left() == 0

    pace.fail(is_server_away=False)
    assert pace.seconds_left() > 1


def test_the_first_mail_taken_ends_the_slowness():
    pace = Pace()
    for _ in range(8):
        pace.fail(is_server_away=True)

    pace.succeed()
    pace.fail(is_server_away=True)

    assert pace.seconds_left() <= 2
