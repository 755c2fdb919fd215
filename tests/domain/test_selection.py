from datetime import timedelta

import pytest

from tests.factories import NOW, a_webinar
from webinars.domain.selection import at_the_same_time, collisions
from webinars.models import WebinarStatus

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("after", "collides"),
    [(-90, False), (-89, True), (0, True), (30, True), (89, True), (90, False)],
)
def test_webinars_collide_when_one_begins_before_the_other_ends(after, collides):
    one, other = a_webinar(id=1, starts_at=NOW), a_webinar(id=2, starts_at=NOW + after * MINUTE)

    assert at_the_same_time(one, [one, other]) == ([other] if collides else [])
    assert at_the_same_time(other, [one, other]) == ([one] if collides else [])


@pytest.mark.parametrize("values", [{"starts_at": None}, {"status": WebinarStatus.CANCELLED}])
def test_what_does_not_take_place_collides_with_nothing(values):
    one = a_webinar(id=1, starts_at=NOW)
    other = a_webinar(id=2, **({"starts_at": NOW} | values))

    assert collisions([one, other], [one, other]) == {}


def test_collisions_are_told_from_both_sides_the_soonest_first():
    late = a_webinar(id=1, starts_at=NOW + 60 * MINUTE)
    soon = a_webinar(id=2, starts_at=NOW)
    whole = a_webinar(id=3, starts_at=NOW - MINUTE, ends_at=NOW + 200 * MINUTE)
    everything = [late, soon, whole]

    assert collisions(everything, everything) == {
        1: [whole, soon],
        2: [whole, late],
        3: [soon, late],
    }
