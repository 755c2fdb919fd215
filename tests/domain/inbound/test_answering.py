"""What an answer changes, whatever the order in which answers and news arrive."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.answers import ANA, STAMP
from webinars.domain.inbound.answering import Arrival, Decision, Invited, Stamp, Verdict, decide
from webinars.domain.inbound.itip_replies import AttendeeAnswer, CalendarAnswer
from webinars.models import PartStat

ARRIVED = STAMP + timedelta(minutes=1)
SECOND = timedelta(seconds=1)
NEW_TIME, CANCEL = "REQUEST", "CANCEL"


def an_answer(partstat="ACCEPTED", *, address=ANA, sequence=0, dtstamp=STAMP, method="REPLY"):
    return CalendarAnswer(
        method=method,
        uid="x",
        sequence=sequence,
        dtstamp=dtstamp,
        attendees=(AttendeeAnswer(address, partstat),),
        comment="",
        organizer=None,
        proposed_starts_at=None,
    )


def an_invited(**values):
    return Invited(
        **{
            "attendee": ANA,
            "sequence": 0,
            "is_withdrawn": False,
            "partstat": PartStat.NEEDS_ACTION,
            "last": None,
        }
        | values
    )


def decided(answer, invited=None, *, sender=ANA, is_authenticated=True, received_at=ARRIVED):
    arrival = Arrival(sender, is_authenticated, True, received_at)
    return decide(invited or an_invited(), answer, arrival)


@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE", "DECLINED"])
def test_an_answer_applies(partstat):
    assert decided(an_answer(partstat)) == Decision(
        Verdict.APPLY, PartStat(partstat), Stamp(0, STAMP, ARRIVED), is_verified=True
    )


@pytest.mark.parametrize("partstat", ["NEEDS-ACTION", "DELEGATED", "X-ODD", ""])
def test_other_words_are_no_answer(partstat):
    assert decided(an_answer(partstat)) == Decision(Verdict.UNDECIDED)


@pytest.mark.parametrize("partstat", ["DECLINED", "NEEDS-ACTION", ""])
def test_a_counter_counts_as_perhaps(partstat):
    assert decided(an_answer(partstat, method="COUNTER")).partstat is PartStat.TENTATIVE


@pytest.mark.parametrize(
    ("sender", "is_authenticated", "is_verified"),
    [
        (ANA, True, True),
        ("ANA@Example.Org", True, True),
        (ANA, False, False),
        ("secretary@example.org", True, False),
    ],
)
def test_only_the_invited_person_s_own_mail_verifies_an_answer(
    sender, is_authenticated, is_verified
):
    decision = decided(an_answer(), sender=sender, is_authenticated=is_authenticated)

    assert decision.verdict is Verdict.APPLY
    assert decision.is_verified is is_verified


def test_the_answer_of_somebody_else_never_counts():
    answer = an_answer(address="eve@example.org")

    assert decided(answer, sender="eve@example.org") == Decision(Verdict.FOREIGN_ATTENDEE)


def test_an_answer_to_a_withdrawn_invitation_changes_nothing():
    assert decided(an_answer(), an_invited(is_withdrawn=True)) == Decision(Verdict.WITHDRAWN)


def test_an_answer_to_a_former_time_is_stale():
    assert decided(an_answer(sequence=1), an_invited(sequence=2)) == Decision(Verdict.STALE)


def test_a_sequence_above_ours_is_ignored():
    decision = decided(an_answer(sequence=9), an_invited(sequence=2))

    assert decision.stamp == Stamp(2, STAMP, ARRIVED)


@pytest.mark.parametrize("dtstamp", [None, ARRIVED + timedelta(days=400)])
def test_a_stamp_that_is_missing_or_ahead_becomes_the_arrival(dtstamp):
    assert decided(an_answer(dtstamp=dtstamp)).stamp == Stamp(0, ARRIVED, ARRIVED)


def test_an_answer_to_the_new_time_counts_though_its_clock_is_behind():
    last = Stamp(0, STAMP, ARRIVED)
    behind = an_answer(sequence=1, dtstamp=STAMP - timedelta(days=1))

    assert decided(behind, an_invited(sequence=1, last=last)).verdict is Verdict.APPLY


@pytest.mark.parametrize(
    ("partstat", "dtstamp", "received_at", "verdict"),
    [
        ("DECLINED", STAMP + SECOND, ARRIVED - SECOND, Verdict.APPLY),
        ("DECLINED", STAMP - SECOND, ARRIVED + SECOND, Verdict.STALE),
        ("DECLINED", STAMP, ARRIVED + SECOND, Verdict.APPLY),
        ("DECLINED", STAMP, ARRIVED - SECOND, Verdict.STALE),
        ("ACCEPTED", STAMP, ARRIVED + SECOND, Verdict.DUPLICATE),
        ("ACCEPTED", STAMP, ARRIVED, Verdict.DUPLICATE),
    ],
)
def test_the_newer_of_two_answers_counts(partstat, dtstamp, received_at, verdict):
    invited = an_invited(partstat=PartStat.ACCEPTED, last=Stamp(0, STAMP, ARRIVED))
    answer = an_answer(partstat, dtstamp=dtstamp)

    assert decided(answer, invited, received_at=received_at).verdict is verdict


def taken(invited, arrival):
    """Return *invited* after a new time, after CANCEL, or after an answer with its arrival."""
    if arrival in (NEW_TIME, CANCEL) and invited.is_withdrawn:
        return invited
    if arrival == CANCEL:
        return replace(invited, is_withdrawn=True)
    if arrival == NEW_TIME:
        return replace(invited, sequence=invited.sequence + 1, partstat=PartStat.NEEDS_ACTION)
    answer, received_at = arrival
    decision = decided(answer, invited, received_at=received_at)
    if decision.stamp is None:
        return invited
    return replace(invited, partstat=decision.partstat, last=decision.stamp)


def after(arrivals):
    invited = an_invited()
    for arrival in arrivals:
        invited = taken(invited, arrival)
    return invited.partstat


ANSWERS = st.tuples(
    st.builds(
        an_answer,
        st.sampled_from(["ACCEPTED", "TENTATIVE", "DECLINED", "NEEDS-ACTION"]),
        sequence=st.integers(0, 2),
        dtstamp=st.none() | st.integers(-3, 3).map(lambda number: ARRIVED + number * SECOND),
        address=st.sampled_from([ANA, ANA, ANA, "eve@example.org"]),
    ),
    st.integers(0, 3).map(lambda number: ARRIVED + number * SECOND),
)


def newest(arrivals, sequence):
    """Return what the newest valid answer to the time of *sequence* says."""
    valid = [
        ((min(answer.dtstamp or received_at, received_at), received_at), answer.partstat)
        for answer, received_at in arrivals
        if answer.sequence >= sequence
        and answer.attendees[0].address == ANA
        and answer.partstat != "NEEDS-ACTION"
    ]
    return max(valid)[1] if valid else "NEEDS-ACTION"


@settings(max_examples=60)
@given(st.lists(ANSWERS, max_size=4, unique_by=lambda one: one[1]))
def test_whatever_the_order_of_answers_the_newest_valid_one_stays(arrivals):
    wanted = newest(arrivals, 0)

    assert {after(order).value for order in permutations(arrivals)} == {wanted}


@settings(max_examples=60)
@given(st.lists(ANSWERS, max_size=4, unique_by=lambda one: one[1]), st.data())
def test_whenever_the_time_changes_only_answers_to_the_last_one_stay(arrivals, data):
    # Nobody can answer a time before it was told.
    first = data.draw(st.integers(0, len(arrivals)))
    before = [(replace(answer, sequence=0), at) for answer, at in arrivals[:first]]
    wanted = newest(arrivals[first:], 1)

    assert after([*before, NEW_TIME, *arrivals[first:]]).value == wanted
    assert after([NEW_TIME, *before, *reversed(arrivals[first:])]).value == wanted
    assert after([NEW_TIME, *arrivals[first:], *before]).value == wanted


@settings(max_examples=100)
@given(st.lists(ANSWERS | st.sampled_from([NEW_TIME, CANCEL]), max_size=7))
def test_among_requests_and_cancels_the_newest_answer_to_the_last_time_stays(drawn):
    told, events = 0, []
    for event in drawn:
        if isinstance(event, tuple):
            # Nobody can answer a time before it was told.
            answer = replace(event[0], sequence=min(event[0].sequence, told))
            event = (answer, ARRIVED + len(events) * SECOND)
        told += event == NEW_TIME
        events.append(event)

    ended = events.index(CANCEL) if CANCEL in events else len(events)
    counting = events[:ended]
    answers = [event for event in counting if isinstance(event, tuple)]
    assert after(events).value == newest(answers, counting.count(NEW_TIME))
