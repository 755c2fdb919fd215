"""The application, for a WSGI server and for ``flask --app wsgi``."""

import logging
import os

from config import ROOT, Config, SettingsError, read_environment
from webinars.app import create_app

try:
    config = Config.from_environment(read_environment(os.environ, ROOT / ".env"))
except SettingsError as error:
    raise SystemExit(f"Webinars cannot start. {error}") from None
for sentence in config.warnings:
    logging.getLogger("webinars").warning(sentence)
app = create_app(config)
