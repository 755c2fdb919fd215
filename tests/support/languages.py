"""Catalogs beside ours, as somebody who adds a language would make them."""

from collections.abc import Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import config

SPANISH = config.TRANSLATIONS / "es" / "LC_MESSAGES" / "messages.po"


def add_language(folder: Path, code: str, words: Mapping[str, str]) -> None:
    """Write a catalog of *words* for the language *code* (as Babel names it) below *folder*."""
    catalog = Catalog(locale=code)
    for text, translation in words.items():
        catalog.add(text, translation, flags=["python-format"] if "%(" in text else [])
    _write(folder, code, catalog)


def add_long_language(folder: Path, code: str) -> None:
    """Write a catalog of the language *code* for every text there is.

    Its words are the Spanish ones: as long as a translation is, whatever the letters.
    """
    with SPANISH.open("rb") as file:
        spanish = read_po(file)
    catalog = Catalog(locale=code)
    for message in spanish:
        if message.id and isinstance(message.string, str):
            catalog.add(message.id, message.string, flags=message.flags)
        elif message.id:
            forms = [*message.string] + [message.string[-1]] * catalog.num_plurals
            catalog.add(message.id, tuple(forms[: catalog.num_plurals]), flags=message.flags)
    _write(folder, code, catalog)


def _write(folder: Path, code: str, catalog: Catalog) -> None:
    place = folder / code / "LC_MESSAGES"
    place.mkdir(parents=True)
    for name, write in (("messages.po", write_po), ("messages.mo", write_mo)):
        with (place / name).open("wb") as file:
            write(file, catalog)
