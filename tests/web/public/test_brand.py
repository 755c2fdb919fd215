"""An organizer's colours and logo are on the organizer's pages, and nowhere else."""

import re
from datetime import UTC, datetime

import pytest

from tests.factories import (
    a_registrant,
    a_registration,
    a_series,
    a_sponsor,
    a_webinar,
    in_english,
    saved,
)
from tests.support.html import page_of
from tests.support.pictures import a_picture
from webinars.extensions import transaction
from webinars.links import Purpose, token
from webinars.texts import Texts

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WINTER = datetime(2035, 1, 9, 20, 0, tzinfo=UTC)
COLOURS = {"brand_colour": "#0b5d3b", "accent_colour": "#ffd166"}
PICTURE = a_picture(width=120, height=40)
LOGO = {
    "logo": PICTURE,
    "logo_type": "image/png",
    "logo_digest": "abcdef123456",
    "logo_width": 120,
    "logo_height": 40,
}
FOR_EVER = "public, max-age=31536000, immutable"


def own_stylesheets(page):
    """The stylesheets after the design's own."""
    first, *others = [one["href"] for one in page.all("link") if one["rel"] == "stylesheet"]
    assert first.startswith("/static/site.")
    return others


def colours_of(client, sponsor="hip"):
    [address] = own_stylesheets(page_of(client, f"/sponsors/{sponsor}/"))
    return address


@pytest.fixture
def hip(db):
    """An organization with colours and a logo, and a series of its own."""
    hip = a_sponsor(slug="hip", name=in_english("Human Impact"), **COLOURS, **LOGO)
    guide = a_series(slug="guide", organizer=hip)
    saved(a_webinar(slug="first", series=guide, starts_at=WINTER))
    return hip


@pytest.mark.parametrize(
    "address", ["/series/guide/", "/series/guide/first/", "/series/guide/register"]
)
def test_the_organizers_pages_bear_its_colours_and_logo(client, hip, address):
    page = page_of(client, address)

    [stylesheet] = own_stylesheets(page)
    assert re.fullmatch(r"/sponsors/hip/colours-[0-9a-f]{8}\.css", stylesheet)
    [logo] = [one for one in page.all("img") if one.get("class") == "brand-logo"]
    assert logo == {
        "class": "brand-logo",
        "src": "/sponsors/hip/logo-abcdef123456",
        "alt": "Human Impact",
        "width": "120",
        "height": "40",
    }


def test_the_organizations_own_page_bears_its_colours_and_shows_the_logo_once(client, hip):
    page = page_of(client, "/sponsors/hip/")

    [stylesheet] = own_stylesheets(page)
    assert stylesheet.startswith("/sponsors/hip/colours-")
    logos = [one for one in page.all("img") if "/logo" in one["src"]]
    assert [(one["src"], one["width"], one["height"]) for one in logos] == [
        ("/sponsors/hip/logo-abcdef123456", "120", "40")
    ]


def test_with_a_logo_the_sites_mark_is_no_further_request(client, hip):
    branded, plain = (page_of(client, address) for address in ("/series/guide/", "/"))

    icons = [
        one["href"] for page in (branded, plain) for one in page.all("link") if one["rel"] == "icon"
    ]
    assert icons[0].startswith("data:image/svg+xml;base64,")
    assert icons[1].startswith("/static/mark.")
    assert not [one for one in branded.all("img") if "/mark." in one["src"]]


def test_the_page_after_the_form_bears_them_too(client, hip):
    form = {
        "name": "Ana",
        "email": "ana@example.org",
        "webinars": "first",
        "time_zone": "America/New_York",
        "language": "en",
        "consent": "y",
    }
    answer = client.submit("/series/guide/register", form)
    assert answer.status_code == 303

    assert own_stylesheets(page_of(client, "/series/guide/registered")) == [colours_of(client)]


@pytest.mark.parametrize("address", ["/", "/practices/", "/sponsors/", "/series/other/", "/me/"])
def test_other_pages_bear_the_designs_own(client, hip, address):
    saved(a_series(slug="other", organizer=a_sponsor(), co_sponsors=[hip]))

    page = page_of(client, address)

    assert own_stylesheets(page) == []
    assert [one["alt"] for one in page.all("img") if "/mark." in one["src"]] == [""]
    assert not [one for one in page.all("img") if one.get("class") == "brand-logo"]


