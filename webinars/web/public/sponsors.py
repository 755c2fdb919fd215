"""The organizations behind the series: organizers and co-sponsors."""

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.models import Series, Sponsor
from webinars.queries import catalog
from webinars.web import brand
from webinars.web.public.cards import coming_and_past, series_cards

# A picture is only a picture, even when somebody opens it by itself.
LOGO_POLICY = "default-src 'none'; sandbox"
LOGO_SECONDS = 3600

bp = Blueprint("sponsors", __name__, url_prefix="/sponsors")


@bp.get("/")
def index() -> ResponseReturnValue:
    """List all organizations with what they organize and support."""
    return render_template("public/sponsors/index.html", sponsors=catalog.sponsors())


@bp.get("/<sponsor>/")
def show(sponsor: str) -> ResponseReturnValue:
    """Show one organization with its series and webinars."""
    found = catalog.sponsor_with_everything(sponsor)
    now = utcnow()
    coming, past = coming_and_past(found.webinars, now)
    return render_template(
        "public/sponsors/show.html",
        sponsor=found,
        organized=series_cards(found.organized_series, now),
        supported=series_cards(found.series, now),
        coming=coming,
        past=past,
        shared=series_to_share(found),
    )


@bp.get("/<sponsor>/colours-<digest>.css")
def colours(sponsor: str, digest: str) -> ResponseReturnValue:
    """Send the organization's colours; an address of former ones leads to the present."""
    found = catalog.sponsor_with_slug(sponsor)
    sheet = brand.stylesheet(found)
    if sheet is None:
        abort(404)
    if digest != sheet.digest:
        return redirect(str(brand.colours_address(found)))
    return brand.for_ever(Response(sheet.text, content_type="text/css; charset=utf-8"), digest)


@bp.get("/<sponsor>/logo-<digest>")
def kept_logo(sponsor: str, digest: str) -> ResponseReturnValue:
    """Send the picture, to be kept; an address of a former one leads to the present."""
    found = catalog.sponsor_with_logo(sponsor)
    response = picture(found)
    if digest != found.logo_digest:
        return redirect(str(brand.logo_address(found)))
    return brand.for_ever(response, digest)


def series_to_share(sponsor: Sponsor) -> list[Series]:
    """Return the series that it organizes or co-sponsors, whole or in part, each once."""
    of_webinars = [webinar.series for webinar in sponsor.webinars]
    return list(dict.fromkeys([*sponsor.organized_series, *sponsor.series, *of_webinars]))


@bp.get("/<sponsor>/logo")
def logo(sponsor: str) -> ResponseReturnValue:
    """Send the picture, whichever it is at present."""
    response = picture(catalog.sponsor_with_logo(sponsor))
    response.cache_control.public = True
    response.cache_control.max_age = LOGO_SECONDS
    response.add_etag()
    return response.make_conditional(request)


def picture(sponsor: Sponsor) -> Response:
    """Return the logo and nothing that could run; raises NotFound without one."""
    if sponsor.logo is None:
        abort(404)
    response = Response(sponsor.logo, content_type=sponsor.logo_type)
    response.headers["Content-Security-Policy"] = LOGO_POLICY
    response.headers["Content-Disposition"] = "inline"
    return response
