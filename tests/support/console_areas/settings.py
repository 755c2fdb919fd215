"""The organization's settings."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import Page

from tests.factories import saved
from tests.support.places import SEND, Place, send
from webinars.clock import utcnow
from webinars.models import Organization
from webinars.services.bundles.logos import Logo
from webinars.texts import Texts


def send_nonsense(page: Page) -> None:
    """Ask for what cannot be."""
    page.fill("#name", "")
    page.fill("#keep_registrations_months", "999")
    page.fill("#sender_address", "us@elsewhere.example")
    page.click(f"{SEND} >> nth=0")


def preview(page: Page) -> None:
    """See what the privacy text will look like."""
    page.fill("#privacy_text", "We follow **the law** of Utah.")
    page.click("button[name=preview]")


PLACES = (
    Place("settings", "/organize/settings/"),
    Place("settings, errors", "/organize/settings/", 422, send_nonsense),
    Place("settings, preview", "/organize/settings/", act=preview),
    Place("the own logo", "/organize/settings/logo"),
    Place("the own logo, errors", "/organize/settings/logo", 422, send),
    Place("the own logo, to remove", "/organize/settings/logo/remove"),
)
EXAMPLES: dict[str, object] = {}
NOT_PAGES: dict[str, str] = {}


def furnish() -> dict[str, str]:
    """The settings are those of the environment, but for a logo."""
    file = BytesIO()
    Image.new("RGB", (120, 60), (10, 90, 60)).save(file, "PNG")
    logo = Logo(file.getvalue(), "image/png", 120, 60)
    own = Organization(
        logo=logo.content,
        logo_type=logo.media_type,
        logo_digest=logo.digest,
        logo_width=logo.width,
        logo_height=logo.height,
        privacy_text=Texts(),
        updated_at=utcnow(),
    )
    saved(own)
    return {}
