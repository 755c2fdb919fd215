"""The pictures beside shared links."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image

from tests.factories import a_series, a_sponsor, a_webinar, in_english, saved
from tests.support.html import Page
from webinars.i18n import speaking
from webinars.models import SeriesStatus, WebinarStatus
from webinars.texts import Texts
from webinars.web.sharing import pictures
from webinars.web.sharing.drawing import OURS, Picture, draw
from webinars.web.sharing.pictures import DrawnPictures, series_picture, site_picture

LONG = " ".join(["Structural determinants of health and community power"] * 12)
TITLE = Texts({"en": "Health Equity Guide", "es": "Guía de equidad"})


def a_picture(**values):
    defaults = {"eyebrow": "A series", "title": "Equity", "facts": (), "site": "Webinars",
                "look": OURS}  # fmt: skip
    return Picture(**(defaults | values))


def the_series(**values):
    organizer = a_sponsor(slug="hip", name=in_english("Human Impact Partners"))
    gare = a_sponsor(slug="gare", acronym="GARE")
    series = a_series(
        **(
            {"slug": "equity", "title": TITLE, "organizer": organizer, "co_sponsors": [gare]}
            | values
        )
    )
    a_webinar(series=series)
    return saved(series)


def pictured(client, address):
    page = Page(client.get(address).text)
    [found] = [one["content"] for one in page.all("meta") if one.get("property") == "og:image"]
    return found.removeprefix("http://127.0.0.1:8000")


@pytest.mark.parametrize(
    "picture",
    [
        a_picture(),
        a_picture(title=LONG, eyebrow=LONG, facts=(LONG, LONG, LONG)),
        a_picture(title="W" * 200, facts=("",)),
        a_picture(title="健康公平", site="健康公平", facts=("العدالة",), eyebrow=""),
    ],
)
def test_any_words_make_a_small_png_of_the_right_measures(picture):
    drawn = draw(picture)

    image = Image.open(BytesIO(drawn))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(drawn) < 100_000


def test_nothing_is_written_over_the_edge():
    drawn = Image.open(BytesIO(draw(a_picture(title=LONG, eyebrow=LONG, facts=(LONG,) * 3))))

    edge = drawn.convert("RGB").crop((1140, 0, 1200, 300))
    assert len(edge.getcolors()) == 1


def test_a_title_that_cannot_be_written_gives_way_to_the_sites_name():
    unwritable = draw(a_picture(title="健康公平", site="Webinars"))

    assert unwritable == draw(a_picture(title="Webinars", site="Webinars"))


def test_the_digest_follows_all_that_is_shown():
    pictured_once = [
        a_picture(),
        a_picture(title="Other"),
        a_picture(eyebrow="Other"),
        a_picture(facts=("Other",)),
        a_picture(site="Other"),
    ]

    assert len({picture.digest for picture in pictured_once}) == 5
    assert a_picture().digest == a_picture().digest


def test_a_picture_tells_the_series_in_the_readers_language(db, app):
    series = the_series()

    with app.test_request_context("/"), speaking("en"):
        picture = series_picture(series)

    assert picture.title == "Health Equity Guide"
    assert picture.eyebrow == "A series of 1 webinar"
    assert picture.facts == (
        "Mar 9, 2026",
        "Organized by Human Impact Partners",
        "Co-sponsored by GARE",
    )
    with app.test_request_context("/"), speaking("es"):
        assert series_picture(series).title == "Guía de equidad"


def test_what_is_not_known_is_not_said(db, app):
    series = the_series(organizer=None, co_sponsors=[])
    series.webinars[0].status = WebinarStatus.CANCELLED

    with app.test_request_context("/"):
        assert series_picture(saved(series)).facts == ()


def test_the_organizers_colours_are_taken(db, app):
    organizer = a_sponsor(brand_colour="#0b5d8a", accent_colour="#ffd23f")
    series = the_series(organizer=organizer)

    with app.test_request_context("/"):
        look = series_picture(series).look

    assert (str(look.ground), str(look.circles[-1])) == ("#0b5d8a", "#ffd23f")


def test_each_language_has_a_picture_to_be_kept_for_ever(client, db):
    the_series()

    addresses = {pictured(client, f"/series/equity/?lang={code}") for code in ("en", "es")}

    assert len(addresses) == 2
    for address in addresses:
        answer = client.get(address)
        assert (answer.status_code, answer.content_type) == (200, "image/png")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Set-Cookie" not in answer.headers
        again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_an_older_address_leads_to_the_picture_of_today(client, db):
    series = the_series()
    old = pictured(client, "/series/equity/")
    series.title = in_english("Renamed")
    saved(series)

    answer = client.get(old)

    assert answer.status_code == 302
    assert answer.location == pictured(client, "/series/equity/")
    assert "immutable" not in answer.headers["Cache-Control"]
    assert client.get(answer.location).status_code == 200


def test_nobody_makes_us_draw_what_there_is_not(client, app, db):
    the_series()

    for number in range(20):
        answer = client.get(f"/series/equity/picture-{number:016x}.png")
        assert answer.status_code == 302

    assert len(app.extensions[pictures.PICTURES]) == 0


def test_drafts_have_no_picture(client, db):
    the_series(status=SeriesStatus.DRAFT)

    assert client.get("/series/equity/picture-0.png").status_code == 404
    assert client.get("/series/nothing/picture-0.png").status_code == 404


def test_pages_without_a_series_show_the_site(client, db):
    address = pictured(client, "/practices/")

    assert address == f"/picture-{digest_of_the_site(client)}.png"
    assert client.get(address).content_type == "image/png"
    assert client.get("/picture-0.png").location == address


def digest_of_the_site(client):
    with client.application.test_request_context("/"):
        return site_picture().digest


def test_a_picture_is_drawn_once_however_many_ask():
    kept = DrawnPictures()

    with ThreadPoolExecutor(8) as visitors:
        drawn = list(visitors.map(lambda _: kept.get(a_picture()), range(8)))

    assert all(one is drawn[0] for one in drawn)


def test_no_more_is_kept_than_fits():
    sizes = [len(draw(a_picture(title=title))) for title in "abc"]
    kept = DrawnPictures(limit=sum(sizes) - 1)

    first, *_ = [kept.get(a_picture(title=title)) for title in "abc"]

    assert len(kept) == 2
    assert kept.get(a_picture(title="a")) is not first
