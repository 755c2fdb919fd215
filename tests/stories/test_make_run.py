"""A new user types `make run`: what is printed, what answers, and how it ends."""

import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.processes import ROOT, Processes, fetch, wait_until
from tools import dev, processes
from tools.environment import Problem

SERVE = """
import sys
from pathlib import Path
from tools import dev
dev.serve(Path(sys.executable), "127.0.0.1", int(sys.argv[1]))
"""
SERIES = "health-equity-guide"


@pytest.fixture
def settings(stores, tmp_path):
    """Settings for an empty development database on SQLite."""
    made = Processes(stores["sqlite"].empty(), tmp_path).environment(None)
    return {name: value for name, value in made.items() if name != "BASE_URL"}


def is_up(output: Path) -> bool:
    return "(Ctrl-C stops it)" in output.read_text()


@contextmanager
def running(settings, folder: Path):
    """The service, started as `make run` does once the environment is there."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    output = folder / "output"
    with output.open("w") as file:
        command = [sys.executable, "-c", SERVE, str(port)]
        started = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=file, stderr=file)
    try:
        wait_until(lambda: is_up(output) or started.poll() is not None, seconds=60)
        assert is_up(output), output.read_text()
        yield f"http://127.0.0.1:{port}", output, started
    finally:
        started.terminate()
        started.wait(30)


def test_the_demonstration_runs_and_one_ctrl_c_stops_all_of_it(settings, tmp_path):
    with running(settings, tmp_path) as (address, output, started):
        page = fetch(f"{address}/series/{SERIES}/")
        ready = fetch(f"{address}/readyz")
        [way_in] = re.findall(r"within ten minutes: (\S+)", output.read_text())
        choosing = fetch(way_in)
        started.send_signal(signal.SIGINT)

        assert started.wait(30) == 0

    said = output.read_text()
    assert f"Webinars is running: {address}/ " in said
    assert "Loading the demonstration series …" in said
    assert said.endswith("Stopped.\n")
    assert "Traceback" not in said
    assert "<h1" in page
    assert way_in.startswith(address)
    assert "owner@example.org" in said
    assert 'type="password"' in choosing
    assert "status" in ready
    assert not processes.answers(f"{address}/healthz")


def test_a_second_start_loads_nothing(settings, tmp_path):
    python = Path(sys.executable)
    dev.prepare_database(python, settings, with_sample=True)
    listed = dev.checked(dev.flask(python, "series", "list"), settings, "")

    with running(settings, tmp_path) as (_, output, _):
        assert "Loading" not in output.read_text()
        assert "owner@example.org" in output.read_text()
    with running(settings, tmp_path) as (_, output, _):
        assert "owner@example.org" not in output.read_text()

    assert listed == f"{SERIES}\n"


def test_links_begin_with_the_port_that_was_asked_for(settings, tmp_path):
    with running(settings, tmp_path) as (address, _, _):
        assert f"{address}/series/{SERIES}/" in fetch(f"{address}/calendar.ics").replace(
            "\r\n ", ""
        )


def test_a_reset_loads_the_demonstration_again(settings, capsys):
    python = Path(sys.executable)
    dev.prepare_database(python, settings, with_sample=False)

    dev.reset(python, settings, sure=True)

    assert dev.checked(dev.flask(python, "series", "list"), settings, "") == f"{SERIES}\n"
    assert capsys.readouterr().out.endswith("The demonstration series is as new.\n")


def test_a_wrong_setting_is_told_and_nothing_starts(settings):
    with pytest.raises(Problem, match="DATABASE_URL must begin with sqlite:/// or postgresql://"):
        dev.read_config(Path(sys.executable), {**settings, "DATABASE_URL": "mysql://"})
