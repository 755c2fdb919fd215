"""Only plain web addresses are taken."""

import pytest

from webinars.domain.web_addresses import is_secure_address, is_web_address


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org",
        "http://example.org:8080/a?b=c&d=%20#e",
        "https://us02web.platform.example/j/81234567890?pwd=aB.1",
        "https://[2001:db8::1]/a",
        "https://xn--exmple-cua.org/",
    ],
)
def test_a_web_address_is_taken(text):
    assert is_web_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org",
        "javascript:alert(1)",
        "ftp://example.org",
        "//example.org",
        "https://",
        "https:///path",
        "https://ana@example.org/",
        "https://exämple.org/",
        "https://example.org/a b",
        "https://example.org/\nb",
        'https://example.org/"onclick',
        "https://example.org:99999/",
        "https://[::1",
        "https://.org/",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_anything_else_is_refused(text):
    assert not is_web_address(text)


@pytest.mark.parametrize(
    ("text", "is_secure"),
    [
        ("https://video.example.org/1", True),
        ("http://video.example.org/1", False),
        ("https://ana@example.org/", False),
        ("javascript:alert(1)", False),
    ],
)
def test_a_secure_address_is_a_web_address_with_https(text, is_secure):
    assert is_secure_address(text) is is_secure
