"""Placeholders: an allow-list, one pass, and nothing else is ever evaluated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.domain.placeholders import (
    Fault,
    Placeholder,
    Problem,
    body_problems,
    filled,
    subject_problems,
    used,
)

KNOWN = {Placeholder.NAME, Placeholder.SERIES, Placeholder.WEBINAR, Placeholder.OWN_PAGE}
PLAIN = [
    "{{7*7}}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{x.__class__}",
    "{0.__class__.__mro__}",
    "{% for x in y %}",
    "%(name)s",
    "%s%s%s%n",
    "{:>999999999}",
    "$name",
    "{{config.SECRET_KEY}}",
]


def shout(placeholder):
    return placeholder.upper()


def test_placeholders_are_replaced_however_they_are_written():
    text = "Hello ((name)), see ((Own page)) of (( WEBINAR )); ((own-page))."

    assert filled(text, shout) == "Hello NAME, see OWN_PAGE of WEBINAR; OWN_PAGE."
    assert used(text) == {Placeholder.NAME, Placeholder.OWN_PAGE, Placeholder.WEBINAR}


def test_what_is_put_in_is_not_looked_at_again():
    assert filled("((name))", lambda _: "((series)) ((name))") == "((series)) ((name))"


@pytest.mark.parametrize("text", PLAIN)
def test_other_template_languages_are_plain_text(text):
    assert filled(text, shout) == text
    assert body_problems(text, KNOWN) == []
    assert subject_problems(text, KNOWN) == []


@pytest.mark.parametrize(
    ("text", "written", "suggestion"),
    [
        ("((nmae))", "((nmae))", Placeholder.NAME),
        ("((web inar))", "((web inar))", Placeholder.WEBINAR),
        ("((own_pages))", "((own_pages))", Placeholder.OWN_PAGE),
        ("((xyzzy))", "((xyzzy))", None),
        ("((name.__class__))", "((name.__class__))", Placeholder.NAME),
        # Known elsewhere, but not in this kind of mail.
        ("((recording))", "((recording))", None),
    ],
)
def test_unknown_ones_are_refused_with_the_nearest(text, written, suggestion):
    [problem] = body_problems(text, KNOWN)

    assert problem.fault is Fault.UNKNOWN
    assert (problem.written, problem.suggestion) == (written, suggestion)


@pytest.mark.parametrize("text", ["((name)", "Dear ((name", "name))", "((na\nme))", "(((name)"])
def test_malformed_ones_are_refused(text):
    assert Fault.MALFORMED in {problem.fault for problem in body_problems(text, KNOWN)}


@pytest.mark.parametrize("text", ["(see (a))", "f(x)", "(a) b)", "(((name)))"])
def test_brackets_of_ordinary_prose_are_left_alone(text):
    assert body_problems(text, KNOWN) == []


def test_a_subject_shows_no_link():
    assert subject_problems("((own_page)) ((name))", KNOWN) == [
        Problem(Fault.LINK_IN_SUBJECT, "((own_page))")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[here](((name)))",
        "[here](https://example.org/((name)))",
        "https://example.org/((name))",
        '[here](https://example.org/ "((name))")',
        "<https://((name)).example.org/>",
        "[here][1]\n\n[1]: https://example.org/?((name))",
    ],
)
def test_no_address_depends_on_what_a_registrant_wrote(text):
    assert body_problems(text, KNOWN) == [Problem(Fault.TEXT_IN_LINK, "((name))")]


@pytest.mark.parametrize("text", ["[here](((own_page)))", "((own_page))", "[((name))](/x)"])
def test_links_may_be_linked_and_names_may_be_shown(text):
    assert body_problems(text, KNOWN) == []


@given(text=st.text(alphabet="()nameseries {}%$\n[]<>_-", max_size=60))
def test_whatever_is_written_nothing_fails_and_one_pass_is_enough(text):
    assert isinstance(body_problems(text, KNOWN), list)
    assert isinstance(subject_problems(text, KNOWN), list)
    marked = filled(text, lambda _: "")
    assert len(marked) <= len(text)
