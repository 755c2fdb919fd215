"""The commands of ``flask --app wsgi``."""

from flask import Flask

from webinars.cli.series import series


def init_app(app: Flask) -> None:
    """Add our commands to *app*."""
    app.cli.add_command(series)
