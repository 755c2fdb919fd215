"""The tests on every supported Python that this machine has, each in an environment of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.environment import ROOT, Problem, say

SUPPORTED = ("3.11", "3.12", "3.13")


def test_each(arguments: list[str]) -> None:
    """Test on each supported Python but this one; a missing or failing one is a Problem."""
    this = f"{sys.version_info[0]}.{sys.version_info[1]}"
    results = {version: test_on(version, arguments) for version in SUPPORTED if version != this}
    for version, result in results.items():
        say(f"Python {version}: {result}")
    if set(results.values()) != {"passed"}:
        raise Problem("Not every supported Python passed.")


def test_on(version: str, arguments: list[str]) -> str:
    """Run the tests that need no browser on one version and say how it went."""
    python = find(version)
    if python is None:
        return "not on this machine, not tested"
    say(f"Testing on Python {version} ({python}) …")
    venv = ROOT / f".venv-{version}"
    setup = [str(python), "tools/dev.py", "setup", "--development"]
    if subprocess.run(setup, cwd=ROOT, env={**os.environ, "VENV": venv.name}).returncode:
        return "its environment could not be made"
    pytest = [str(venv / "bin" / "python"), "-m", "pytest", "-n", "2", "-m", "not browser"]
    done = subprocess.run([*pytest, *arguments], cwd=ROOT)
    return "failed" if done.returncode else "passed"


def find(version: str) -> Path | None:
    """A Python of this version that starts: by its name, else among pyenv's."""
    candidates = [Path(found)] if (found := shutil.which(f"python{version}")) else []
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    candidates += sorted(pyenv.glob(f"versions/{version}.*/bin/python{version}"), reverse=True)
    # pyenv leaves a stand-in of that name on the PATH for versions that are not switched on.
    return next(filter(starts, candidates), None)


def starts(python: Path) -> bool:
    """True when the program is a Python that runs."""
    return subprocess.run([python, "-c", ""], capture_output=True).returncode == 0
