"""The application, for a WSGI server and for ``flask --app wsgi``."""

import gc
import logging
import os

# What is loaded here stays to the end: looking through it for garbage, now, after a fork and at
# the end, would make every start and every command a third slower.
gc.disable()

from config import ROOT, Config, SettingsError, read_environment  # noqa: E402  see above
from webinars.app import create_app  # noqa: E402

try:
    config = Config.from_environment(read_environment(os.environ, ROOT / ".env"))
except SettingsError as error:
    raise SystemExit(f"Webinars cannot start. {error}") from None
for sentence in config.warnings:
    logging.getLogger("webinars").warning(sentence)
app = create_app(config)

gc.freeze()
gc.enable()
