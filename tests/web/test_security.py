import pytest

from tests.support.forms import filled_form
from tests.web.people import GUIDE, a_guide, ana

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example"])
@pytest.mark.parametrize(
    ("address", "location"),
    [
        ("/me/x", "/me/x/"),
        ("/series/guide?lang=en", "/series/guide/?lang=en"),
        ("/practices", "/practices/"),
        ("//evil.example/me/x", None),
    ],
)
def test_the_host_header_comes_back_in_no_answer(client, db, host, address, location):
    headers = {"Host": host, "X-Forwarded-Host": host, "Forwarded": f"host={host}"}

    answer = client.get(address, headers=headers)

    assert "evil" not in answer.text
    if location is not None:
        assert (answer.status_code, answer.location) == (308, location)
    else:
        assert not (answer.location or "").startswith(("//", "http"))


@pytest.mark.parametrize("address", ["/%00", "/series/%00/", "/practices/%00/", "/me/%00/"])
def test_no_database_is_asked_about_nul(client, db, address):
    assert client.get(address).status_code == 404


def test_every_answer_forbids_what_our_pages_never_need(client, db):
    a_guide()

    for address in ("/", GUIDE, "/nonsense", "/me/nonsense/"):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_production_speaks_https_only(make_app, db):
    client = make_app(base_url="https://webinars.example.org", mail_server="mail").test_client()
    a_guide()

    answer = client.get(GUIDE, base_url="https://webinars.example.org")

    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    [cookie] = [found for found in answer.headers.getlist("Set-Cookie") if "session" in found]
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_a_form_over_https_needs_no_referrer(make_app, db):
    client = make_app(base_url="https://webinars.example.org", mail_server="mail").test_client()
    a_guide()

    there = {"base_url": "https://webinars.example.org"}
    token = filled_form(client.get(GUIDE, **there).text)["csrf_token"]
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    answer = client.post(GUIDE, data=ana(csrf_token=token), headers=headers, **there)

    assert answer.status_code == 303


def test_search_engines_may_list_where_one_registers(client, db):
    a_guide()

    form = client.get(GUIDE)
    asked = client.get("/me/")

    assert "X-Robots-Tag" not in form.headers
    assert form.headers["Cache-Control"] == "private, no-cache"
    assert asked.headers["X-Robots-Tag"] == "noindex"
