"""Every form that changes something keeps what was typed, and overwrites nothing silently.

The forms are found by visiting all places of the console: a form that is added is tried without
being named here.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from flask import Flask, template_rendered
from sqlalchemy import event, select, text

from tests.support.console import OWNERS_ADDRESS, PASSWORD, sign_in
from tests.support.console_places import PLACES
from tests.support.forms import console_form
from tests.support.web import Visitor
from tests.web.organize.conftest import Furnished
from webinars import extensions
from webinars.models import User
from webinars.web.organize.editing import EditForm

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

# Forms that no place shows as they are opened first, and why.
NOT_AT_A_PLACE: dict[str, str] = {}
# Fields that say how to save or for whom to preview, and are not saved themselves.
NOT_SAVED = {"seen_months", "deletes", "person", "webinar"}
# Forms that first say what would happen, and write nothing yet.
ASK_FIRST = {"WebinarForm"}
# Fields that count changes, and say nothing to people: such a page shows all anew.
COUNTERS = {"revision"}
# The last parts of addresses at which something is made that was not there.
CREATES = {"new", "invite", "add", "duplicate"}
TOO_LARGE = 600_000
Fields = dict[str, list[str]]


@dataclass(frozen=True)
class Opened:
    """A page with such a form: where it is, and what it holds."""

    address: str
    form: str
    fields: Fields
    # Of all fields, those of empty boxes too.
    names: frozenset[str]

    @property
    def base(self) -> dict[str, str]:
        """What the form remembers to have shown."""
        found: dict[str, str] = json.loads(self.fields["base"][0])
        return found

    def offers(self, name: str) -> bool:
        """Whether the page lets people change that field."""
        return any(one == name or one.startswith(f"{name}-") for one in self.names)

    @property
    def changes_something(self) -> bool:
        """Whether what it shows is stored already."""
        return self.address.partition("?")[0].rpartition("/")[2] not in CREATES

    def edited(self, page: str) -> Fields:
        """The fields with something typed into the first that takes a text."""
        name = FirstText(page).name
        if not name:
            return self.fields
        return self.fields | {name: [f"{self.fields[name][0]} typed by hand"]}


class FirstText(HTMLParser):
    """The name of the form's first entry for a text that is filled, or nothing."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.name = ""
        _, _, form = page.partition('<form class="form"')
        self.feed(f"<form {form.partition('</form>')[0]}")

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        is_text = tag == "input" and found.get("type", "text") == "text"
        is_plain = is_text and " " in found.get("value", "") and "pattern" not in found
        if is_plain and not self.name:
            self.name = found["name"]


@contextmanager
def forms_of(app: Flask) -> Iterator[list[object]]:
    """Gather the forms of all pages that are rendered meanwhile."""
    found: list[object] = []

    def note(_sender: object, context: dict[str, object], **_: object) -> None:
        found.append(context.get("form"))

    with template_rendered.connected_to(note, app):
        yield found


def leaves(kind: type) -> set[type]:
    below = {leaf for one in kind.__subclasses__() for leaf in leaves(one)}
    return below or {kind}


@pytest.fixture
def owner(furnished: Furnished) -> Visitor:
    email = User.email == OWNERS_ADDRESS
    sign_in(furnished.client, extensions.db.session.scalars(select(User).where(email)).one())
    return furnished.client


@pytest.fixture
def pages(furnished: Furnished, owner: Visitor) -> list[Opened]:
    """Every place of the console that shows such a form."""
    found, seen = [], set()
    with forms_of(furnished.app) as rendered:
        for place in PLACES:
            address = place.path(furnished.words)
            if place.is_empty or place.is_signed_out or address in seen:
                continue
            seen.add(address)
            page = owner.get(address)
            form = rendered[-1] if rendered else None
            if page.status_code != 200 or not isinstance(form, EditForm):
                continue
            # Where nothing can be changed there is no form.
            if console_form(page.text):
                found.append(opened(address, form, page.text))
    assert found
    return found


def opened(address: str, form: EditForm, page: str) -> Opened:
    names = frozenset(re.findall(r'name="([^"]+)"', page.partition('<form class="form"')[2]))
    return Opened(address, type(form).__name__, console_form(page), names)


@pytest.fixture
def edits(pages: list[Opened]) -> list[Opened]:
    """Those that change what is stored already."""
    found = [page for page in pages if page.changes_something]
    assert [page.address for page in found if "base" not in page.fields] == []
    return found


def typed(page: str) -> Fields:
    """What stands in the form of *page*, but for what the page itself puts there."""
    ours = {"csrf_token", "base"}
    return {name: values for name, values in console_form(page).items() if name not in ours}


def without_ours(fields: Fields) -> Fields:
    return {name: values for name, values in fields.items() if name not in {"csrf_token", "base"}}


