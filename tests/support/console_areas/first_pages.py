"""Signing in."""

from tests.support.places import Place, send

PLACES = (
    Place("sign in", "/organize/login", is_signed_out=True),
    Place("sign in, errors", "/organize/login", 422, send, is_signed_out=True),
)
EXAMPLES: dict[str, object] = {}
NOT_PAGES: dict[str, str] = {}


def furnish() -> dict[str, str]:
    """Nothing needs to be there."""
    return {}
