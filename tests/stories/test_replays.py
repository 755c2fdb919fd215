"""One form sent many times at once, and one address from many sides: one registration."""

from collections.abc import Mapping
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from sqlalchemy import func, select

from tests.support.forms import filled_form
from tests.support.races import run_at_once
from tests.web.people import GUIDE, a_guide, ana, taken
from webinars.models import Delivery, EnrollmentStatus, MessageKind, Registrant

SEAT = EnrollmentStatus.CONFIRMED


def a_visitor() -> OpenerDirector:
    """A browser of its own, as far as cookies go."""
    return build_opener(HTTPCookieProcessor(CookieJar()))


def send(visitor: OpenerDirector, address: str, fields: Mapping[str, object]) -> int:
    """Send the form, follow where it leads, and return the last status."""
    body = urlencode(fields, doseq=True).encode()
    try:
        with visitor.open(address, body, timeout=60) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def fresh_form(visitor: OpenerDirector, address: str) -> dict[str, object]:
    with visitor.open(address, timeout=60) as page:
        return {**filled_form(page.read().decode())}


def test_one_form_replayed_sixty_times_at_once_registers_once(db, processes):
    a_guide()
    address = processes.serve() + GUIDE
    visitor = a_visitor()
    fields = fresh_form(visitor, address) | ana()

    answers = run_at_once(60, lambda _: send(visitor, address, fields))

    assert answers == [200] * 60
    assert taken() == [("ana@example.org", "one", SEAT)]
    invited = select(func.count()).where(Delivery.kind == MessageKind.INVITED)
    assert db.session.scalar(invited) == 1


def test_one_address_from_sixty_sides_is_one_person(db, processes):
    a_guide()
    address = processes.serve() + GUIDE
    visitors = [a_visitor() for _ in range(60)]
    spellings = ["ana@example.org", "Ana@Example.org", " ANA@EXAMPLE.ORG "]
    forms = [
        fresh_form(visitor, address) | ana(email=spellings[number % 3])
        for number, visitor in enumerate(visitors)
    ]

    answers = run_at_once(60, lambda number: send(visitors[number], address, forms[number]))

    assert answers == [200] * 60
    assert [(slug, status) for _, slug, status in taken()] == [("one", SEAT)]
    assert db.session.scalar(select(func.count()).select_from(Registrant)) == 1


def test_sixty_double_clicks_are_sixty_registrations(db, processes):
    a_guide()
    address = processes.serve() + GUIDE
    visitors = [a_visitor() for _ in range(60)]
    forms = [
        fresh_form(visitor, address) | ana(email=f"person{number}@example.org")
        for number, visitor in enumerate(visitors)
    ]

    answers = run_at_once(
        120, lambda number: send(visitors[number % 60], address, forms[number % 60])
    )

    assert answers == [200] * 120
    assert sorted(email for email, _, _ in taken()) == sorted(
        f"person{number}@example.org" for number in range(60)
    )
    invited = select(func.count()).where(Delivery.kind == MessageKind.INVITED)
    assert db.session.scalar(invited) == 60
