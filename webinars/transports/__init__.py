"""How mails leave."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Prepare *app*'s way out for mails."""
