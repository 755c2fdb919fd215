"""One server for all pages in all states, and one more that has nothing to show."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

import config
from tests.support.audits import Site
from tests.support.console import an_owner_with_a_password
from tests.support.console_places import furnish_console
from tests.support.databases import Stores
from tests.support.installation import furnish
from tests.support.processes import Processes
from webinars.app import create_app
from webinars.extensions import db


@pytest.fixture(scope="session")
def site(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Where every place of `tests.support.places` can be visited."""
    with ExitStack() as opened:
        full, empty = (
            opened.enter_context(closing(Processes(stores["sqlite"].fresh(), folder)))
            for folder in map(tmp_path_factory.mktemp, ("full", "empty"))
        )
        words = furnished(full.database_url, full.folder / "instance")
        yield Site(full.serve("tests.support.failing:app"), empty.serve(), words)


@pytest.fixture(scope="session")
def console_site(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Where every place of `tests.support.console_places` can be visited."""
    with ExitStack() as opened:
        full, empty = (
            opened.enter_context(closing(Processes(stores["sqlite"].fresh(), folder)))
            for folder in map(tmp_path_factory.mktemp, ("console", "empty-console"))
        )
        words = furnished(full.database_url, full.folder / "instance", with_console=True)
        furnished(empty.database_url, empty.folder / "instance", with_console=None)
        yield Site(full.serve(), empty.serve(), words)


def furnished(
    database_url: str, folder: Path, *, with_console: bool | None = False
) -> dict[str, str]:
    """Fill the database and the inbox; return the secrets in addresses.

    With the console there is an owner who can sign in; None leaves all else empty.
    """
    app = create_app(config.test_config(database_url=database_url, instance_path=folder))
    with app.app_context():
        words = {} if with_console is None else dict(furnish(folder))
        if with_console is not False:
            an_owner_with_a_password()
        if with_console:
            words |= furnish_console()
        db.session.remove()
        db.engine.dispose()
    return words
