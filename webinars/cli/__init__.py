"""The commands of ``flask --app wsgi``."""

from flask import Flask

from webinars.cli.deliveries import deliveries
from webinars.cli.inbound import inbound
from webinars.cli.mail import mail
from webinars.cli.privacy import privacy
from webinars.cli.registrants import registrants
from webinars.cli.series import series
from webinars.cli.user import user
from webinars.cli.worker import worker


def init_app(app: Flask) -> None:
    """Add our commands to *app*."""
    app.cli.add_command(deliveries)
    app.cli.add_command(inbound)
    app.cli.add_command(mail)
    app.cli.add_command(privacy)
    app.cli.add_command(registrants)
    app.cli.add_command(series)
    app.cli.add_command(user)
    app.cli.add_command(worker)
