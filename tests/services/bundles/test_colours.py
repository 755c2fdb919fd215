"""An organization's colours are taken when one is seen on the other."""

import pytest
from sqlalchemy import select

from tests.services.bundles.files import a_file, faults, loaded
from webinars.models import Sponsor
from webinars.services import bundles

WANTED = 'give a colour in quotes, such as "#0b5d3b".'


def with_colours(colours):
    return a_file(catalog=f"sponsors: [{{slug: a, name: A, colours: {colours}}}]")


def stored(db):
    db.session.expire_all()
    sponsor = db.session.scalars(select(Sponsor)).one()
    return sponsor.brand_colour, sponsor.accent_colour


def test_two_colours_are_kept_in_small_letters(db):
    report = loaded(with_colours("{brand: '#0B5D3B', accent: '#FFD166'}"))

    assert stored(db) == ("#0b5d3b", "#ffd166")
    assert report.changes == ["created organization a", "created series series"]


def test_the_same_colours_again_change_nothing(db):
    loaded(with_colours("{brand: '#0b5d3b', accent: '#ffd166'}"))

    report = loaded(with_colours("{brand: '#0B5D3B', accent: '#ffd166'}"))

    assert report.changes == []


def test_another_colour_is_named(db):
    loaded(with_colours("{brand: '#0b5d3b', accent: '#ffd166'}"))

    report = loaded(with_colours("{brand: '#0b5d3b', accent: '#ffffff'}"))

    assert report.changes == ["changed colours.accent of organization a"]
    assert stored(db) == ("#0b5d3b", "#ffffff")


def test_colours_that_the_file_leaves_out_are_kept(db):
    loaded(with_colours("{brand: '#0b5d3b', accent: '#ffd166'}"))

    report = loaded(a_file(catalog="sponsors: [{slug: a, name: A}]"))

    assert "kept colours of organization a: the file leaves it out" in report.kept
    assert stored(db) == ("#0b5d3b", "#ffd166")


def test_null_takes_the_colours_out(db):
    loaded(with_colours("{brand: '#0b5d3b', accent: '#ffd166'}"))

    loaded(with_colours("null"))

    assert stored(db) == (None, None)


def test_colours_are_written_in_quotes(db):
    loaded(with_colours("{brand: '#0b5d3b', accent: '#ffd166'}"))

    written = bundles.export("series")

    assert "    colours:\n      brand: '#0b5d3b'\n      accent: '#ffd166'\n" in written
    assert loaded(written.encode()).changes == []


@pytest.mark.parametrize(
    ("colours", "fault"),
    [
        ("{brand: green, accent: '#fff'}", ("brand", f"is 'green'; {WANTED}")),
        ("{brand: '#0b5d3b', accent: '#ffd'}", ("accent", f"is '#ffd'; {WANTED}")),
        ("{brand: '#0b5d3b'}", ("accent", f"is missing; {WANTED}")),
        ("{brand: '#0b5d3b', accent: null}", ("accent", f"is missing; {WANTED}")),
        ("{brand: [], accent: '#ffffff'}", ("brand", f"is a list; {WANTED}")),
        (
            "{brand: '#0b5d3b', accent: '#ffd166', link: '#000000'}",
            ("link", "is no key here; the keys are: brand, accent."),
        ),
        (
            "{brand: '#ffd166', accent: '#ffffff'}",
            (
                "accent",
                (
                    "#ffffff has a contrast of 1.44:1 on #ffd166; a button needs 3:1 to be "
                    'seen on a page\'s head. The nearest shade that has it is "#787878".'
                ),
            ),
        ),
        (
            "{brand: '#0b5d3b', accent: '#0f7a4e'}",
            (
                "accent",
                (
                    "#0f7a4e has a contrast of 1.48:1 on #0b5d3b; a button needs 3:1 to be "
                    'seen on a page\'s head. The nearest shade that has it is "#6aad91".'
                ),
            ),
        ),
    ],
)
def test_a_colour_that_cannot_work_is_refused_at_its_field(colours, fault):
    field, words = fault

    found = {(line, name): said for line, name, said in faults(with_colours(colours))}

    assert found[(7, f"sponsors[a].colours.{field}")] == words


def test_one_colour_alone_is_no_mapping():
    assert faults(with_colours("'#0b5d3b'")) == [
        (7, "sponsors[a].colours", "must be a mapping with these keys: brand, accent.")
    ]


def test_the_accent_is_refused_on_its_own_line():
    content = a_file(
        catalog="""
            sponsors:
              - slug: a
                name: A
                colours:
                  brand: "#ffd166"
                  accent: "#ffcc00"
        """
    )

    [(line, field, words)] = faults(content)

    assert (line, field) == (12, "sponsors[a].colours.accent")
    assert words.startswith("#ffcc00 has a contrast of 1.04:1 on #ffd166;")


def test_the_suggested_colour_is_taken(db):
    [(_, _, words)] = faults(with_colours("{brand: '#ffd166', accent: '#ffffff'}"))
    suggested = words.split('"')[1]

    loaded(with_colours(f"{{brand: '#ffd166', accent: '{suggested}'}}"))

    assert stored(db) == ("#ffd166", suggested)
