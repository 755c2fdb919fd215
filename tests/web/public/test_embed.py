"""The page for frames: only where allowed, the same for all, and never a cookie."""

from datetime import timedelta

import pytest

from tests.factories import a_series, a_webinar, an_enrollment, saved
from tests.support.html import page_of
from tests.web.shared import BASE, WINTER, a_shared_series
from webinars.clock import utcnow
from webinars.models import SeriesStatus

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FRAME = "/embed/series/guide"
WIDGET = "/embed/widget.js"


@pytest.mark.parametrize(
    ("origins", "ancestors"),
    [
        ([], "'self'"),
        (["https://www.naccho.org"], "'self' https://www.naccho.org"),
        (
            ["https://a.example", "http://localhost:8000"],
            "'self' https://a.example http://localhost:8000",
        ),
    ],
)
def test_only_the_named_sites_and_ours_may_frame_it(client, db, origins, ancestors):
    a_shared_series(embed_on=origins)

    headers = client.get(FRAME).headers

    policy = headers["Content-Security-Policy"].split("; ")
    assert [part for part in policy if "frame-anc" in part] == [f"frame-ancestors {ancestors}"]
    assert "script-src 'self'" in policy
    assert "X-Frame-Options" not in headers


def test_no_other_page_may_be_framed(client, db):
    a_shared_series(embed_on=["https://www.naccho.org"])

    for address in ("/series/guide/", "/series/guide/register", "/sponsors/gare/kit/guide/"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("address", [FRAME, f"{FRAME}?lang=es&ref=gare", WIDGET, "/embed/series/x"])
def test_no_cookie_is_set_and_none_is_read(client, db, address):
    a_shared_series()
    plain = client.get(address)
    client.set_cookie("language", "es")

    answer = client.get(address)

    assert "Set-Cookie" not in plain.headers
    assert "Set-Cookie" not in answer.headers
    if answer.status_code == 200:
        assert answer.data == plain.data
        assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize(("address", "seconds"), [(FRAME, 60), (WIDGET, 3600)])
def test_everybody_may_keep_it_for_a_while(client, db, address, seconds):
    a_shared_series()

    answer = client.get(address)
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})

    assert answer.headers["Cache-Control"] == f"public, max-age={seconds}"
    assert (again.status_code, again.data) == (304, b"")


def test_other_sites_may_load_the_script(client, db):
    answer = client.get(WIDGET)

    assert answer.content_type == "text/javascript; charset=utf-8"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert len(answer.data) < 1000


def test_it_shows_the_next_dates_and_one_button(client, db):
    a_shared_series()

    page = page_of(client, f"{FRAME}?ref=gare&lang=en")

    assert page.heading == "Health equity"
    assert "Start Tuesday, January 9, 2035, 3:00 PM to 4:30 PM EST" in page.words
    assert "Seats are free." in page.words
    [button] = page.all("a")
    assert button["href"] == f"{BASE}/series/guide/register?ref=gare&lang=en"
    assert (button["target"], button["rel"]) == ("_blank", "noopener")


def full(series):
    saved(an_enrollment(a_webinar(series=series, capacity=1, starts_at=WINTER)))


def nothing_left(series):
    saved(a_webinar(series=series))


def not_open(series):
    series.registration_opens_at = WINTER
    saved(a_webinar(series=series, starts_at=WINTER))


def closed(series):
    series.registration_closes_at = utcnow() - timedelta(minutes=1)
    saved(a_webinar(series=series, starts_at=WINTER))


@pytest.mark.parametrize(
    ("arranged", "said", "target"),
    [
        (full, "All seats are taken.", "/series/guide/register"),
        (nothing_left, "This series has no webinar left to register for.", "/series/guide/"),
        (not_open, "Registration opens on Tuesday, January 9, 2035.", "/series/guide/"),
        (closed, "Registration closed on", "/series/guide/"),
        (saved, "The webinars of this series will be announced.", "/series/guide/"),
    ],
)
def test_it_says_how_things_stand(client, db, arranged, said, target):
    arranged(a_series(slug="guide"))

    page = page_of(client, FRAME)

    assert said in page.words
    assert page.links == [BASE + target]


@pytest.mark.parametrize(
    ("query", "accepted", "own", "language"),
    [
        ("?lang=es", "en", "en", "es"),
        ("", "es", "en", "es"),
        ("", "de", "es", "es"),
        ("", "de", "fr", "en"),
        ("?lang=xx", "en", "es", "en"),
    ],
)
def test_it_speaks_the_links_the_browsers_or_the_series_language(
    client, db, query, accepted, own, language
):
    a_shared_series(language=own)

    answer = client.get(FRAME + query, headers={"Accept-Language": accepted})

    assert f'<html lang="{language}"' in answer.text
    assert answer.headers["Content-Language"] == language
    assert answer.headers["Vary"] == "Accept-Language"


def test_a_draft_is_in_no_frame(client, db):
    a_shared_series(status=SeriesStatus.DRAFT, embed_on=["https://www.naccho.org"])

    answer = client.get(FRAME)

    assert answer.status_code == 404
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
