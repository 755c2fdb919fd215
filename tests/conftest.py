"""What every test may ask for; a test with the database runs on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Browser
from sqlalchemy import select

import config
from tests.factories import NOW
from tests.support import kept
from tests.support.browser import Visitors, chromium_browser
from tests.support.databases import Stores
from tests.support.processes import Processes
from tests.support.smtp import SmtpServer
from tests.support.web import Visitor
from webinars import extensions
from webinars.app import create_app
from webinars.models import Delivery
from webinars.settings import settings as settings_in_force

__all__ = ["NOW"]

hypothesis.settings.register_profile("webinars", deadline=None)
hypothesis.settings.load_profile("webinars")
kept.keep_rules()


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    """Both kinds of database, for tests that need more of them than the one of `database_url`."""
    made = Stores(tmp_path_factory.mktemp("databases"))
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, stores: Stores) -> str:
    """The address of a migrated database without rows."""
    return stores[request.param].fresh()


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files, compressed once for all applications."""
    return kept.published(tmp_path_factory.mktemp("static"))


@pytest.fixture
def make_app(
    database_url: str, static_files: Path, tmp_path: Path
) -> Iterator[Callable[..., Flask]]:
    """Make applications on the test's database, with the settings that the test gives."""
    made: list[Flask] = []

    def make(**settings: object) -> Flask:
        folder = tmp_path / "instance"
        kept.hand_out(static_files, folder)
        given = {"database_url": database_url, "instance_path": folder, **settings}
        made.append(create_app(config.test_config(**given)))
        made[-1].test_client_class = Visitor
        kept.keep_templates(made[-1])
        with made[-1].app_context():
            kept.keep_statements(extensions.db.engine)
            # Asks the database once, before a test counts its questions.
            settings_in_force()
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            extensions.db.engine.dispose()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The application."""
    return make_app()


@pytest.fixture
def client(app: Flask) -> Visitor:
    """A visitor without JavaScript; see `Visitor.submit` for forms."""
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    return visitor


@pytest.fixture
def db(app: Flask) -> Iterator[SQLAlchemy]:
    """The database, inside an application context; commits are real."""
    with app.app_context():
        yield extensions.db


@pytest.fixture
def outbox(db: SQLAlchemy) -> Callable[[], list[Delivery]]:
    """Ask for all deliveries, the oldest first, as they stand now."""

    def deliveries() -> list[Delivery]:
        db.session.rollback()
        return list(db.session.scalars(select(Delivery).order_by(Delivery.id)))

    return deliveries


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """A real mail server, which can be told to misbehave."""
    server = SmtpServer()
    yield server
    server.stop()


@pytest.fixture
def processes(database_url: str, static_files: Path, tmp_path: Path) -> Iterator[Processes]:
    """Start the real web server and workers on the test's database."""
    kept.hand_out(static_files, tmp_path / "instance")
    started = Processes(database_url, tmp_path)
    yield started
    started.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; tests ask for `visitors`."""
    with chromium_browser() as started:
        yield started


@pytest.fixture
def visitors(browser: Browser) -> Iterator[Visitors]:
    """Open pages in a real browser; what it complains about fails the test."""
    opened = Visitors(browser)
    yield opened
    opened.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a browser, so that `-m 'not browser'` leaves them out."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
