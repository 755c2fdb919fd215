"""Which column of a list means what, found by the names that programs give them."""

import enum
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

# A report may have lines about the event and tables of hosts above that of the people.
LOOKED_AT = 500
# Names longer than that are no names, and are not remembered.
LONGEST_KEPT = 100
QUESTION = "question:"
Cells = Sequence[str]


class Target(enum.StrEnum):
    """What a column may tell about a person; a series' own questions come beside these."""

    EMAIL = "email"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    ORGANIZATION = "organization"
    ROLE = "role"
    STATE = "state"
    LANGUAGE = "language"
    TIME_ZONE = "time_zone"
    WEBINARS = "webinars"
    STATUS = "status"
    CONSENT = "consent"


# As Zoom, GoTo, Eventbrite, pretix, Luma, Mailchimp, Brevo, Teams and people name them, the
# surest first, in the form that `plain` gives; our own exports speak English or Spanish.
SYNONYMS: Mapping[Target, tuple[str, ...]] = {
    Target.EMAIL: (
        "attendee email", "email address", "e mail address", "email", "e mail", "mail",
        "registrant email", "user email", "primary email", "work email", "your email",
        "contact email", "invitee email", "correo electronico", "direccion de correo electronico",
        "direccion de correo", "correo", "email del asistente", "e mail del usuario",
        "correo electronico del participante", "email del participante", "e mail adresse",
        "adresse e mail", "courriel", "endereco de e mail", "indirizzo e mail", "e mailadres",
    ),
    Target.NAME: (
        "attendee name", "full name", "name", "registrant name", "display name", "user name",
        "your name", "contact name", "participant name", "participant", "invitee name",
        "user name original name", "name original name", "nombre completo", "nombre y apellidos",
        "nombre y apellido", "nombre del participante", "participante", "nombre del asistente",
        "nombre nombre original", "nom complet", "nome completo", "vollstandiger name",
    ),
    Target.FIRST_NAME: (
        "first name", "firstname", "given name", "forename", "fname", "attendee first name",
        "invitee first name", "nombre", "nombres", "primer nombre", "nombre de pila", "vorname",
        "prenom", "nome",
    ),
    Target.LAST_NAME: (
        "last name", "lastname", "surname", "family name", "lname", "attendee last name",
        "invitee last name", "apellido", "apellidos", "primer apellido", "nachname",
        "familienname", "nom", "nom de famille", "sobrenome", "cognome", "achternaam",
    ),
    Target.ORGANIZATION: (
        "organization", "organisation", "company", "company name", "organization name",
        "company organization", "organization company", "employer", "agency", "institution",
        "health department", "what s your company", "affiliation", "organizacion", "empresa",
        "institucion", "entidad", "nombre de la empresa", "organismo", "firma", "entreprise",
    ),
    Target.ROLE: (
        "role", "job title", "title", "position", "occupation", "job", "job role", "profession",
        "cargo", "puesto", "funcion", "profesion", "puesto de trabajo", "rol", "titulo",
    ),
    Target.STATE: (
        "state", "state province", "state or territory", "state territory", "home state",
        "work state", "state province region", "province", "estado", "estado provincia",
        "estado o territorio", "provincia", "territory",
    ),
    Target.LANGUAGE: (
        "language", "preferred language", "language of mails", "language of our mails", "locale",
        "idioma", "idioma preferido", "lengua", "idioma de nuestros correos",
    ),
    Target.TIME_ZONE: (
        "time zone", "timezone", "tz", "your time zone", "zona horaria", "huso horario",
        "su zona horaria", "tu zona horaria",
    ),
    Target.WEBINARS: (
        "webinars", "webinar", "webinar title", "webinar name", "sessions", "session", "event",
        "event name", "seminarios web", "seminario web", "sesion", "sesiones", "seminarios",
        "evento",
    ),
    Target.STATUS: (
        "approval status", "attendee status", "registration status", "registrant status",
        "status", "estado de la inscripcion", "estado de aprobacion", "estado de registro",
        "situacion", "order status",
    ),
    Target.CONSENT: (
        "consent", "privacy consent", "privacy notice", "i agree", "agreed", "gdpr consent",
        "opt in", "optin", "marketing consent", "email opt in", "privacy policy",
        "consentimiento", "acepto", "consentimiento de privacidad", "aviso de privacidad",
    ),
}  # fmt: skip
# Names of columns that we do not take over; they tell that a row holds names of columns.
OTHERS = frozenset({
    "join time", "leave time", "time in session minutes", "attended", "phone", "phone number",
    "country region name", "registration time", "country", "city", "order date", "registered at",
    "is guest", "guest", "duration minutes", "address", "zip", "notes", "tags",
})  # fmt: skip


