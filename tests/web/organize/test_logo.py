"""An uploaded logo is drawn anew: of the file itself nothing stays."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from tests.factories import a_sponsor, saved
from tests.support.console import console
from tests.support.web import HiddenFields
from webinars.errors import Invalid
from webinars.models import Sponsor
from webinars.services import pictures

pytestmark = [
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("hip"),
]
ADDRESS = "/organize/catalog/organizations/hip/logo"
GPS = 0x8825


def picture(kind: str = "PNG", size: tuple[int, int] = (800, 400), **settings: object) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, (10, 90, 60)).save(file, kind, **settings)
    return file.getvalue()


def with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    exif.get_ifd(GPS)[1] = "N"
    return picture("JPEG", exif=exif)


@pytest.fixture
def hip(client, db):
    console(client)
    return saved(a_sponsor(slug="hip"))


def upload(client, content: bytes, name: str = "logo.png"):
    fields = HiddenFields(client.get(ADDRESS).text).fields
    return client.post(
        ADDRESS,
        data={**fields, "logo": (BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def stored(db) -> Sponsor:
    db.session.expire_all()
    return db.session.scalars(select(Sponsor)).one()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_taken_and_made_smaller(client, db, kind):
    assert upload(client, picture(kind)).status_code == 303

    sponsor = stored(db)
    image = Image.open(BytesIO(sponsor.logo))
    assert (image.format, image.size) == ("PNG", (640, 320))
    assert (sponsor.logo_type, sponsor.logo_width, sponsor.logo_height) == ("image/png", 640, 320)
    assert client.get(f"/sponsors/hip/logo-{sponsor.logo_digest}").data == sponsor.logo


def test_where_and_how_a_picture_was_taken_is_left_out(client, db):
    original = with_place()
    assert b"taken at home" in original

    upload(client, original)

    assert b"taken at home" not in stored(db).logo
    assert dict(Image.open(BytesIO(stored(db).logo)).getexif()) == {}


def test_a_second_file_behind_a_picture_is_left_out(client, db):
    upload(client, picture() + b"<script>alert(1)</script>PK\x03\x04")

    assert b"<script>" not in stored(db).logo


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose a picture first."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is no picture we can read."),
        (b"<!doctype html><script>alert(1)</script>", "This is no picture we can read."),
        (picture()[:60], "This is no picture we can read."),
        (picture("GIF"), "This is no picture we can read."),
    ],
)
def test_what_is_no_picture_is_refused_at_its_field(client, db, content, words):
    answer = upload(client, content, "logo.png" if content else "")

    assert answer.status_code == 422
    assert words in answer.text
    assert stored(db).logo is None


def test_a_picture_of_fifty_megapixels_is_refused_unopened(client, db):
    answer = upload(client, picture(size=(10_000, 5_000)))

    assert answer.status_code == 422
    assert "10000 × 5000" in answer.text


def test_a_file_above_the_limit_is_refused_unopened(app):
    with pytest.raises(Invalid) as refused:
        pictures.logo_from_upload(picture() + bytes(pictures.MOST_BYTES), field="logo")

    assert refused.value.fields == {"logo": "This file is too large: at most 2 MB."}


def test_a_logo_is_removed(client, db):
    upload(client, picture())

    client.submit(ADDRESS, to=f"{ADDRESS}/remove")

    sponsor = stored(db)
    assert (sponsor.logo, sponsor.logo_type, sponsor.logo_digest) == (None, None, None)
