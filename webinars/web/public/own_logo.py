"""The picture of the organization that runs this installation."""

from flask import Blueprint, Response, abort, redirect
from flask.typing import ResponseReturnValue

from webinars.queries.settings import logo
from webinars.web import brand
from webinars.web.public.sponsors import LOGO_POLICY

bp = Blueprint("own_logo", __name__)


@bp.get("/logo-<digest>")
def show(digest: str) -> ResponseReturnValue:
    """Send the picture, to be kept; an address of a former one leads to the present."""
    found = logo()
    if found is None or found.logo is None:
        abort(404)
    if digest != found.logo_digest:
        return redirect(str(brand.own_logo_address()))
    response = Response(found.logo, content_type=found.logo_type)
    response.headers["Content-Security-Policy"] = LOGO_POLICY
    response.headers["Content-Disposition"] = "inline"
    return brand.for_ever(response, digest)
