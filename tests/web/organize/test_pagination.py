"""Long lists come a page at a time, and what was asked for stays in the address."""

import pytest
from sqlalchemy import select

from tests.factories import a_speaker, saved
from webinars.models import Speaker
from webinars.web.organize.pagination import paginated

IN_ORDER = select(Speaker).order_by(Speaker.name)


@pytest.fixture
def speakers(db):
    saved(*(a_speaker(name=f"Speaker {number:02}") for number in range(25)))


def asked(app, address: str, **values):
    with app.test_request_context(address):
        return paginated(IN_ORDER, per_page=10, **values)


@pytest.mark.parametrize(
    ("query", "number", "first", "last"),
    [
        ("", 1, 1, 10),
        ("?page=2", 2, 11, 20),
        ("?page=3", 3, 21, 25),
        ("?page=9", 3, 21, 25),
        ("?page=0", 1, 1, 10),
        ("?page=-1", 1, 1, 10),
        ("?page=x", 1, 1, 10),
        ("?page=99999999999999999999", 1, 1, 10),
    ],
)
def test_the_page_that_was_asked_for_is_shown(app, speakers, query, number, first, last):
    page = asked(app, f"/practices/{query}")

    assert (page.number, page.count, page.total) == (number, 3, 25)
    assert (page.first, page.last) == (first, last)
    assert [speaker.name for speaker in page.rows] == [
        f"Speaker {place - 1:02}" for place in range(first, last + 1)
    ]


def test_an_empty_list_has_one_page(app, db):
    page = asked(app, "/practices/")

    assert (page.rows, page.number, page.count, page.first, page.last) == ([], 1, 1, 0, 0)


def test_the_address_of_another_page_keeps_the_filters(app, speakers):
    with app.test_request_context("/practices/?state=due&state=sent&page=2"):
        page = paginated(IN_ORDER, per_page=10)

        assert page.address(3) == "/practices/?state=due&state=sent&page=3"
        assert page.address(1) == "/practices/?state=due&state=sent"


def test_several_columns_come_as_rows(app, speakers):
    with app.test_request_context("/practices/"):
        page = paginated(select(Speaker.id, Speaker.name).order_by(Speaker.name), per_page=2)

    assert [row.name for row in page.rows] == ["Speaker 00", "Speaker 01"]
