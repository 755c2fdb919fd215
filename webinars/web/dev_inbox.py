"""The development inbox: the mails that were kept instead of being sent."""

from email.message import EmailMessage

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue

from webinars.errors import NotFound
from webinars.i18n import gettext
from webinars.settings import settings
from webinars.transports.inbox import Inbox, KeptMail

bp = Blueprint("dev_inbox", __name__, url_prefix="/dev/inbox")

SHOWN = 200
# What a mail program would allow: styles and links, nothing active.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


@bp.before_request
def only_in_development() -> None:
    """Raise NotFound wherever mails are really sent."""
    if not settings().has_development_inbox:
        raise NotFound(gettext("There is no such page."))


@bp.get("/")
def index() -> ResponseReturnValue:
    """Show the newest mails."""
    return _private(render_template("dev/inbox.html", mails=Inbox.of_settings().newest(SHOWN)))


@bp.get("/<int:number>/")
def show(number: int) -> ResponseReturnValue:
    """Show one mail: its headers, its text, its HTML in a frame, its calendar part."""
    mail = _mail(number)
    return _private(
        render_template(
            "dev/mail.html",
            mail=mail,
            message=mail.message,
            text=_words(mail.message, "plain"),
            calendar=_calendar(mail.message),
        )
    )


@bp.get("/<int:number>/html")
def html(number: int) -> ResponseReturnValue:
    """Show the mail's HTML, for a sandboxed frame; its links open beside it."""
    body = _words(_mail(number).message, "html")
    response = _private(body.replace("<head>", '<head><base target="_blank">', 1))
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


@bp.get("/<int:number>/mail.eml")
def raw(number: int) -> ResponseReturnValue:
    """Download the mail as it would have been sent."""
    return _download(_mail(number).content, "message/rfc822", f"mail-{number}.eml")


@bp.get("/<int:number>/invite.ics")
def calendar(number: int) -> ResponseReturnValue:
    """Download the mail's calendar part."""
    part = _calendar(_mail(number).message)
    if part is None:
        raise NotFound(gettext("This mail has no calendar part."))
    return _download(
        part.get_content().encode(), "text/calendar; charset=utf-8", f"invite-{number}.ics"
    )


def _mail(number: int) -> KeptMail:
    mail = Inbox.of_settings().mail(number)
    if mail is None:
        raise NotFound(gettext("There is no such mail."))
    return mail


def _words(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _calendar(message: EmailMessage) -> EmailMessage | None:
    parts = (part for part in message.walk() if part.get_content_type() == "text/calendar")
    return next(parts, None)


def _private(body: str) -> Response:
    response = make_response(body)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _download(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
