"""What the walks through the whole console share."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

import config
from tests.support.console import an_owner_with_a_password
from tests.support.console_places import EXAMPLES, furnish_console
from tests.support.databases import Stores
from tests.support.installation import furnish
from tests.support.web import Visitor
from webinars.app import create_app
from webinars.extensions import db


@dataclass(frozen=True)
class Furnished:
    """An application with something at every address, a visitor, and the words of addresses."""

    app: Flask
    client: Visitor
    words: Mapping[str, str]


@pytest.fixture(scope="session")
def furnished_database(
    stores: Stores, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Mapping[str, str]]:
    """A file with something of everything, as the console's visitors in a browser find it."""
    folder = tmp_path_factory.mktemp("furnished")
    url = f"sqlite:///{folder / 'webinars.db'}"
    shutil.copy(stores["sqlite"].fresh().removeprefix("sqlite:///"), folder / "webinars.db")
    app = create_app(config.test_config(url, instance_path=folder / "instance"))
    with app.app_context():
        words = dict(furnish(folder / "instance"))
        an_owner_with_a_password()
        words |= furnish_console()
        # The numbers that things were given, for those who walk all addresses.
        EXAMPLES.update({name: words[name] for name in EXAMPLES.keys() & words.keys()})
        db.session.remove()
        db.engine.dispose()
    return folder, words


@pytest.fixture
def furnished(
    make_app: Callable[..., Flask],
    furnished_database: tuple[Path, Mapping[str, str]],
    tmp_path: Path,
) -> Iterator[Furnished]:
    """A copy of all that, for one test."""
    folder, words = furnished_database
    for file in folder.glob("webinars.db*"):
        shutil.copy(file, tmp_path / file.name)
    app = make_app(database_url=f"sqlite:///{tmp_path / 'webinars.db'}")
    # A page that breaks is one line of the answer, not its end.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = app.test_client()
    assert isinstance(client, Visitor)
    with app.app_context():
        yield Furnished(app, client, words)
