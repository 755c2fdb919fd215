"""What a supporter needs to share a series: links, codes, posters, a widget, texts."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.supporters import supporter
from webinars.errors import NotFound
from webinars.i18n import current_language, gettext, languages
from webinars.queries.series import series_with_everything
from webinars.web.promotion import promotion
from webinars.web.public.cards import series_cards
from webinars.web.shared_links import shared_address

bp = Blueprint("kit", __name__)


@bp.get("/sponsors/<sponsor>/kit/<series>/")
def show(sponsor: str, series: str) -> ResponseReturnValue:
    """Show everything with which one supporter shares one series."""
    found = series_with_everything(series, preview=None)
    sharing = supporter(found, sponsor)
    if sharing is None:
        raise NotFound(gettext("There is no such organization behind this series."))
    [card] = series_cards([found], utcnow())
    promotions = {code: promotion(card, sharing, code) for code in languages()}
    return render_template(
        "public/kit/show.html",
        series=found,
        sponsor=sharing,
        card=card,
        link=shared_address("series.show", found, ref=sharing.slug),
        promotions=promotions,
        here=promotions[current_language()],
    )


@bp.after_request
def keep_out_of_indexes(response: Response) -> Response:
    """Keep the page out of search engines: it repeats the series' own, for a few."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response
