"""The catalog, filled by the sample series."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import Page

from tests.support.places import Place, send

CATALOG = "/organize/catalog/"


def preview(page: Page) -> None:
    """Ask what a text will look like."""
    page.click("button[name=preview]")


def clear_name(page: Page) -> None:
    """Take the name away and save."""
    page.fill("#name", "")
    send(page)


def give_logo(page: Page) -> None:
    """Choose a picture and save it."""
    file = BytesIO()
    Image.new("RGB", (300, 120), (10, 90, 60)).save(file, "PNG")
    page.set_input_files(
        "#logo", {"name": "logo.png", "mimeType": "image/png", "buffer": file.getvalue()}
    )
    send(page)


PLACES = (
    Place("catalog", CATALOG),
    Place("catalog, empty", CATALOG, is_empty=True),
    Place("speakers", f"{CATALOG}speakers/"),
    Place("speakers, none", f"{CATALOG}speakers/", is_empty=True),
    Place("speakers, nothing found", f"{CATALOG}speakers/?q=nobody"),
    Place("practices to edit", f"{CATALOG}practices/"),
    Place("organizations to edit", f"{CATALOG}organizations/"),
    Place("a new speaker", f"{CATALOG}speakers/new"),
    Place("a new speaker, errors", f"{CATALOG}speakers/new", 422, send),
    Place(
        "a group of practices to edit", f"{CATALOG}practice-groups/build-internal-infrastructure/"
    ),
    Place("a practice to edit", f"{CATALOG}practices/allocate-resources/"),
    Place("a practice to edit, preview", f"{CATALOG}practices/allocate-resources/", act=preview),
    Place("a practice to edit, errors", f"{CATALOG}practices/allocate-resources/", 422, clear_name),
    Place("an organization to edit", f"{CATALOG}organizations/hip/"),
    Place("a logo", f"{CATALOG}organizations/hip/logo"),
    Place("a logo, errors", f"{CATALOG}organizations/hip/logo", 422, send),
    Place("a logo there already", f"{CATALOG}organizations/hip/logo", act=give_logo),
    Place("a logo to remove", f"{CATALOG}organizations/hip/logo/remove"),
    Place("a case study to edit", f"{CATALOG}case-studies/new-york-city-races-to-justice/"),
    Place("an entry to remove", f"{CATALOG}practices/allocate-resources/remove"),
    Place("an entry that stays", f"{CATALOG}organizations/hip/remove"),
    Place("groups of practices to edit", f"{CATALOG}practice-groups/"),
    Place("case studies to edit", f"{CATALOG}case-studies/"),
    Place("a new practice, errors", f"{CATALOG}practices/new", 422, send),
    Place("a new practice without groups", f"{CATALOG}practices/new", is_empty=True),
    Place("a new organization", f"{CATALOG}organizations/new"),
    Place("the approach to write", f"{CATALOG}approach"),
)
EXAMPLES: dict[str, object] = {
    "shelf": "organizations",
    "slug": "hip",
    "direction": "up",
    "audit_id": 1,
}
NOT_PAGES: dict[str, str] = {}


def furnish() -> dict[str, str]:
    """The sample series brings all of it."""
    return {}
