"""An uploaded logo is drawn anew: of the file itself nothing stays."""

import struct
import zlib
from io import BytesIO
from time import process_time

import pytest
from PIL import Image
from sqlalchemy import select

from tests.factories import a_sponsor, saved
from tests.support.console import console
from tests.support.web import HiddenFields
from webinars.errors import Invalid
from webinars.models import AuditEntry, Sponsor
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


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_picture_that_moves_is_refused(client, db, kind):
    frames = [Image.new("RGB", (40, 20), colour) for colour in ("red", "blue")]
    file = BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])

    answer = upload(client, file.getvalue())

    assert answer.status_code == 422
    assert "This picture moves." in answer.text


def test_a_photograph_keeps_its_measures_within_the_limit(client, db):
    file = BytesIO()
    Image.effect_noise((640, 480), 12).save(file, "PNG")

    upload(client, file.getvalue())

    sponsor = stored(db)
    assert (sponsor.logo_type, sponsor.logo_width) == ("image/jpeg", 640)
    assert len(sponsor.logo) <= 100_000


def test_a_picture_taken_on_its_side_is_set_upright(client, db):
    exif = Image.Exif()
    exif[0x0112] = 6

    upload(client, picture("JPEG", (300, 100), exif=exif))

    assert (stored(db).logo_width, stored(db).logo_height) == (100, 300)


@pytest.mark.parametrize("kind", [b"zTXt", b"iCCP"])
def test_what_unpacks_without_end_is_refused_at_once(client, db, kind):
    text = kind + b"a\0\0" + zlib.compress(bytes(80_000_000))
    start = picture()
    bomb = (
        start[:33]
        + struct.pack(">I", len(text) - 4)
        + text
        + struct.pack(">I", zlib.crc32(text))
        + start[33:]
    )
    before = process_time()

    answer = upload(client, bomb)

    assert answer.status_code == 422
    assert process_time() - before < 1


def test_what_claims_to_be_endless_is_refused_with_the_reason(client, db):
    header = b"IHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    claim = picture()[:8] + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))

    answer = upload(client, claim + picture()[33:])

    assert answer.status_code == 422
    assert "more than 20 million pixels" in answer.text


def test_after_a_refusal_the_logo_that_was_there_stays(client, db):
    upload(client, picture())
    before = stored(db).logo

    answer = upload(client, b"nonsense")

    assert stored(db).logo == before
    assert f"/sponsors/hip/logo-{stored(db).logo_digest}" in answer.text


def test_a_picture_of_fifty_megapixels_is_refused_unopened(client, db):
    file = BytesIO()
    Image.new("1", (10_000, 5_000)).save(file, "PNG")

    answer = upload(client, file.getvalue())

    assert answer.status_code == 422
    assert "more than 20 million pixels" in answer.text


def test_a_file_above_the_limit_is_refused_unopened(app):
    with pytest.raises(Invalid) as refused:
        pictures.logo_from_upload(picture() + bytes(pictures.MOST_BYTES), field="logo")

    assert refused.value.fields == {"logo": "This file is too large: at most 2 MB."}


def test_a_logo_is_removed(client, db):
    upload(client, picture())

    asked = client.get(f"{ADDRESS}/remove").text
    client.submit(f"{ADDRESS}/remove")

    assert "The picture is deleted here" in asked
    sponsor = stored(db)
    assert (sponsor.logo, sponsor.logo_type, sponsor.logo_digest) == (None, None, None)


def test_the_audit_says_that_a_logo_came_and_went(client, db):
    upload(client, picture())
    client.submit(f"{ADDRESS}/remove")

    size = f"{len(pictures.logo_from_upload(picture(), field='logo').content)} bytes"
    notes = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(note.before, note.after) for note in notes] == [
        ({"logo": None}, {"logo": size}),
        ({"logo": size}, {"logo": None}),
    ]
