"""What calendar programs send back is read, in whatever dress it comes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.answers import ANA, INVITES, STAMP, UID, outlook_reply, reply
from webinars.domain.inbound.itip_replies import (
    LARGEST,
    AttendeeAnswer,
    CalendarAnswer,
    Fault,
    Unreadable,
    bare_address,
    is_same_address,
    read_answer,
)


def read_if_possible(calendar):
    """Return the answer, or why there is none: nothing else may be raised."""
    try:
        return read_answer(calendar)
    except Unreadable as error:
        return error.reason


def test_an_answer_says_who_answers_what_to_which_invitation():
    assert read_answer(reply(more=["COMMENT:Gladly\\, thanks\\nAna"])) == CalendarAnswer(
        method="REPLY",
        uid=UID,
        sequence=0,
        dtstamp=STAMP,
        attendees=(AttendeeAnswer(ANA, "ACCEPTED"),),
        comment="Gladly, thanks\nAna",
        organizer=INVITES,
        proposed_starts_at=None,
    )


def test_an_answer_of_outlook_is_read():
    answer = read_answer(outlook_reply())

    assert answer.uid == UID
    assert answer.attendees == (AttendeeAnswer(ANA, "DECLINED"),)
    assert answer.organizer is None
    assert answer.comment == "Leider nicht, ich bin verreist."
    assert answer.dtstamp == STAMP


def dressed(old, new):
    return lambda raw: raw.replace(old, new)


DRESSES = {
    "bare LF": dressed(b"\r\n", b"\n"),
    "CR CR LF": dressed(b"\r\n", b"\r\r\n"),
    "bare CR": dressed(b"\r\n", b"\r"),
    "a byte order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "UTF-16": lambda raw: raw.decode().encode("utf-16"),
    "NUL": dressed(b"example.org", b"exa\0mple.org"),
    "MAILTO": dressed(b"mailto:", b"MAILTO:"),
    "a quoted name": dressed(b"CN=Ana", b'CN="Ana; a:b, c"'),
    "half a quotation": dressed(b"CN=Ana", b'CN=A"na'),
    "an empty parameter": dressed(b"CN=Ana", b"CN=Ana;"),
    "Latin-1": dressed(b"CN=Ana", b"CN=An\xe1"),
    "a fold in a letter": dressed(b"CN=Ana", b"CN=An\xc3\r\n \xa1"),
    "a fold by tab": dressed(b"UID:web", b"uid:w\r\n\teb"),
    "small letters": dressed(b"PARTSTAT=ACC", b"partstat=acc"),
    "mixed letters": dressed(b"BEGIN:VEVENT", b"Begin:VEvent"),
    "an empty line": dressed(b"BEGIN:VEVENT", b"\r\nBEGIN:VEVENT"),
    "no end": dressed(b"END:VEVENT\r\nEND:VCALENDAR\r\n", b""),
}


@pytest.mark.parametrize("dress", DRESSES.values(), ids=DRESSES)
def test_the_dress_of_an_answer_does_not_matter(dress):
    assert read_answer(dress(reply())).attendees == (AttendeeAnswer(ANA, "ACCEPTED"),)
    assert read_answer(dress(reply())).uid == UID


@pytest.mark.parametrize(
    ("written", "sequence"),
    [("0", 0), ("7", 7), (None, 0), ("", 0), ("-3", 0), ("soon", 0), ("9" * 30, 2**31 - 1)],
)
def test_a_missing_or_odd_sequence_is_none(written, sequence):
    assert read_answer(reply(sequence=written)).sequence == sequence


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("DTSTAMP:20270201T120000Z", STAMP),
        ("DTSTAMP;TZID=Europe/Berlin:20270201T130000", STAMP),
        ('DTSTAMP;TZID="W. Europe Standard Time":20270201T130000', STAMP),
        ("DTSTAMP:20270201T115960Z", STAMP - timedelta(seconds=1)),
        ("DTSTAMP:20270201T120000", None),
        ("DTSTAMP;TZID=Nowhere:20270201T120000", None),
        ("DTSTAMP;TZID=../../etc/passwd:20270201T120000", None),
        ("DTSTAMP;VALUE=DATE:20270201", None),
        ("DTSTAMP:20271301T120000Z", None),
        ("DTSTAMP;TZID=Asia/Tokyo:00010101T000000", None),
        ("DTSTAMP:yesterday", None),
        ("DTSTAMP", None),
    ],
)
def test_an_odd_moment_is_none(line, moment):
    assert read_answer(reply(stamp=None, more=[line])).dtstamp == moment


def test_of_several_attendees_each_has_an_answer():
    more = ["ATTENDEE;PARTSTAT=DECLINED:mailto:bob@example.org"]
    answer = read_answer(reply(more=more))

    assert answer.partstat_of("ANA@Example.org") == "ACCEPTED"
    assert answer.partstat_of("bob@example.org") == "DECLINED"
    assert answer.partstat_of("eve@example.org") is None


def test_who_is_named_twice_with_two_answers_has_given_none():
    more = [f"ATTENDEE;PARTSTAT=DECLINED:mailto:{ANA}"]

    assert read_answer(reply(more=more)).partstat_of(ANA) is None


def test_what_stands_in_an_alarm_is_not_the_events():
    more = ["BEGIN:VALARM", "UID:other", f"ATTENDEE:mailto:{INVITES}", "END:VALARM"]

    assert read_answer(reply(more=more)) == read_answer(reply())


@pytest.mark.parametrize("moment", ["00010101T000000Z", "99991231T235959Z", "19691231T235959Z"])
def test_a_time_that_other_zones_cannot_tell_is_no_time(moment):
    raw = reply("TENTATIVE", method="counter").replace(b"20270210T150000Z", moment.encode())

    assert moment.encode() in raw
    assert read_answer(raw).proposed_starts_at is None


def test_a_counter_says_which_time_is_proposed():
    raw = reply("TENTATIVE", method="counter")

    assert read_answer(raw).proposed_starts_at == datetime(2027, 2, 10, 15, tzinfo=UTC)
    assert read_answer(raw).method == "COUNTER"


@pytest.mark.parametrize(
    ("calendar", "reason"),
    [
        (b"", Fault.NO_CALENDAR),
        (b"Hello", Fault.NO_CALENDAR),
        (b"\x00" * LARGEST, Fault.NO_CALENDAR),
        (b"x" * (LARGEST + 1), Fault.TOO_LARGE),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", Fault.NO_EVENT),
        (reply().replace(b"VEVENT", b"VTODO"), Fault.NO_EVENT),
        (reply() * 2, Fault.SEVERAL_CALENDARS),
        (reply(more=["END:VEVENT", "BEGIN:VEVENT"] * 5), Fault.TOO_MANY_EVENTS),
        (reply(more=["END:VEVENT", "BEGIN:VEVENT", "UID:other"]), Fault.SEVERAL_UIDS),
        (reply(uid=" "), Fault.NO_UID),
        (reply().replace(b"ATTENDEE", b"X-ATTENDEE"), Fault.NO_ATTENDEE),
        (reply(more=["ATTENDEE:mailto:a@example.org"] * 200), Fault.TOO_MANY_ATTENDEES),
    ],
)
def test_what_cannot_be_read_says_why(calendar, reason):
    assert read_if_possible(calendar) == reason


@pytest.mark.parametrize("method", ["", "PUBLISH", "X-ODD"])
def test_what_is_no_answer_needs_nobody_who_answers(method):
    raw = reply(method=method).replace(b"ATTENDEE", b"X-ATTENDEE")

    assert read_answer(raw).method == method


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("mailto:ana@example.org", "ana@example.org"),
        ("MAILTO: <ana@example.org>", "ana@example.org"),
        ("mailto:ana%2Btag@example.org?subject=x", "ana+tag@example.org"),
        ("ana@example.org", "ana@example.org"),
        ("", ""),
    ],
)
def test_an_address_is_read_bare(value, address):
    assert bare_address(value) == address


def test_addresses_are_compared_whatever_their_case_and_spelling():
    assert is_same_address("Ana@EXAMPLE.org", "ana@example.org")
    assert is_same_address("ana@bücher.example", "ana@XN--bcher-kva.example")
    assert not is_same_address("ana@example.org", "ana@example.com")


LINES = st.lists(
    st.one_of(
        st.sampled_from(reply().decode().splitlines() + outlook_reply().decode().split("\n")),
        st.text(max_size=30),
    ),
    max_size=30,
).map(lambda lines: "\n".join(lines).encode("utf-8", "replace"))


@settings(max_examples=150)
@given(
    st.one_of(
        st.binary(max_size=300),
        LINES,
    )
)
@example(b"\xff\xfeB")
@example(
    b"BEGIN:VCALENDAR\nEND:VEVENT\nBEGIN:VEVENT\nATTENDEE;;;=:::\nDTSTAMP;TZID=/:20270201T120000"
)
@example(reply().replace(b"mailto:", b"mailto:%ff%00"))
def test_whatever_comes_is_read_or_unreadable(calendar):
    assert isinstance(read_if_possible(calendar), CalendarAnswer | Fault)


@settings(max_examples=80)
@given(st.data())
def test_a_mutilated_answer_is_read_or_unreadable(data):
    raw = bytearray(data.draw(st.sampled_from([reply(), outlook_reply()])))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))

    assert isinstance(read_if_possible(bytes(raw)), CalendarAnswer | Fault)


@pytest.mark.parametrize(
    "line",
    ["ATTENDEE" + ";A=" * 80_000, "ATTENDEE" + ';A="' * 60_000, "ATTENDEE;A=" + "a," * 120_000],
    ids=["parameters", "quotations", "values"],
)
def test_a_hostile_line_takes_no_time(line):
    assert read_if_possible(reply(more=[line])) == read_answer(reply())
