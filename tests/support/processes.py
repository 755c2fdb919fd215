"""The application in processes of its own: web server and workers, as in real life."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from dotenv import dotenv_values

import config
from tests.support.smtp import SmtpServer

ROOT = Path(config.__file__).parent
PATIENCE = 20.0  # seconds; for what takes well under one on an idle machine


class Process:
    """A running part of the application; its output goes to a file."""

    def __init__(
        self, command: list[str], environment: dict[str, str], log: Path, **more: int
    ) -> None:
        self.log = log
        self.log_file = log.open("ab")
        self.popen = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self.log_file,
            stderr=self.log_file,
            start_new_session=True,
            pass_fds=tuple(more.values()),
        )

    def output(self) -> str:
        """What the process has printed so far."""
        return self.log.read_text(errors="replace")

    def stop(self) -> int:
        """Ask the process to finish (SIGTERM) and return its exit status."""
        if self.popen.poll() is None:
            self.popen.terminate()
        try:
            return self.popen.wait(PATIENCE)
        finally:
            self.kill()

    def kill(self) -> None:
        """End the process and its children at once (SIGKILL), as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()
        self.log_file.close()


class Processes:
    """Starts web servers and workers on one database, and stops what is left at the end."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.database_url = database_url
        self.folder = folder
        self.started: list[Process] = []

    def serve(
        self, app: str = "wsgi:app", *, mail: SmtpServer | None = None, **settings: str
    ) -> str:
        """Start the web server, two processes of four threads, and return its address."""
        with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
            address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            gunicorn = ["-m", "gunicorn", app, "--bind", f"fd://{listener.fileno()}"]
            gunicorn += ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
            gunicorn += ["--no-control-socket", "--log-level", "warning"]
            environment = self.environment(mail, BASE_URL=address, **settings)
            # The socket listens already: whoever connects early only waits.
            self.start(gunicorn, environment, socket=listener.fileno())
        return address

    def worker(self, *arguments: str, mail: SmtpServer | None = None, **settings: str) -> Process:
        """Start `flask worker` with the arguments given, for example `--once`."""
        flask = ["-m", "flask", "--app", "wsgi", "worker", *arguments]
        return self.start(flask, self.environment(mail, **settings))

    def flask(self, *arguments: str, **settings: str) -> str:
        """Run another command to its end and return what it printed; a failure raises."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
        environment = self.environment(None, **settings)
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, command: list[str], environment: dict[str, str], **more: int) -> Process:
        """Start a Python program of ours."""
        log = self.folder / f"process-{len(self.started)}.log"
        self.started.append(Process(command, environment, log, **more))
        return self.started[-1]

    def environment(self, mail: SmtpServer | None, **settings: str) -> dict[str, str]:
        """The settings of `config.test_config` as variables, and nothing of the developer's own."""
        plain = config.test_config(database_url=self.database_url)
        sending = {"MAIL_SERVER": mail.host, "MAIL_PORT": str(mail.port)} if mail else {}
        return {
            **dict.fromkeys(dotenv_values(ROOT / ".env"), ""),
            "PATH": os.environ["PATH"],
            "PYTHONWARNINGS": "default",
            "LC_ALL": "C.UTF-8",
            "BASE_URL": plain.base_url,
            "CLIENT_LIMITS": "off",
            "DATABASE_URL": self.database_url,
            "INSTANCE_PATH": str(self.folder / "instance"),
            "MAIL_DEFAULT_SENDER": str(plain.sender),
            "SECRET_KEY": plain.secret_key,
            **sending,
            **settings,
        }

    def close(self) -> None:
        """Stop what still runs; what a process could not cope with is a fault of the test."""
        for process in self.started:
            process.kill()
        troubled = [process.output() for process in self.started if "Traceback" in process.output()]
        assert not troubled, "\n".join(troubled)


def wait_until(is_true: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
    """Return as soon as *is_true* says so; fail when it does not within *seconds*."""
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, f"{is_true} stayed false for {seconds:.0f} seconds"
        time.sleep(0.02)


def fetch(address: str) -> str:
    """The body that an address of ours answers with."""
    with urllib.request.urlopen(address, timeout=PATIENCE) as response:
        body: bytes = response.read()
    return body.decode()
