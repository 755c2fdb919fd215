"""The console: everything below ``/organize/``, for those who run series."""

from flask import Blueprint, Flask
from flask_wtf.csrf import CSRFError

from webinars.web.organize import (
    access,
    account,
    aside,
    audit,
    banner,
    catalog,
    dashboard,
    deliveries,
    exports,
    feeds,
    held_page,
    imports,
    inbound,
    members,
    messages,
    navigation,
    people,
    registrants,
    series,
    settings,
    sign_in,
    uploads,
    webinars,
)

# Each has its own addresses below /organize and its own endpoints below "organize.".
BLUEPRINTS: tuple[Blueprint, ...] = (
    account.bp,
    exports.bp,
    feeds.bp,
    audit.bp,
    catalog.bp,
    dashboard.bp,
    deliveries.bp,
    held_page.bp,
    imports.bp,
    inbound.bp,
    series.bp,
    settings.bp,
    people.bp,
    registrants.bp,
    members.bp,
    webinars.bp,
    messages.bp,
    messages.home.bp,
)


def init_app(app: Flask) -> None:
    """Add the console to *app*."""
    sign_in.init_app(app)
    aside.init_app(app)
    banner.init_app(app)
    access.init_app(app)
    navigation.init_app(app)
    console = Blueprint("organize", __name__, url_prefix="/organize")
    for blueprint in BLUEPRINTS:
        console.register_blueprint(blueprint)
    # Their tokens are stale first when a sign-in ends.
    console.register_error_handler(CSRFError, sign_in.held.hold_stale)
    app.register_blueprint(console)
    # Earlier than anything reads the form, the check of its token included.
    app.url_value_preprocessor(uploads.allow_long_forms)
