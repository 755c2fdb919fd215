"""What is kept about people: told from the settings and the models, so that it is true."""

from dataclasses import dataclass

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from webinars.domain.keeping import CONTENT_KEPT
from webinars.i18n import LANGUAGE_COOKIE, gettext
from webinars.queries.series import all_published_series
from webinars.queries.settings import privacy_text
from webinars.settings import settings
from webinars.web.labels import duration
from webinars.web.public.personal_data import kept_rows
from webinars.web.wordings import months_in_words

bp = Blueprint("privacy", __name__)


@dataclass(frozen=True)
class Cookie:
    """One cookie that we set."""

    name: str
    why: str
    how_long: str


@bp.get("/privacy/")
def show() -> ResponseReturnValue:
    """Tell what is kept, why, how long, who sees it, and how to see, correct and erase it."""
    series = all_published_series()
    return render_template(
        "public/privacy.html",
        contact=settings().contact,
        rows=kept_rows(settings()),
        cookies=cookies(),
        months=months_in_words(settings().keep_registrations_months),
        content_kept=duration(CONTENT_KEPT),
        organizers=list(dict.fromkeys(one.organizer for one in series if one.organizer)),
        co_sponsors=list(dict.fromkeys(each for one in series for each in one.co_sponsors)),
        is_counting=settings().client_limits is not None,
        is_counting_together=settings().redis_url is not None,
        has_inbox=settings().has_development_inbox,
        base_url=settings().base_url,
        own_words=privacy_text(),
    )


def cookies() -> list[Cookie]:
    """Return every cookie that our pages set."""
    return [
        Cookie(
            current_app.config["SESSION_COOKIE_NAME"],
            gettext(
                "It proves that a form was sent from our page, and remembers what you chose in "
                "it: your state, time zone and language, for the next form. After you register "
                "it also holds your e-mail address, to show it on the next page. We set it once "
                "you open a form."
            ),
            gettext("Until you close your browser."),
        ),
        Cookie(
            LANGUAGE_COOKIE,
            gettext("It remembers the language that you chose. We set it only if you choose one."),
            gettext("One year."),
        ),
    ]
