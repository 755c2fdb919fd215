"""The web server and the worker side by side: started together, stopped together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from types import FrameType

from tools.environment import ROOT, Problem, say

PATIENCE = 15.0  # seconds that a stopped process has to finish what it does
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked to stop: Ctrl-C, a SIGTERM, or the closed terminal."""


def refuse_used_port(host: str, port: int) -> None:
    """Raise a Problem when nobody could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            raise Problem(
                f"Nothing can listen on {host} port {port} ({error.strerror}): "
                f"stop what uses it, or choose another port: make run PORT={port + 1}"
            ) from None


def run_together(
    commands: Mapping[str, list[str]],
    *,
    environment: Mapping[str, str],
    ready_address: str,
    when_ready: Callable[[], None],
) -> None:
    """Run the named commands until somebody stops them, or until one of them ends.

    Each command gets a process group of its own, so that one Ctrl-C reaches only this process,
    which then stops all in order. A command that ends by itself stops the others and is a Problem.
    """
    previous = {number: signal.signal(number, raise_stopped) for number in STOPPING}
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            running[name] = subprocess.Popen(
                command, cwd=ROOT, env=dict(environment), process_group=0, stdin=subprocess.DEVNULL
            )
        wait_until_ready(running, ready_address)
        when_ready()
        while True:
            refuse_ended(running)
            time.sleep(0.2)
    except Stopped:
        say("Stopping …")
    finally:
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
        stop(running)
        for number, handler in previous.items():
            signal.signal(number, handler)


def raise_stopped(number: int, frame: FrameType | None) -> None:
    """Turn a signal into the exception that ends the waiting."""
    raise Stopped


def wait_until_ready(
    running: Mapping[str, subprocess.Popen[bytes]], address: str, *, seconds: float = 60
) -> None:
    """Return when the address answers 200; a Problem when a process ends or time is up."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        refuse_ended(running)
        if answers(address):
            return
        time.sleep(0.1)
    raise Problem(f"{address} did not answer within {seconds:.0f} seconds.")


def answers(address: str) -> bool:
    """True when the address answers with success, without any proxy in between."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def refuse_ended(running: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Raise a Problem that names the first process that ended by itself."""
    for name, process in running.items():
        status = process.poll()
        if status is not None:
            raise Problem(f"The {name} ended by itself (status {status}); all is stopped.")


def stop(running: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Ask every process to finish, wait, and end the groups of those that do not."""
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    end = time.monotonic() + PATIENCE
    for name, process in running.items():
        try:
            process.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"The {name} did not finish within {PATIENCE:.0f} seconds and is ended.")
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