def problems_after(page: Opened, answer, sent: Fields, status: int) -> str:
    """What is wrong with an answer that should show the form again as it was sent."""
    if answer.status_code != status:
        return f"answers {answer.status_code} instead of {status}"
    shown, wanted = typed(answer.text), without_ours(sent)
    lost = {name for name, values in wanted.items() if shown.get(name) != values}
    return f"has lost {sorted(lost)}" if lost - NOT_SAVED else ""


def test_every_edit_form_is_at_a_place(furnished, pages):
    known = {kind.__name__ for kind in leaves(EditForm) if kind.__module__.startswith("webinars")}

    assert known - {page.form for page in pages} - NOT_AT_A_PLACE.keys() == set()


def test_what_nobody_else_has_changed_is_taken(owner, edits):
    wrong = {}
    for page in edits:
        status = owner.post(page.address, data=page.fields).status_code
        if status not in {200, 303}:
            wrong[page.address] = f"answers {status}"

    assert wrong == {}, "\n".join(f"{where}: {what}" for where, what in wrong.items())


def test_whoever_saves_second_is_told_and_overwrites_nothing(owner, edits):
    wrong = {}
    for page in edits:
        before = owner.get(page.address).text
        sent = page.edited(before)
        for name in filter(page.offers, set(page.base) - NOT_SAVED):
            # As if the page had been opened before somebody else changed this.
            base = json.dumps({**page.base, name: "what it was before"})
            answer = owner.post(page.address, data={**sent, "base": [base]})
            problem = problems_after(page, answer, sent, 409)
            if not problem and "Somebody else has changed this" not in answer.text:
                problem = "does not say so"
            if not problem and name not in COUNTERS and "what it was before" not in answer.text:
                problem = "does not tell what changed"
            if problem:
                wrong[f"{page.form} {page.address} {name}"] = problem
        if typed(owner.get(page.address).text) != typed(before):
            wrong[page.address] = "was overwritten"

    assert wrong == {}, "\n".join(f"{where}: {what}" for where, what in wrong.items())


def test_who_has_seen_the_change_may_save_all_the_same(owner, edits):
    wrong = {}
    for page in edits:
        name = next(name for name in page.base if page.offers(name) and name not in NOT_SAVED)
        base = json.dumps({**page.base, name: "what it was before"})
        told = owner.post(page.address, data={**page.fields, "base": [base]})
        if told.status_code == 409:
            again = owner.post(page.address, data=console_form(told.text))
            if again.status_code == 409:
                wrong[page.address] = "is refused for ever"

    assert wrong == {}, "\n".join(f"{where}: {what}" for where, what in wrong.items())


def test_a_stale_token_loses_nothing(owner, pages):
    wrong = {}
    for page in pages:
        sent = page.edited(owner.get(page.address).text) | {"csrf_token": ["stale"]}
        wrong[page.address] = problems_after(page, owner.post(page.address, data=sent), sent, 400)

    assert {address: problem for address, problem in wrong.items() if problem} == {}


def test_a_form_that_is_too_large_loses_nothing(owner, pages):
    wrong = {}
    for page in pages:
        sent = page.edited(owner.get(page.address).text)
        answer = owner.post(page.address, data={**sent, "extra": ["x" * TOO_LARGE]})
        wrong[page.address] = problems_after(page, answer, sent, 413)

    assert {address: problem for address, problem in wrong.items() if problem} == {}


def test_a_busy_database_loses_nothing(owner, edits):
    sent = {page.address: page.edited(owner.get(page.address).text) for page in edits}
    engine = extensions.db.engine
    event.listen(engine, "checkout", be_impatient)
    wrong = {}
    with engine.connect().execution_options(write=True) as other:
        other.execute(text("SELECT 1"))
        for page in edits:
            answer = owner.post(page.address, data=sent[page.address])
            if page.form not in ASK_FIRST or answer.status_code != 200:
                wrong[page.address] = problems_after(page, answer, sent[page.address], 503)

    assert {address: problem for address, problem in wrong.items() if problem} == {}


def be_impatient(connection, *_: object) -> None:
    connection.execute("PRAGMA busy_timeout = 50")


def test_an_expired_sign_in_loses_nothing(owner, pages):
    wrong = {}
    for page in pages:
        sent = page.edited(owner.get(page.address).text)
        with owner.session_transaction() as cookie:
            cookie.pop("_user_id")
        away = owner.post(page.address, data=sent)
        back = owner.submit(away.location, {"email": OWNERS_ADDRESS, "password": PASSWORD})
        shown = owner.get(back.location)
        wrong[page.address] = problems_after(page, shown, sent, 200)

    assert {address: problem for address, problem in wrong.items() if problem} == {}
