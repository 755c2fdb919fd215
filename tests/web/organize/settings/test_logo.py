"""The organization's own logo stands on every page, and goes again."""

from io import BytesIO

import pytest
from sqlalchemy import select

from tests.support.console import console
from tests.support.html import page_of
from tests.web.organize.test_logo import picture
from webinars.models import Action, AuditEntry
from webinars.settings import settings

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ADDRESS = "/organize/settings/logo"


def upload(client, content: bytes):
    files = {"logo": (BytesIO(content), "logo.png")}
    return client.submit(ADDRESS, files, content_type="multipart/form-data")


def pictures_on(client, address: str) -> list[str]:
    found = page_of(client, address).all("img")
    return [image["src"] for image in found if "/logo-" in image["src"]]


def test_a_logo_stands_on_every_page_until_it_is_removed(client, db):
    console(client)

    assert upload(client, picture()).status_code == 303
    address = f"/logo-{settings().logo_digest}"

    assert pictures_on(client, "/") == [address]
    assert pictures_on(client, "/organize/settings/")[0] == address
    shown = client.get(address)
    assert (shown.status_code, shown.mimetype) == (200, "image/png")
    assert "immutable" in shown.headers["Cache-Control"]
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get("/logo-former").location == address

    assert "a rising sun will stand in its place" in client.get(f"{ADDRESS}/remove").text
    assert client.submit(f"{ADDRESS}/remove").status_code == 303
    assert pictures_on(client, "/") == []
    assert client.get(address).status_code == 404


def test_what_is_no_picture_is_refused(client, db):
    console(client)

    refused = upload(client, b"<svg onload='alert(1)'>")

    assert refused.status_code == 422
    assert "This is no picture we can read." in refused.text
    assert client.submit(ADDRESS).status_code == 422
    assert settings().logo_digest is None


def test_the_audit_notes_what_it_was(client, db):
    console(client)
    upload(client, picture(size=(80, 40)))
    upload(client, picture(size=(80, 40)))

    [entry] = db.session.scalars(select(AuditEntry)).all()

    assert entry.action is Action.LOGO_CHANGED
    assert entry.before == {"logo": ""}
    assert entry.after["logo"].startswith("80 × 40 (")