@dataclass(frozen=True)
class Matching:
    """The row with the names of columns (None: there is none), and what each column means."""

    header: int | None
    columns: Mapping[str, int]


def plain(name: str) -> str:
    """Return a column's name in small letters without accents and signs."""
    return _plain(name) if len(name) <= LONGEST_KEPT else _plain.__wrapped__(name)


@lru_cache(maxsize=10_000)
def _plain(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    parts = unicodedata.normalize("NFKD", spaced.casefold())
    letters = (letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", "".join(letters)).split())


def matched(names: Cells, questions: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return what the columns with these *names* mean, by target; each column means one thing.

    *questions* gives, by target, what a series' own questions are called.
    """
    by_name: dict[str, int] = {}
    for position, name in enumerate(names):
        by_name.setdefault(plain(name), position)
    by_name.pop("", None)
    wanted: dict[str, Iterable[str]] = {target.value: said for target, said in SYNONYMS.items()}
    wanted |= {target: map(plain, labels) for target, labels in questions.items()}
    found: dict[str, int] = {}
    for target, said in wanted.items():
        places = [by_name[one] for one in said if one in by_name]
        if places and places[0] not in found.values():
            found[target] = places[0]
    return _whole_name(found)


def _whole_name(found: dict[str, int]) -> dict[str, int]:
    """Where only “Nombre” stands, without a last name, it is the whole name."""
    first, last, whole = Target.FIRST_NAME.value, Target.LAST_NAME.value, Target.NAME.value
    if first in found and last not in found and whole not in found:
        found[whole] = found.pop(first)
    return found


def match(rows: Sequence[Cells], questions: Mapping[str, Iterable[str]]) -> Matching:
    """Return what the columns of a list mean that begins with these *rows*.

    Without any name that we know, the column with the most addresses is that of addresses.
    """
    scored = []
    for number, cells in enumerate(rows[:LOOKED_AT]):
        columns = matched(cells, questions)
        if Target.EMAIL in columns and not _has_address(cells):
            scored.append((len(columns), -number, columns))
    if scored:
        _, number, columns = max(scored, key=lambda one: one[:2])
        return Matching(-number, columns)
    return Matching(None, _by_content(rows))


def begins_another(cells: Cells) -> bool:
    """Whether a row below holds the names of columns again: reports append further tables."""
    if _has_address(cells):
        return False
    said = {plain(cell) for cell in cells} - {""}
    names = {*SYNONYMS[Target.EMAIL], *SYNONYMS[Target.NAME], *SYNONYMS[Target.FIRST_NAME]}
    known = OTHERS.union(*SYNONYMS.values())
    return bool(said & names) and len(said & known) > 1 and len(said & known) * 2 > len(said)


def _by_content(rows: Sequence[Cells]) -> dict[str, int]:
    counts: dict[int, int] = {}
    for cells in rows:
        for position, cell in enumerate(cells):
            if "@" in cell:
                counts[position] = counts.get(position, 0) + 1
    return {Target.EMAIL.value: max(counts, key=lambda one: counts[one])} if counts else {}


def _has_address(cells: Cells) -> bool:
    return any("@" in cell and "." in cell for cell in cells)
