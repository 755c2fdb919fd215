"""The blueprint of the pages about mails of one series."""

from flask import Blueprint, Response

from webinars.web.security import CONTENT_SECURITY_POLICY

bp = Blueprint("messages", __name__, url_prefix="/messages/<series>")
# A mail carries its looks in style attributes; it is shown in a frame that may do nothing.
POLICY_WITH_MAIL = CONTENT_SECURITY_POLICY.replace(
    "style-src 'self'", "style-src 'self' 'unsafe-inline'"
)


def with_mail(response: Response) -> Response:
    """Let a page show how mails look, each in a frame without any rights."""
    response.headers["Content-Security-Policy"] = POLICY_WITH_MAIL
    return response
