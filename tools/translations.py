"""The texts of the program: read from the source, brought into the catalogs."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tools.environment import ROOT, TRANSLATIONS, Problem

# What marks a text beside gettext's own names; the files are named in pyproject.toml.
KEYWORDS = ("lazy_gettext",)


def extract(python: Path, template: Path, root: Path = ROOT) -> None:
    """Write every text of the source to *template* (.pot), with the files it stands in."""
    keywords = [part for keyword in KEYWORDS for part in ("-k", keyword)]
    form = ["--sort-by-file", "--add-location=file", "--no-wrap", "--project=Webinars"]
    pybabel(python, root, "extract", "-F", "pyproject.toml", *keywords, *form, "-o", template, ".")


def update(python: Path) -> None:
    """Bring new texts into every catalog and take away those that are gone; words are kept."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        extract(python, template)
        # A guess that looks like a translation is worse than none.
        form = ["--no-wrap", "--no-fuzzy-matching", "--ignore-obsolete"]
        form += ["--ignore-pot-creation-date"]
        pybabel(python, ROOT, "update", "-i", template, "-d", TRANSLATIONS, *form)


def begin(python: Path, language: str, folder: Path = TRANSLATIONS) -> None:
    """Write an empty catalog for a language that *folder* has none for, such as fr or zh_Hant."""
    if (folder / language).exists():
        raise Problem(f"There is a catalog for {language} already: {folder / language}")
    with tempfile.TemporaryDirectory() as place:
        template = Path(place) / "messages.pot"
        extract(python, template)
        pybabel(python, ROOT, "init", "-i", template, "-d", folder, "-l", language, "--no-wrap")


def pybabel(python: Path, root: Path, *arguments: str | Path) -> None:
    """Run one of Babel's commands."""
    command = [str(python), "-m", "babel.messages.frontend", "-q", *map(str, arguments)]
    if subprocess.run(command, cwd=root).returncode:
        raise Problem("The translations could not be brought up to date; the lines above say why.")
