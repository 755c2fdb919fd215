import pytest

from webinars.domain.email_slips import ALSO_COMMON, COMMON_DOMAINS, likely_meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ana@gmial.com", "ana@gmail.com"),
        ("ana@gmal.com", "ana@gmail.com"),
        ("ana@gmaill.com", "ana@gmail.com"),
        ("ana@gnail.com", "ana@gmail.com"),
        ("Ana.R@GMAIL.CON", "Ana.R@gmail.com"),
        ("ana@gmail.co", "ana@gmail.com"),
        ("ana@hotmial.com", "ana@hotmail.com"),
        ("ana@outlok.com", "ana@outlook.com"),
        ("ana@comcast.nte", "ana@comcast.net"),
        ("ana@county.gvo", "ana@county.gov"),
        ("ana@naccho.ogr", "ana@naccho.org"),
        ('"a@b"@yaho.com', '"a@b"@yahoo.com'),
    ],
)
def test_a_slip_of_a_letter_is_seen(typed, meant):
    assert likely_meant(typed) == meant


@pytest.mark.parametrize("domain", [*COMMON_DOMAINS, *sorted(ALSO_COMMON)])
def test_a_common_address_is_right(domain):
    assert likely_meant(f"ana@{domain}") is None


@pytest.mark.parametrize(
    "typed", ["", "ana", "ana@", "@", "ana@health.example.org", "ana@acme.co", "ana@gmail.example"]
)
def test_what_is_like_no_common_one_is_left_alone(typed):
    assert likely_meant(typed) is None
