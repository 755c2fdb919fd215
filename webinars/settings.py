"""The settings in force: those of the environment, and over them what the console has set."""

import math
import time
from dataclasses import dataclass, replace
from email.headerregistry import Address
from functools import cache
from pathlib import Path
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy import event, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session as DatabaseSession

from config import Config, catalogs
from webinars.extensions import db
from webinars.models import Organization

CONFIG = "webinars.config"
KEPT = "webinars.settings"
# The language of the source has no catalog.
SOURCE = "en"
# What another process has set is in force here after this many seconds at the latest.
KEPT_SECONDS = 1.0
# What stands in the row as it does in `Config`.
SAME_NAMES = (
    "contact_address",
    "default_time_zone",
    "default_language",
    "keep_registrations_months",
    "former_keep_months",
    "former_keep_until",
    "logo_digest",
    "logo_width",
    "logo_height",
)
TABLE = Organization.__table__.c
COLUMNS = [TABLE[name] for name in ("name", "sender_address", *SAME_NAMES)]


@dataclass(frozen=True)
class Kept:
    """The settings, and until when they need not be read again (``time.monotonic``)."""

    config: Config
    until: float


def init_app(app: Flask, config: Config) -> None:
    """Let *app* begin with *config*, what the environment says."""
    app.extensions[CONFIG] = config


def environment() -> Config:
    """Return the settings of the running application, as the environment gives them."""
    return cast(Config, current_app.extensions[CONFIG])


def settings() -> Config:
    """Return the settings in force in the running application.

    The console's are read at most once a second, and again at once after this process has
    changed them. While the database cannot be asked, those known last stay in force.
    """
    kept: Kept | None = current_app.extensions.get(KEPT)
    if kept is not None and time.monotonic() < kept.until:
        return kept.config
    known = environment() if kept is None else kept.config
    # Whoever asks meanwhile, this very question or another thread, is told what was known.
    _keep(known)
    try:
        _keep(over(environment(), _set_in_console()))
    except SQLAlchemyError:
        _keep(known)
    return cast(Kept, current_app.extensions[KEPT]).config


def _keep(config: Config) -> None:
    # A test has one process, whose own changes are seen anyway: it must not count our questions.
    seconds = math.inf if config.is_testing else KEPT_SECONDS
    current_app.extensions[KEPT] = Kept(config, time.monotonic() + seconds)


def over(config: Config, row: Any) -> Config:
    """Return *config* with what *row*, an organization or None, sets instead.

    What the environment has come to forbid since does not count: a domain that mails may no
    longer come from, a language that lost its catalog.
    """
    if row is None:
        return config
    given = {name: getattr(row, name) for name in SAME_NAMES}
    if given["default_language"] not in _spoken(config.translations):
        given["default_language"] = None
    address = row.sender_address
    sender = Address(
        row.name or config.sender.display_name,
        addr_spec=address if address and config.may_send_from(address) else config.sender.addr_spec,
    )
    return replace(
        config, sender=sender, **{name: value for name, value in given.items() if value is not None}
    )


@cache
def _spoken(folders: tuple[Path, ...]) -> frozenset[str]:
    return frozenset({SOURCE, *catalogs(*folders)})


def _set_in_console() -> Any:
    # On a connection of its own: the request's transaction is neither begun nor looked into.
    with db.engine.connect() as connection:
        return connection.execute(select(*COLUMNS)).one_or_none()


@event.listens_for(DatabaseSession, "after_flush")
def _note_change(current: DatabaseSession, _context: object) -> None:
    if any(isinstance(row, Organization) for row in (*current.new, *current.dirty)):
        current.info[KEPT] = True


@event.listens_for(DatabaseSession, "after_commit")
def _forget_after_change(current: DatabaseSession) -> None:
    if current.info.pop(KEPT, False) and bool(current_app):
        current_app.extensions.pop(KEPT, None)
