import idna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.calendars import HOSTILE
from webinars.domain.ical.text import ascii_address, clean_line, clean_parameter, clean_text, mailto

# As wide as Python's strings get: controls, surrogates, marks of direction.
ANY_TEXT = st.text(st.characters())


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("One\r\ntwo\rthree\nfour", "One\ntwo\nthree\nfour"),
        ("a\x0bb\x0cc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("a\x00b\x07c\x7fd\x9fe", "abcde"),
        ("\ufeffa\u202eb\u2066c\ud800d", "abcd"),
        ("  tab\tstays  ", "tab\tstays"),
        ("right-to-left \u200fmark stays", "right-to-left \u200fmark stays"),
        ("👩‍🚀 日本語", "👩‍🚀 日本語"),
    ],
)
def test_text_keeps_what_is_meant_and_loses_what_harms(given_text: str, expected: str) -> None:
    assert clean_text(given_text) == expected


def test_a_line_has_single_spaces_only() -> None:
    assert clean_line(" One\r\n\ttwo \u00a0 three\x00 ") == "One two three"


def test_a_parameter_has_no_backslash() -> None:
    assert clean_parameter("DOMAIN\\ana \n") == "DOMAIN/ana"


def test_a_hostile_title_stays_in_one_line() -> None:
    assert clean_line(HOSTILE).startswith(
        'Ünïcode, commas; semi\\colons: "quotes" 🎥 a/b & <b> BEGIN:VEVENT UID:evil '
        "END:VCALENDAR detnirp next line 日本語"
    )


@given(ANY_TEXT)
def test_clean_text_is_clean(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert clean == clean.strip()
    # All that any reader takes for the end of a line, but for LF.
    assert len(clean.splitlines() or [""]) == len(clean.split("\n"))
    assert all(sign in "\t\n" or ord(sign) >= 32 for sign in clean)
    clean.encode()


@given(ANY_TEXT)
def test_a_clean_line_is_one_line(text: str) -> None:
    line = clean_line(text)
    assert clean_line(line) == line
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("ana@example.org", "mailto:ana@example.org"),
        ("Ana.O'Hara+series@Example.org", "mailto:Ana.O'Hara+series@Example.org"),
        ("r&d=x/y@example.org", "mailto:r&d=x/y@example.org"),
        ("50%?x#y{z}@example.org", "mailto:50%25%3Fx%23y%7Bz%7D@example.org"),
        ('"a b"@example.org', "mailto:%22a%20b%22@example.org"),
        ("zoë@bücher.example", "mailto:zo%C3%AB@xn--bcher-kva.example"),
        ("a@b@example.org", "mailto:a%40b@example.org"),
    ],
)
def test_an_address_becomes_one_bare_ascii_uri(address: str, expected: str) -> None:
    assert mailto(address) == expected


@pytest.mark.parametrize(
    "address",
    ["", "ana", "@example.org", "ana@", "a\r\nATTENDEE:b@example.org", "a\x00@b.c"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="no e-mail address"):
        mailto(address)


def test_a_domain_without_an_ascii_form_is_refused() -> None:
    with pytest.raises(idna.IDNAError):
        mailto("a@\u2024.x")


def test_the_domain_of_an_address_is_spelled_in_ascii() -> None:
    assert ascii_address("zoë@Bücher.example") == "zoë@xn--bcher-kva.example"
    assert ascii_address("Ana@Example.org") == "Ana@Example.org"
