"""The migrations: they end where the models are, and lose nobody's rows on the way."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade

import config
from tests.support.processes import Processes
from tests.support.races import run_at_once
from tests.support.schema import BOOKKEEPING, connected, counts, described, fill, triggers
from webinars.app import create_app
from webinars.database import Base
from webinars.extensions import db

MIGRATIONS = Path(__file__).parent.parent / "migrations"
REVISIONS = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]
# Migrations that only one kind of database needs.
FOR_ONE_STORE = {"0019": "sqlite"}
# Those that change rows alone.
OF_ROWS = {"0020"}
# A table of SQLite that has learnt never to give out a number twice goes on so.
NOT_FORGOTTEN = {"0018"}
# Adding a checked column makes SQLite build the table anew, drop the old one and rename.
PROBE = '''
"""Change a table that others refer to."""
import sqlalchemy as sa
from alembic import op
revision = "probe"
down_revision = "{head}"

def upgrade():
    for table in ("series", "webinar", "registrant", "registration", "enrollment"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("probe", sa.Integer()))
            batch.create_check_constraint("probe", "probe > 0")
'''


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, stores):
    """The address of a database without any table."""
    return stores[request.param].empty()


@pytest.fixture
def migrate(empty_url, tmp_path):
    """Run a command of the migrations on the empty database."""

    def run(command, revision, directory=MIGRATIONS):
        app = create_app(config.test_config(empty_url, instance_path=tmp_path / "instance"))
        with app.app_context():
            try:
                command(revision=revision, directory=str(directory))
            finally:
                db.engine.dispose()

    return run


@pytest.fixture
def probed(tmp_path):
    """A copy of the migrations that goes one revision further."""
    copy = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "versions" / "probe.py").write_text(PROBE.format(head=REVISIONS[-1]))
    return copy


def test_an_upgraded_database_is_what_the_models_say(empty_url, stores, migrate):
    migrate(upgrade, "head")

    modelled = stores["sqlite" if "sqlite" in empty_url else "postgresql"].empty()
    with connected(modelled) as connection:
        Base.metadata.create_all(connection)
    assert described(empty_url) == described(modelled)
    assert differences(empty_url) == []


def test_a_difference_to_the_models_is_found(empty_url, migrate):
    migrate(upgrade, "head")
    with connected(empty_url) as connection:
        connection.execute(sa.text("DROP INDEX ix_delivery_due"))

    assert [difference[0] for difference in differences(empty_url)] == ["add_index"]


def differences(url: str) -> list[tuple[object, ...]]:
    """What Alembic would write into a next migration."""
    with connected(url) as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_filled_database_of_any_revision_keeps_its_rows(revision, empty_url, migrate, probed):
    migrate(upgrade, revision)
    fill(empty_url)
    before = counts(empty_url)

    migrate(upgrade, "probe", probed)

    after = counts(empty_url)
    assert {table: after[table] for table in before} == before
    assert before["enrollment"] == 2
    with connected(empty_url) as connection:
        columns = sa.inspect(connection).get_columns("enrollment")
    assert "probe" in [column["name"] for column in columns]


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
def test_rows_would_be_lost_with_foreign_keys_on(empty_url, migrate, probed):
    environment = probed / "env.py"
    guarded = environment.read_text()
    environment.write_text(guarded.replace("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"))
    migrate(upgrade, "head")
    fill(empty_url)

    migrate(upgrade, "probe", probed)

    assert environment.read_text() != guarded
    assert counts(empty_url)["enrollment"] == 0


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
def test_a_migration_that_breaks_references_is_undone(empty_url, migrate, probed, caplog):
    probe = probed / "versions" / "probe.py"
    probe.write_text(f"{probe.read_text()}    op.execute('DELETE FROM series')\n")
    migrate(upgrade, "head")
    fill(empty_url)

    with pytest.raises(SystemExit):
        migrate(upgrade, "probe", probed)

    assert "broken references" in caplog.text
    assert counts(empty_url)["series"] == 2


def test_every_migration_can_be_taken_back_and_made_again(empty_url, migrate):
    def state():
        return described(empty_url), triggers(empty_url)

    for revision in REVISIONS:
        before = state()
        migrate(upgrade, revision)
        made = state()
        migrate(downgrade, "-1")
        taken_back = state()
        migrate(upgrade, revision)

        if revision not in OF_ROWS and FOR_ONE_STORE.get(revision, "") in empty_url:
            assert made != before, revision
        assert state() == made, revision
        assert taken_back == before or revision in NOT_FORGOTTEN, revision


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
def test_mails_that_wait_keep_their_turn_beside_urgent_ones(empty_url, migrate):
    priorities = sa.text("SELECT priority FROM delivery ORDER BY id")
    migrate(upgrade, "0019")
    fill(empty_url)
    with connected(empty_url) as connection:
        connection.execute(sa.text("UPDATE delivery SET priority = id - 1"))
        before = connection.scalars(priorities).all()

    migrate(upgrade, "0020")
    with connected(empty_url) as connection:
        moved = connection.scalars(priorities).all()
    migrate(downgrade, "0019")

    assert moved == [number and number + 1 for number in before]
    with connected(empty_url) as connection:
        assert connection.scalars(priorities).all() == before


def test_nothing_is_left_when_all_is_taken_back(empty_url, migrate):
    migrate(upgrade, "head")

    migrate(downgrade, "base")

    with connected(empty_url) as connection:
        assert set(sa.inspect(connection).get_table_names()) <= BOOKKEEPING


def test_two_nodes_may_upgrade_at_the_same_time(empty_url, tmp_path):
    processes = Processes(empty_url, tmp_path)

    results = run_at_once(2, lambda _: processes.flask("db", "upgrade"))

    assert [type(result) for result in results] == [str, str], results
    assert "enrollment" in described(empty_url)
