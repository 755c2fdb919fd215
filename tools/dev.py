"""What `make` calls: run the service, test it, check it. Standard library only.

Works by itself too, where make is missing: python3 tools/dev.py run
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

# `tools` is found from anywhere.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from tools import chromium, environment, pythons, translations  # noqa: E402  after the path
from tools.environment import ROOT, Problem, say  # noqa: E402  after the path
from tools.processes import refuse_used_port, run_together  # noqa: E402  after the path

SAMPLE = "webinars/samples/health-equity-guide.yaml"
# With whom one looks around; mails to it go into the development inbox.
FIRST_OWNER = "owner@example.org"
READ_CONFIG = """
import json, os
from config import DEFAULT_BASE_URL, ROOT, Config, SettingsError, read_environment
try:
    config = Config.from_environment(read_environment(os.environ, ROOT / ".env"))
except SettingsError as error:
    raise SystemExit(str(error))
print(json.dumps({
    "base_url": None if config.base_url == DEFAULT_BASE_URL else config.base_url,
    "database_url": config.database_url,
    "development": config.is_development,
}))
"""


def setup(options: argparse.Namespace) -> None:
    """Make the environment: all that is needed to run, with --development also to test."""
    environment.ensure(development=options.development)
    say("The environment is ready.")


def run(options: argparse.Namespace) -> None:
    """Start the service here: database, sample series, web server and worker."""
    host = os.environ.get("HOST") or "127.0.0.1"
    port = port_number(os.environ.get("PORT") or "8000")
    refuse_used_port(host, port)
    serve(environment.ensure(development=False), host, port)


def serve(python: Path, host: str, port: int) -> None:
    """Prepare the database, then run web server and worker until somebody stops them."""
    settings = dict(os.environ)
    config = read_config(python, settings)
    # Links in mails lead to where the service listens, unless another address is set.
    address = os.environ.get("BASE_URL") or config["base_url"] or f"http://127.0.0.1:{port}"
    settings["BASE_URL"] = str(address)
    prepare_database(python, settings, with_sample=bool(config["development"]))
    here = f"http://{loopback_for(host)}:{port}"
    way_in = first_way_in(python, settings) if config["development"] else ""
    run_together(
        {"web server": web_command(python, host, port), "worker": flask(python, "worker")},
        environment=settings,
        ready_address=f"{here}/readyz",
        when_ready=lambda: say(
            f"\nWebinars is running: {here}/   (Ctrl-C stops it)\n"
            f"Its console:         {here}/organize/\n{way_in}"
        ),
    )
    say("Stopped.")


def port_number(text: str) -> int:
    """The port that was asked for, or a Problem in words."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise Problem(f"PORT is {text!r}; give a number from 1 to 65535.")
    return int(text)


