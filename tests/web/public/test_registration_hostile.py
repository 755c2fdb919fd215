from urllib.parse import quote

import pytest

from tests.support.forms import filled_form
from tests.support.html import Page
from tests.support.payloads import SCRIPTS, executable_parts
from tests.web.people import GUIDE, a_guide, ana, private_page, taken

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TEXTS = ("name", "organization", "role", "state", "accommodations_note", "ref")
FIELDS = (*TEXTS, "email", "webinars", "time_zone", "language", "accommodations", "consent")
HOSTILE = {
    "NUL": "a\x00b",
    "controls": "".join(map(chr, range(32))) + "\x7f\x85\u2028",
    "surrogate": "%ed%a0%80",
    "invalid UTF-8": "%ff%fe%c0%af",
    "overlong": "%c0%80",
    "astral": "\U0001f600" * 100,
    "combining": "e" + "\u0301" * 2000,
    "right to left": "\u202eabc\u2066",
    "format": "%s%n{0}{name.__class__}",
    "SQL": "'; DROP TABLE registrant; --",
    "header": "x\r\nBcc: eve@example.org",
    "path": "../../etc/passwd",
    "number": "9" * 400,
    "at signs": "@" * 5000,
    "almost an address": "a" * 5000 + "!",
    "spaces": " " * 20000,
    "empty": "",
}


@pytest.fixture
def sent(client, db):
    """Send a form body as it is, with a good token; nothing may go wrong inside."""
    a_guide()
    token = filled_form(client.get(GUIDE).text)["csrf_token"][0]

    def send(body, content_type="application/x-www-form-urlencoded"):
        headers = {"X-CSRFToken": token}
        return client.post(GUIDE, data=body, content_type=content_type, headers=headers)

    return send


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_value_is_taken_as_text_or_refused(sent, value):
    raw = value if "%" in value else quote(value)
    for field in FIELDS:
        fields = {name: quote(str(one)) for name, one in ana(webinars="one").items()}
        body = "&".join(f"{name}={one}" for name, one in (fields | {field: raw}).items())

        assert sent(body).status_code in {303, 409, 413, 422}, field
    assert {slug for _, slug, _ in taken()} <= {"one"}


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("", "application/x-www-form-urlencoded"),
        ("&&&===", "application/x-www-form-urlencoded"),
        ("a&" * 25_000, "application/x-www-form-urlencoded"),
        ("a=1&" * 100_000, "application/x-www-form-urlencoded"),
        ("webinars=one&" * 4_000, "application/x-www-form-urlencoded"),
        ("accommodations=x&" * 3_000, "application/x-www-form-urlencoded"),
        ("name[]=a&name[b]=c&email.x=1", "application/x-www-form-urlencoded"),
        ("name=a&name=b&email=x&email=y", "application/x-www-form-urlencoded"),
        ("[1, 2]", "application/json"),
        ('{"name": ["a"], "email": {"b": 1}}', "application/json"),
        ("[" * 60_000, "application/json"),
        ("nonsense", "application/json"),
        ("<x/>", "text/xml"),
        ("name=Ana", "text/plain"),
        ("name=Ana", "application/x-www-form-urlencoded; charset=utf-16"),
        ("--b\r\nnonsense", "multipart/form-data; boundary=b"),
        ("x", "multipart/form-data"),
        ("x", "multipart/form-data; boundary=" + "b" * 5_000),
    ],
)
def test_a_hostile_body_is_refused(sent, body, content_type):
    assert 400 <= sent(body, content_type).status_code < 500
    assert taken() == []


# Werkzeug leaves the files of a refused form to the garbage collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("parts", [10, 600])
@pytest.mark.parametrize("file_name", ["", '; filename="x.txt"', '; filename="../../x\x00"'])
def test_files_in_the_place_of_texts_are_refused(sent, parts, file_name):
    part = f'--b\r\nContent-Disposition: form-data; name="name"{file_name}\r\n\r\nAna\r\n'

    answer = sent(part * parts + "--b--\r\n", "multipart/form-data; boundary=b")

    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize(
    "query",
    ["?webinars=%00", "?ref=%ff%00", "?lang=%00", "?webinars[]=1", "?" + "a=1&" * 5000, "?lang=zz"],
)
def test_a_hostile_query_is_passed_over(client, db, query):
    a_guide()

    assert client.get(GUIDE + query).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "nonsense"])
def test_other_methods_are_refused(client, db, method):
    a_guide()

    answer = client.open(GUIDE, method=method, headers={"X-HTTP-Method-Override": "POST"})

    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_stay_words(client, db, script):
    a_guide()
    typed = dict.fromkeys(TEXTS, script) | {"time_zone": script, "accommodations": ["other"]}

    shown_again = client.submit(GUIDE, ana(**typed) | {"email": script})
    by_address = client.get(f"{GUIDE}?ref={quote(script)}&webinars={quote(script)}")
    client.submit(GUIDE, ana(**(typed | {"time_zone": "UTC"})))
    own = client.get(private_page())
    access = client.get(private_page() + "series/guide/access")
    details = client.get(private_page() + "details")

    assert shown_again.status_code == 422
    for page in (shown_again, by_address, own, access, details):
        assert executable_parts(page.text) == []
    assert " ".join(script.split()) in Page(own.text).words
    assert filled_form(shown_again.text)["name"] == [script]


def test_a_name_is_kept_in_one_line(client, db):
    a_guide()

    client.submit(GUIDE, ana(name="Ana\r\nBcc: eve@example.org\x00\u202e Ruiz"))

    assert 'value="Ana Bcc: eve@example.org Ruiz"' in client.get(private_page() + "details").text
