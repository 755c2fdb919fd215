"""Pages."""

from flask import Blueprint, Flask

from webinars.web import errors, health, security

BLUEPRINTS: tuple[Blueprint, ...] = (health.bp,)


def init_app(app: Flask) -> None:
    """Add all pages to *app*, with their headers and error pages."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    security.init_app(app)
    errors.init_app(app)