def test_colours_come_without_a_logo_and_a_logo_without_colours(client, db):
    saved(
        a_series(slug="coloured", organizer=a_sponsor(slug="a", **COLOURS)),
        a_series(slug="pictured", organizer=a_sponsor(slug="b", **LOGO)),
    )

    coloured, pictured = (page_of(client, f"/series/{slug}/") for slug in ("coloured", "pictured"))

    assert own_stylesheets(coloured) == [colours_of(client, "a")]
    assert own_stylesheets(pictured) == []
    assert "brand-logo" not in {one.get("class") for one in coloured.all("img")}
    assert "brand-logo" in {one.get("class") for one in pictured.all("img")}


def test_the_logos_words_say_their_language(client, db):
    hip = a_sponsor(name=Texts({"en": "Human Impact"}), **LOGO)
    saved(a_series(slug="guide", organizer=hip))

    [logo] = [
        one
        for one in page_of(client, "/series/guide/?lang=es").all("img")
        if one.get("class") == "brand-logo"
    ]

    assert (logo["alt"], logo["lang"]) == ("Human Impact", "en")


def test_a_private_page_bears_the_colours_of_the_only_organizer(client, hip):
    registration = saved(a_registration(series=hip.organized_series[0]))
    private = f"/me/{token(Purpose.MANAGE, registration.registrant.manage_nonce)}/"

    for page in (private, f"{private}details"):
        assert own_stylesheets(page_of(client, page)) == [colours_of(client)]


@pytest.mark.parametrize("with_another", [True, False])
def test_a_private_page_of_several_organizers_bears_none(client, hip, with_another):
    ana = a_registrant()
    others = a_series(organizer=a_sponsor(**COLOURS) if with_another else None)
    saved(
        a_registration(registrant=ana, series=hip.organized_series[0]),
        a_registration(registrant=ana, series=others),
    )

    page = page_of(client, f"/me/{token(Purpose.MANAGE, ana.manage_nonce)}/")

    assert own_stylesheets(page) == []


def test_a_dead_link_is_nobodys(client, hip):
    assert own_stylesheets(page_of(client, "/me/nothing/", 404)) == []


def test_the_stylesheet_holds_tokens_and_is_kept_for_ever(client, hip):
    response = client.get(colours_of(client))

    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.headers["Cache-Control"] == FOR_EVER
    assert "Vary" not in response.headers
    assert "Set-Cookie" not in response.headers
    assert len(response.data) < 1000
    declarations = re.findall(r"[{;](--[a-z-]+:#[0-9a-f]{6})(?=[;}])", response.text)
    light, dark = declarations[: len(declarations) // 2], declarations[len(declarations) // 2 :]
    assert response.text == (
        f"@media screen{{:root{{{';'.join(light)}}}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{';'.join(dark)}}}}}"
    )
    assert "--night:#0b5d3b" in light
    assert "--sun:#ffd166" in light


def test_the_stylesheet_is_not_sent_again_to_who_has_it(client, hip):
    address = colours_of(client)
    tag = client.get(address).headers["ETag"]

    again = client.get(address, headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")


def test_other_colours_have_another_address_and_the_old_one_leads_there(client, hip):
    old = colours_of(client)
    with transaction():
        hip.accent_colour = "#ffffff"

    new = colours_of(client)

    assert new != old
    moved = client.get(old)
    assert (moved.status_code, moved.headers["Location"]) == (302, new)
    assert "immutable" not in moved.headers.get("Cache-Control", "")
    assert "--sun:#ffffff" in client.get(new).text


def test_who_has_no_colours_has_no_stylesheet(client, db):
    saved(a_sponsor(slug="plain"))

    for slug in ("plain", "unknown"):
        assert client.get(f"/sponsors/{slug}/colours-12345678.css").status_code == 404


def test_the_logo_under_its_digest_is_kept_for_ever(client, hip):
    response = client.get("/sponsors/hip/logo-abcdef123456")

    assert response.data == PICTURE
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"] == FOR_EVER
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Vary" not in response.headers
    tag = {"If-None-Match": response.headers["ETag"]}
    assert client.get("/sponsors/hip/logo-abcdef123456", headers=tag).status_code == 304


def test_a_former_logos_address_leads_to_the_present_one(client, hip):
    moved = client.get("/sponsors/hip/logo-000000000000")

    assert moved.status_code == 302
    assert moved.headers["Location"] == "/sponsors/hip/logo-abcdef123456"


def test_who_has_no_logo_has_none_under_any_digest(client, db):
    saved(a_sponsor(slug="plain"))

    assert client.get("/sponsors/plain/logo-abcdef123456").status_code == 404
