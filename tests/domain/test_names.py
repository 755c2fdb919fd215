import pytest

from webinars.domain.names import mail_name, shortened


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Ana López", "Ana López"),
        ("  Ana \t\n López ", "Ana López"),
        ("J. R. Smith Jr.", "J. R. Smith Jr."),
        ("Ana\r\nBcc: eve", "Ana Bcc: eve"),
        ("Ana\x00\x1b", "Ana"),
        ("", ""),
        ("x" * 200, "x" * 80),
        ("Win at http://evil.example", ""),
        ("www.evil.example", ""),
        ("WWW.EVIL.EXAMPLE", ""),
        ("eve@evil.example", ""),
        ("Free money: evil-offers.com/now", ""),
        ("w\u200bww.evil", ""),
        ("ｗｗｗ．evil", ""),
    ],
)
def test_a_name_in_a_mail_is_one_short_line_without_addresses(given, shown):
    assert mail_name(given) == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("short", "short"),
        ("one two three", "one two…"),
        ("onetwothreefour", "onetwothr…"),
        ("a\nb", "a b"),
    ],
)
def test_a_long_text_is_cut_at_a_blank_where_there_is_one(text, expected):
    assert shortened(text, 10) == expected
