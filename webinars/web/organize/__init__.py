"""The console: everything below ``/organize/``, for those who run series."""

from flask import Blueprint, Flask

from webinars.web.organize import access, navigation, sign_in

# Each has its own addresses below /organize and its own endpoints below "organize.".
BLUEPRINTS: tuple[Blueprint, ...] = ()


def init_app(app: Flask) -> None:
    """Add the console to *app*."""
    sign_in.init_app(app)
    access.init_app(app)
    navigation.init_app(app)
    console = Blueprint("organize", __name__, url_prefix="/organize")
    for blueprint in BLUEPRINTS:
        console.register_blueprint(blueprint)
    app.register_blueprint(console)
