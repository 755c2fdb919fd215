"""The application, for a WSGI server and for ``flask --app wsgi``."""

import os

from config import Config, SettingsError
from webinars.app import create_app

try:
    app = create_app(Config.from_environment(os.environ))
except SettingsError as error:
    raise SystemExit(f"Webinars cannot start. {error}") from None
