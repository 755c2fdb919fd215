"""A poster says all on one sheet; its code leads to the form, as the right link."""

import pytest

from tests.factories import a_practice, a_series, a_sponsor, a_webinar, in_english, saved
from tests.support.html import page_of
from tests.support.qr import expected, of_png, of_svg
from tests.web.shared import BASE, WINTER, a_shared_series
from webinars.clock import utcnow
from webinars.models import SeriesStatus

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

POSTER = "/series/guide/poster"
LINKS = {
    "": "",
    "?ref=gare": "?ref=gare",
    "?ref=nche": "?ref=nche",
    "?ref=hip&lang=es": "?ref=hip&lang=es",
    "?lang=es": "?lang=es",
    "?lang=xx": "",
}


def test_a_poster_says_what_when_who_and_where(client, db):
    a_shared_series()

    page = page_of(client, f"{POSTER}?ref=gare")

    assert page.heading == "Health equity"
    assert "A first step." in page.words
    assert "Start Tuesday, January 9, 2035, 3:00 PM to 4:30 PM EST" in page.words
    assert "End The date will be announced." in page.words
    assert "The practices it teaches" in page.words
    assert "Human Impact (HIP)" in page.words
    assert "Alliance (GARE)" in page.words
    assert "You are invited by Alliance." in page.words
    assert "127.0.0.1:8000/series/guide?ref=gare" in page.words
    assert "Print it with your browser" in page.words
    [code] = [found for found in page.all("div") if found.get("role") == "img"]
    assert code["aria-label"] == "QR code: register for Health equity"


def test_the_written_address_leads_to_the_series(client, db):
    a_shared_series()

    answer = client.get("/series/guide?ref=gare")

    assert (answer.status_code, answer.location) == (308, "/series/guide/?ref=gare")


@pytest.mark.parametrize(("asked", "linked"), LINKS.items())
def test_the_code_leads_to_the_form(client, db, asked, linked):
    a_shared_series()
    modules = expected(f"{BASE}/series/guide/register{linked}")

    assert of_svg(client.get(POSTER + asked).text) == modules
    assert of_svg(client.get(f"/series/guide/qr.svg{asked}").text) == modules
    assert of_png(client.get(f"/series/guide/qr.png{asked}").data) == modules


@pytest.mark.parametrize(
    ("file", "media_type"), [("qr.svg", "image/svg+xml"), ("qr.png", "image/png")]
)
def test_the_code_alone_is_a_file_to_keep(client, db, file, media_type):
    a_shared_series()

    answer = client.get(f"/series/guide/{file}?ref=gare&lang=es")
    again = client.get(
        f"/series/guide/{file}?ref=gare&lang=es", headers={"If-None-Match": answer.headers["ETag"]}
    )

    assert answer.content_type.startswith(media_type)
    ending = file.rpartition(".")[2]
    assert answer.headers["Content-Disposition"] == f"attachment; filename=guide-gare-es.{ending}"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert again.status_code == 304


@pytest.mark.parametrize("file", ["poster", "qr.svg", "qr.png"])
@pytest.mark.parametrize("ref", ["nobody", "other", "GARE", "a%0Ab"])
def test_a_link_of_somebody_else_is_not_printed(client, db, file, ref):
    a_shared_series()
    saved(a_sponsor(slug="other"))

    assert client.get(f"/series/guide/{file}?ref={ref}").status_code == 404


@pytest.mark.parametrize("file", ["poster", "qr.svg", "qr.png"])
def test_a_draft_has_no_poster(client, db, file):
    a_shared_series(status=SeriesStatus.DRAFT)

    assert client.get(f"/series/guide/{file}").status_code == 404


def test_a_poster_speaks_the_language_asked_for(client, db):
    a_shared_series()

    page = page_of(client, f"{POSTER}?lang=es")

    assert (page.language, page.heading) == ("es", "Equidad en salud")
    assert "Empezar martes, 9 de enero de 2035" in page.words


def test_what_is_over_gives_way_to_what_is_to_come(client, db):
    series = a_series(slug="guide")
    practice = a_practice(name=in_english("Left out"))
    a_webinar(series=series, title=in_english("Over"), position=1, practices=[practice])
    for number in range(8):
        title = in_english(f"Coming {number}")
        a_webinar(series=series, title=title, position=number, starts_at=WINTER)
    saved(series)

    page = page_of(client, POSTER)

    assert "Over" not in page.words
    assert "Coming 5" in page.words
    assert "Coming 6" not in page.words
    assert "And 2 more." in page.words
    assert "Left out" not in page.words


def test_a_closed_series_says_so(client, db):
    saved(a_webinar(series=a_series(slug="guide", registration_closes_at=utcnow())))

    assert "Registration closed on" in page_of(client, POSTER).words


def test_a_series_without_webinars_has_a_poster_too(client, db):
    saved(a_series(slug="guide"))

    assert "The webinars of this series will be announced." in page_of(client, POSTER).words
