"""One server for all pages in all states, and one more that has nothing to show."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

import config
from tests.support.audits import Site
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


def furnished(database_url: str, folder: Path) -> dict[str, str]:
    """Fill the database and the inbox; return the secrets in addresses."""
    app = create_app(config.test_config(database_url=database_url, instance_path=folder))
    with app.app_context():
        words = dict(furnish(folder))
        db.session.remove()
        db.engine.dispose()
    return words