def loopback_for(host: str) -> str:
    """How a program on this machine reaches a server bound to *host*."""
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104  every interface includes this one
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def web_command(python: Path, host: str, port: int) -> list[str]:
    """Gunicorn with two processes of four threads each."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    workers = ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    quiet = ["--log-level", "warning", "--no-control-socket", "--graceful-timeout", "10"]
    return [str(python), "-m", "gunicorn", "wsgi:app", "--bind", bind, *workers, *quiet]


def flask(python: Path, *arguments: str) -> list[str]:
    """A command of the application."""
    return [str(python), "-m", "flask", "--app", "wsgi", *arguments]


def prepare_database(python: Path, settings: dict[str, str], *, with_sample: bool) -> None:
    """Bring the schema up to date and fill an empty database with the sample if wanted."""
    say("Bringing the database up to date …")
    checked(flask(python, "db", "upgrade"), settings, "The database was not brought up to date.")
    listed = checked(flask(python, "series", "list"), settings, "The series were not listed.")
    if with_sample and not listed.strip():
        say("Loading the demonstration series …")
        checked(flask(python, "series", "load", SAMPLE), settings, f"{SAMPLE} was not loaded.")


def first_way_in(python: Path, settings: dict[str, str]) -> str:
    """Make the first account where there is none, and return what to say of it."""
    accounts = checked(flask(python, "user", "list"), settings, "The accounts were not listed.")
    if accounts.strip():
        return ""
    command = flask(python, "user", "create", FIRST_OWNER, "--role", "owner")
    said = checked(command, settings, f"No account was made for {FIRST_OWNER}.")
    link = said.split()[-1]
    return (
        f"Nobody could sign in there, so there is an account now: {FIRST_OWNER}\n"
        f"Choose its password within ten minutes: {link}\n"
    )


def checked(command: list[str], settings: dict[str, str], sentence: str) -> str:
    """Run a command and return what it prints; show all it said when it fails."""
    done = subprocess.run(command, cwd=ROOT, env=settings, text=True, capture_output=True)
    if done.returncode:
        raise Problem(f"{done.stdout}{done.stderr}{sentence}")
    return done.stdout


def read_config(python: Path, settings: dict[str, str]) -> dict[str, object]:
    """What the application makes of the settings."""
    said = checked([str(python), "-c", READ_CONFIG], settings, "The settings are not usable.")
    config: dict[str, object] = json.loads(said)
    return config


def demo_reset(options: argparse.Namespace) -> None:
    """Empty the development database and load the demonstration series again."""
    reset(environment.ensure(development=False), dict(os.environ), sure=options.yes)


def reset(python: Path, settings: dict[str, str], *, sure: bool) -> None:
    """Empty the database of these settings, asking first unless *sure*."""
    database = resettable(read_config(python, settings))
    if not sure and not confirmed(f"Everything in {database} will be lost. Type yes: "):
        raise Problem("Nothing was changed.")
    remove(database)
    prepare_database(python, settings, with_sample=True)
    say("The demonstration series is as new.")


def resettable(config: dict[str, object]) -> Path:
    """The database file that may be emptied; a Problem when it is not ours to empty."""
    url = str(config["database_url"])
    if not config["development"]:
        raise Problem("BASE_URL is not on this machine: only a development database is reset.")
    if not url.startswith("sqlite:///"):
        raise Problem("DATABASE_URL is not SQLite: empty that database with its own tools.")
    return Path(ROOT, url.removeprefix("sqlite:///"))


def confirmed(question: str) -> bool:
    """Ask; without a terminal the answer is no."""
    try:
        return input(question).strip().lower() == "yes"
    except EOFError:
        return False


def remove(database: Path) -> None:
    """Delete the file unless somebody has it open, which only SQLite itself can tell."""
    if not database.exists():
        return
    connection = sqlite3.connect(database, timeout=0.5)
    try:
        # Leaving WAL mode needs the file for itself alone, and takes -wal and -shm away.
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        raise Problem(f"{database} is in use ({error}): stop the service first.") from None
    finally:
        connection.close()
    database.unlink()


def test(options: argparse.Namespace) -> None:
    """Run the tests, all of them, on SQLite and PostgreSQL and in a browser."""
    python = environment.ensure(development=True)
    missing = None
    try:
        chromium.ensure(python)
    except Problem as problem:
        missing = problem
    done = subprocess.run([*pytest(python), *options.arguments], cwd=ROOT)
    if missing:
        say(f"NOT TESTED in a browser. {missing}")
    if done.returncode or missing:
        raise SystemExit(done.returncode or 1)


def pytest(python: Path) -> list[str]:
    """Pytest in two to four processes, one more than the machine has cores: some only wait."""
    processes = min(4, 1 + (os.cpu_count() or 1))
    return [str(python), "-m", "pytest", "-n", str(processes), "--dist", "worksteal"]


def test_pythons(options: argparse.Namespace) -> None:
    """Run all but the browser tests on the other supported Pythons of this machine."""
    pythons.test_each(options.arguments)


def lint(options: argparse.Namespace) -> None:
    """Check form, types and templates; every check runs, any fault fails."""
    python = environment.ensure(development=True)
    checks = [["ruff", "format", "--check", "."], ["ruff", "check", "."], ["mypy"]]
    if (ROOT / "templates").exists():
        checks.append(["djlint", "--lint", "--quiet", "templates"])
    failed = []
    for name, *arguments in checks:
        say(f"{name} {' '.join(arguments)}")
        if subprocess.run([python, "-m", name, *arguments], cwd=ROOT).returncode:
            failed.append(name)
    if failed:
        raise Problem("Faults were found by: " + ", ".join(dict.fromkeys(failed)) + ".")


def bench(options: argparse.Namespace) -> None:
    """Measure the pages beside a bare server, the console with many registrants, or a burst."""
    python = environment.ensure(development=True)
    module = "benchmarks" if options.what == "pages" else f"benchmarks.{options.what}"
    raise SystemExit(subprocess.run([python, "-m", module], cwd=ROOT).returncode)


def lighthouse(options: argparse.Namespace) -> None:
    """Measure first visits on an emulated slow phone, with Lighthouse."""
    python = environment.ensure(development=True)
    raise SystemExit(subprocess.run([python, "-m", "benchmarks.visits"], cwd=ROOT).returncode)


def translate(options: argparse.Namespace) -> None:
    """Bring new texts into the catalogs, to be translated there by hand, or begin a new one."""
    python = environment.ensure(development=False)
    if options.language:
        translations.begin(python, options.language)
    else:
        translations.update(python)


def lock(options: argparse.Namespace) -> None:
    """Write the locks anew from pyproject.toml; with --upgrade the newest versions."""
    python = environment.ensure(development=False)
    common = ["--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
    # No addresses: a lock is good on every machine, wherever that one gets its packages.
    common += ["--no-emit-index-url", "--no-emit-find-links", "--no-header"]
    common += ["--upgrade"] if options.upgrade else []
    runtime = ["pyproject.toml", "--all-extras", "--group", "tools", "-o", "requirements.txt"]
    development = ["--group", "test", "--group", "lint", "-c", "requirements.txt"]
    for arguments in (runtime, [*development, "-o", "requirements-dev.txt"]):
        compile_lock = [str(python.with_name("uv")), "pip", "compile", *common, *arguments]
        if subprocess.run(compile_lock, cwd=ROOT).returncode:
            raise Problem("The locks could not be written; the lines above say why.")


def main(arguments: list[str]) -> int:
    """Carry out one command and return the exit status."""
    try:
        options = parser().parse_args(arguments)
        options.command(options)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def parser() -> argparse.ArgumentParser:
    """The commands, one for each target of the Makefile."""
    top = argparse.ArgumentParser(prog="tools/dev.py", description="Run, test and check Webinars.")
    commands = top.add_subparsers(required=True, metavar="command")

    def add(name: str, command: Callable[[argparse.Namespace], None]) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=command.__doc__, description=command.__doc__)
        one.set_defaults(command=command)
        return one

    add("setup", setup).add_argument("--development", action="store_true", help="for testing too")
    add("run", run)
    add("test", test).add_argument("arguments", nargs=argparse.REMAINDER, help="for pytest")
    others = add("test-pythons", test_pythons)
    others.add_argument("arguments", nargs=argparse.REMAINDER, help="for pytest")
    add("lint", lint)
    measured = add("bench", bench)
    measured.add_argument(
        "what", nargs="?", choices=["pages", "registrants", "burst"], default="pages"
    )
    add("lighthouse", lighthouse)
    new = add("translate", translate)
    new.add_argument("language", nargs="?", help="code of a language without a catalog")
    add("demo-reset", demo_reset).add_argument("--yes", action="store_true", help="do not ask")
    add("lock", lock).add_argument("--upgrade", action="store_true", help="newest versions")
    return top


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
