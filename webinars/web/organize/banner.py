"""Trouble with the mail server: one banner on every page, gone by itself."""

from flask import Flask

from webinars.clock import utcnow
from webinars.domain.mail_server import Trouble
from webinars.domain.permissions import IN_SERIES, Permission
from webinars.i18n import clock_time
from webinars.queries.deliveries import mail_trouble
from webinars.web.organize.access import signed_in_user


def init_app(app: Flask) -> None:
    """Let the layout of the console ask."""
    app.jinja_env.globals.update(clock_time=clock_time, server_trouble=server_trouble)


def server_trouble() -> Trouble | None:
    """Return what is wrong with the mail server, for those who may see mails anywhere."""
    user = signed_in_user()
    if user is None:
        return None
    roles = (membership.role for membership in user.memberships)
    if user.is_owner or any(Permission.SEE_DELIVERIES in IN_SERIES[role] for role in roles):
        return mail_trouble(utcnow())
    return None
