"""Pages."""

from flask import Blueprint, Flask

from webinars.web import errors, feeds, filters, health, security, static

BLUEPRINTS: tuple[Blueprint, ...] = (health.bp, feeds.bp)


def init_app(app: Flask) -> None:
    """Add all pages to *app*, with their headers and error pages."""
    filters.init_app(app)
    static.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    security.init_app(app)
    errors.init_app(app)
