"""Pages."""

from flask import Blueprint, Flask

from webinars.web import errors, feeds, filters, forms, health, me, security, static
from webinars.web.me import confirm_address, join, private_link, unsubscribe
from webinars.web.public import registration

BLUEPRINTS: tuple[Blueprint, ...] = (
    health.bp,
    feeds.bp,
    registration.bp,
    private_link.bp,
    me.bp,
    join.bp,
    unsubscribe.bp,
    confirm_address.bp,
)


def init_app(app: Flask) -> None:
    """Add all pages to *app*, with their headers and error pages."""
    filters.init_app(app)
    static.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    security.init_app(app)
    errors.init_app(app)
    forms.init_app(app)
