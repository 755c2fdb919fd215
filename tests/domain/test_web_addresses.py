"""Only plain web addresses, and origins of sites, are taken."""

import pytest

from webinars.domain.web_addresses import is_secure_address, is_web_address, normal_origin


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


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://www.naccho.org", "https://www.naccho.org"),
        ("HTTPS://WWW.Naccho.ORG", "https://www.naccho.org"),
        ("https://example.org:443", "https://example.org"),
        ("https://example.org:08443", "https://example.org:8443"),
        ("https://münchen.example", "https://xn--mnchen-3ya.example"),
        ("https://straße.example", "https://xn--strae-oqa.example"),
        ("https://xn--mnchen-3ya.example", "https://xn--mnchen-3ya.example"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://a.localhost", "http://a.localhost"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(text, origin):
    assert normal_origin(text) == origin


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org",
        "http://example.org",
        "https://example.org/",
        "https://example.org/path",
        "https://example.org?a",
        "https://example.org#a",
        "https://ana@example.org",
        "https://*.example.org",
        "https://*",
        "*",
        "https://example.org:*",
        "https://example.org:0",
        "https://example.org:65536",
        "https://example.org:",
        "https://[::1]",
        "https://exa mple.org",
        "https://example.org; script-src *",
        "https://example.org,https://other.example",
        "https://example.org.",
        "https://exa_mple.org",
        "https://-example.org",
        "https://a..b",
        "https://" + "a" * 64 + ".org",
        "ftp://example.org",
        "null",
        "'self'",
        "https://example.org\nhttps://other.example",
        "https://example\\.org",
        "https://exam%70le.org",
    ],
)
def test_what_is_no_origin_is_refused(text):
    assert normal_origin(text) is None
