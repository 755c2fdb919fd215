"""Every action has plain words, and stands in a group that says what it was done to."""

import pytest

from webinars.domain.audit_filters import ActionGroup, actions_in, group_of
from webinars.models import Action
from webinars.web.organize.audit.actions import ACTIONS
from webinars.web.organize.audit.words import GROUPS, value_words


def test_every_action_has_words_of_its_own():
    assert set(Action) - set(ACTIONS) == set()
    assert len({str(words) for words in ACTIONS.values()}) == len(ACTIONS)


def test_every_group_has_words_and_actions():
    assert set(GROUPS) == set(ActionGroup)
    assert [group for group in ActionGroup if not actions_in(group)] == []


@pytest.mark.parametrize(
    ("action", "group"),
    [
        (Action.WEBINAR_CANCELLED, ActionGroup.SERIES),
        (Action.CATALOG_ENTRY_REMOVED, ActionGroup.CATALOG),
        (Action.REGISTRANTS_IMPORTED, ActionGroup.REGISTRANTS),
        (Action.BROADCAST_STOPPED, ActionGroup.MESSAGES),
        (Action.MEMBER_ADDED, ActionGroup.PEOPLE),
        (Action.LOGO_CHANGED, ActionGroup.SETTINGS),
    ],
)
def test_an_action_stands_where_one_looks_for_it(action, group):
    assert group_of(action) is group


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        ("", "nothing"),
        ([], "nothing"),
        (0, "0"),
        (False, "no"),
        (True, "yes"),
        ("2026-03-02T15:00:00+00:00", "Monday, March 2, 2026, 10:00 AM"),
        ("2026-03-02T15:00:00", "2026-03-02T15:00:00"),
        ("Talk at ten", "Talk at ten"),
        (["a", "b"], "a and b"),
        ({"en": "A", "zh-Hant": "B"}, "English: A · Traditional Chinese: B"),
        ({"months": 3}, "months: 3"),
        ("x" * 2001, "x" * 2000 + "…"),
    ],
)
def test_a_value_is_said_in_plain_words(app, value, words):
    with app.test_request_context():
        said = value_words(value, "America/New_York")

    assert " ".join(said.split()) == words
