"""The console: everything below ``/organize/``, for those who run series."""

from flask import Blueprint, Flask, request
from flask_wtf.csrf import CSRFError

from webinars.web.organize import access, account, aside, held_page, navigation, sign_in

# Each has its own addresses below /organize and its own endpoints below "organize.".
BLUEPRINTS: tuple[Blueprint, ...] = (
    account.bp,
    held_page.bp,
)


# Forms of the console hold long texts, twice: as they were, and as they shall be.
LONGEST_FORM = 512 * 1024


def init_app(app: Flask) -> None:
    """Add the console to *app*."""
    sign_in.init_app(app)
    aside.init_app(app)
    access.init_app(app)
    navigation.init_app(app)
    console = Blueprint("organize", __name__, url_prefix="/organize")
    for blueprint in BLUEPRINTS:
        console.register_blueprint(blueprint)
    # Their tokens are stale first when a sign-in ends.
    console.register_error_handler(CSRFError, sign_in.held.hold_stale)
    app.register_blueprint(console)
    # Earlier than anything reads the form, the check of its token included.
    app.url_value_preprocessor(_allow_long_forms)


def _allow_long_forms(_endpoint: str | None, _values: object) -> None:
    if "organize" in request.blueprints:
        request.max_content_length = request.max_form_memory_size = LONGEST_FORM
