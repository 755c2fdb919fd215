"""The commands of ``flask --app wsgi``."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add our commands to *app*."""
