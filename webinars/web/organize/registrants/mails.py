"""What a mail to a registrant said: the kept bytes, their private links masked."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue

from webinars.domain.mail.masking import without_tokens
from webinars.domain.permissions import Permission
from webinars.errors import NotFound
from webinars.i18n import gettext
from webinars.models import Delivery, Series
from webinars.queries.registrant_pages import mail_of
from webinars.services.outbox import rendered_content
from webinars.web.dev_inbox import MAIL_POLICY
from webinars.web.organize.access import for_series
from webinars.web.organize.registrants.blueprint import bp, the_registration
from webinars.web.organize.registrants.words import mail_name, mail_state, moment_words


@bp.get("/<series>/<int:registrant>/mails/<int:mail>/")
@for_series(Permission.SEE_REGISTRANTS)
def mail(series: Series, registrant: int, mail: int) -> ResponseReturnValue:
    """Show a mail: what became of it, its text, and how a mail program shows it."""
    found = _mail(series, registrant, mail)
    words, kind = mail_state(found, series.time_zone)
    message = _message(found)
    return _private(
        render_template(
            "organize/registrants/mail.html",
            series=series,
            person=found.registrant,
            mail=found,
            name=mail_name(found),
            words=words,
            kind=kind,
            moment=moment_words(found, series.time_zone),
            text=message and _words(message, "plain"),
            has_html=message is not None and bool(_words(message, "html")),
        )
    )


@bp.get("/<series>/<int:registrant>/mails/<int:mail>/html")
@for_series(Permission.SEE_REGISTRANTS)
def mail_html(series: Series, registrant: int, mail: int) -> ResponseReturnValue:
    """Show the mail's HTML, for a sandboxed frame."""
    message = _message(_mail(series, registrant, mail))
    if message is None:
        raise NotFound(gettext("The content of this mail is not kept."))
    response = _private(_words(message, "html"))
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


def _mail(series: Series, registrant: int, mail: int) -> Delivery:
    found = mail_of(the_registration(series, registrant), mail)
    if found is None:
        raise NotFound(gettext("There is no such mail."))
    return found


def _message(delivery: Delivery) -> EmailMessage | None:
    content = rendered_content(delivery)
    if content is None:
        return None
    # One that is not sent yet still holds what opens the person's own page.
    return message_from_bytes(without_tokens(content), policy=policy.default)


def _words(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _private(body: str) -> Response:
    response = make_response(body)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
