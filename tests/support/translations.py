"""What the catalogs make of the texts of the program."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

# For Python, as in %(name)s or %%, and for scripts, as in {time}.
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|{\w+}")
TAG = re.compile(r"</?[a-z][^>]*>")
COUNTS = {"%(number)s", "%(num)d", "%(num)s", "%(count)s", "%(seconds)s", "%(days)s", "%(n)s"}
MAIL_PARTS = ("subject.txt", "body.txt", "body.html")


def read_catalog(path: Path) -> Catalog:
    """The catalog in a .po file, or the texts in a .pot file."""
    with path.open("rb") as file:
        return read_po(file)


def stale(catalog: Catalog, texts: Catalog) -> list[str]:
    """Texts that the catalog lacks, and those that it still has."""
    known, wanted = by_key(catalog), by_key(texts)
    lacking = [f"not in the catalog: {shown(wanted[key])}" for key in wanted.keys() - known.keys()]
    outlived = [f"only in the catalog: {shown(known[key])}" for key in known.keys() - wanted.keys()]
    return sorted(lacking + outlived)


def untranslated(catalog: Catalog, texts: Catalog, *, below: str = "") -> list[str]:
    """Texts of the files below a folder that have no translation, or one that is a guess."""
    known = by_key(catalog)
    return sorted(
        shown(message)
        for key, message in by_key(texts).items()
        if any(file.startswith(below) for file, _ in message.locations)
        and not is_translated(known.get(key))
    )


def by_key(catalog: Catalog) -> dict[object, Message]:
    """The messages by what a program looks them up with; the header is none."""
    return {(message.context, message.id): message for message in catalog if message.id}


def shown(message: Message) -> str:
    """A message as people name it: its singular."""
    return message.id if isinstance(message.id, str) else message.id[0]


def is_translated(message: Message | None) -> bool:
    """True when every form has words and none is marked fuzzy."""
    if message is None or message.fuzzy:
        return False
    forms = [message.string] if isinstance(message.string, str) else message.string
    return bool(forms) and all(forms)


def broken(catalog: Catalog) -> list[str]:
    """Translations that would not work where their text does: for each, what is wrong."""
    found = [
        f"{shown(message)}: {fault}"
        for message in catalog
        if message.id and is_translated(message)
        for fault in faults(message, catalog.num_plurals)
    ]
    known = get_plural(catalog.locale)
    if (catalog.num_plurals, catalog.plural_expr) != (known.num_plurals, known.plural_expr):
        found.append(f"the plural forms are not those of {catalog.locale}")
    return found


def faults(message: Message, num_plurals: int) -> Iterator[str]:
    """What is wrong with a translation, form by form."""
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    forms = [message.string] if isinstance(message.string, str) else list(message.string)
    if len(sources) > 1 and len(forms) != num_plurals:
        yield f"{len(forms)} plural forms of {num_plurals}"
    needed = Counter(PLACEHOLDER.findall(sources[-1]))
    for form in forms:
        named = Counter(PLACEHOLDER.findall(form))
        differing = (needed - named) + (named - needed)
        # "One webinar" may do without its number.
        if set(differing) - (COUNTS if len(sources) > 1 else set()):
            yield "other placeholders"
        if sorted(TAG.findall(form)) != sorted(TAG.findall(sources[-1])):
            yield "other tags"
        if blanks(form) != blanks(sources[-1]):
            yield "other blanks at an end"


def blanks(text: str) -> tuple[str, str]:
    """The white space before and after the words."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def incomplete_mails(templates: Path, kinds: list[str]) -> list[str]:
    """Kinds of mail without a part, and folders that are no kind."""
    folders = {path.name for path in templates.iterdir() if path.is_dir()}
    missing = [
        f"{kind}/{part} is missing"
        for kind in kinds
        for part in MAIL_PARTS
        if not (templates / kind / part).is_file()
    ]
    return missing + [f"{name}/ is no kind of mail" for name in sorted(folders - set(kinds))]
