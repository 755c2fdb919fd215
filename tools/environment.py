"""The environment in `.venv/`: filled from the hashed locks, left alone while they stay."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / (os.environ.get("VENV") or ".venv")
RUNTIME_LOCK = ROOT / "requirements.txt"
DEVELOPMENT_LOCK = ROOT / "requirements-dev.txt"
TRANSLATIONS = ROOT / "webinars" / "translations"
STAMP = "installed.json"


class Problem(Exception):
    """What went wrong, in one sentence for the person at the keyboard."""


def say(text: str) -> None:
    """Print one line of progress at once, also into a pipe."""
    print(text, flush=True)


def ensure(*, development: bool, venv: Path = VENV) -> Path:
    """Bring the environment up to date and return its Python.

    With `development` the tests' and linters' packages are installed as well; once they are
    there they are kept, so that `make run` after `make test` installs nothing.
    """
    if sys.version_info < (3, 11):  # noqa: UP036  whoever starts this may have an older one
        raise Problem(
            f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}: "
            "name another one, for example make run PYTHON=python3.12"
        )
    stamp = read_stamp(venv)
    development = development or bool(stamp and stamp["development"])
    wanted = wanted_stamp(venv, development=development)
    if stamp != wanted or not runs(venv):
        make(venv, wanted)
        install(venv, locks(development=development))
        write_stamp(venv, wanted)
    python = venv / "bin" / "python"
    compile_translations(python)
    return python


def locks(*, development: bool) -> list[Path]:
    """The lock files that an environment is filled from."""
    return [RUNTIME_LOCK, DEVELOPMENT_LOCK] if development else [RUNTIME_LOCK]


def wanted_stamp(venv: Path, *, development: bool) -> dict[str, object]:
    """What the environment of today's locks and this Python notes about itself."""
    digest = hashlib.sha256()
    for lock in locks(development=development):
        digest.update(lock.read_bytes())
    return {
        "locks": digest.hexdigest(),
        "python": ".".join(map(str, sys.version_info[:3])),
        "folder": str(venv.resolve()),
        "development": development,
    }


def read_stamp(venv: Path) -> dict[str, object] | None:
    """What the environment noted when it was last filled, or None."""
    try:
        stamp: dict[str, object] = json.loads((venv / STAMP).read_text())
    except (OSError, ValueError):
        return None
    return stamp if "development" in stamp else None


def write_stamp(venv: Path, stamp: dict[str, object]) -> None:
    """Note what the environment holds; the last step, so that a broken one is filled again."""
    (venv / STAMP).write_text(json.dumps(stamp))


def runs(venv: Path) -> bool:
    """True when the environment's Python starts: it may have been moved or its base removed."""
    try:
        found = subprocess.run([venv / "bin" / "python", "-c", ""], capture_output=True)
    except OSError:
        return False
    return found.returncode == 0


def make(venv: Path, wanted: dict[str, object]) -> None:
    """Make the environment, anew when it belongs to another Python or another folder."""
    stamp = read_stamp(venv)
    kept = ("python", "folder")
    if runs(venv) and (stamp is None or all(stamp.get(key) == wanted[key] for key in kept)):
        return
    able = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True)
    if able.returncode:
        raise Problem(
            "This Python cannot make environments: install its venv module "
            "(Debian and Ubuntu: apt install python3-venv) and try again."
        )
    say(f"Making the environment in {venv.name}/ …")
    if venv.is_symlink():
        venv.unlink()  # what it leads to may be in use elsewhere
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", venv])
    if made.returncode:
        raise Problem(f"{venv.name}/ could not be made; the lines above say why.")


def install(venv: Path, files: list[Path]) -> None:
    """Fill the environment with exactly what the locks name, every file checked by its hash."""
    say("Installing the packages of " + " and ".join(file.name for file in files) + " …")
    if installed_by_uv(venv, files):
        return
    say("uv could not do it; trying again with pip, which takes a minute or two …")
    arguments = [argument for file in files for argument in ("-r", str(file))]
    if pip_install(venv, *arguments).returncode:
        raise Problem("The packages could not be installed; the lines above say why.")


def installed_by_uv(venv: Path, files: list[Path]) -> bool:
    """Install with the uv that the lock pins; False when uv is not to be had or fails."""
    uv = venv / "bin" / "uv"
    requirement = uv_requirement(files[0].read_text())
    if not is_version(uv, requirement) and not pip_installed(venv, requirement):
        return False
    try:
        synced = subprocess.run(
            [uv, "pip", "sync", "--quiet", "--require-hashes", *files],
            env={**os.environ, "VIRTUAL_ENV": str(venv)},
        )
    except OSError:
        return False
    return synced.returncode == 0


def uv_requirement(lock: str) -> str:
    """The lines of the lock that pin uv with its hashes."""
    found = re.search(r"^uv==.*(?:\n +--hash=.*)+", lock, re.MULTILINE)
    if not found:
        raise Problem("requirements.txt does not pin uv: run make lock.")
    return found.group()


def is_version(uv: Path, requirement: str) -> bool:
    """True when this uv is there, starts, and is the version that the requirement pins."""
    try:
        answer = subprocess.run([uv, "--version"], capture_output=True, text=True)
    except OSError:
        return False
    pinned = requirement.split()[0].removeprefix("uv==")
    return answer.returncode == 0 and answer.stdout.split()[1:2] == [pinned]


def pip_installed(venv: Path, requirement: str) -> bool:
    """Install one hashed requirement with pip; False when that fails."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(requirement + "\n")
        file.flush()
        return pip_install(venv, "-r", file.name).returncode == 0


def pip_install(venv: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run pip of the environment, hashes required, errors only."""
    pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "--require-hashes"]
    return subprocess.run([*pip, "-qq", "--disable-pip-version-check", *arguments])


def compile_translations(python: Path) -> None:
    """Compile the catalogs whose source is newer than their compiled file."""
    stale = [
        source
        for source in TRANSLATIONS.glob("*/LC_MESSAGES/*.po")
        if not is_newer(source.with_suffix(".mo"), source)
    ]
    if not stale:
        return
    pybabel = [str(python), "-m", "babel.messages.frontend", "-q", "compile", "-d"]
    if subprocess.run([*pybabel, str(TRANSLATIONS)], cwd=ROOT).returncode:
        raise Problem("The translations could not be compiled; the lines above say why.")


def is_newer(file: Path, source: Path) -> bool:
    """True when the file exists and is at least as new as its source."""
    return file.exists() and file.stat().st_mtime_ns >= source.stat().st_mtime_ns
