"""The pages of the audit: who sees what of it, in which words, and how it is looked through."""

from datetime import timedelta

import pytest

from tests.factories import NOW, a_registrant, a_registration, a_series, a_webinar, saved
from tests.support.console import an_account, console
from tests.support.html import Page
from tests.support.queries import counted_queries
from webinars.extensions import transaction
from webinars.models import Action, AuditEntry
from webinars.services import audit

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ADDRESS = "/organize/audit/"


@pytest.fixture
def guide(db):
    return saved(a_series(slug="guide"))


@pytest.fixture
def owner(client, db):
    return console(client)


def note(actor, action, subject, *, now=NOW, **values):
    with transaction():
        audit.record(actor, action, subject, now=now, **values)


def read(client, address=ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return Page(answer.text).words


def test_an_empty_audit_says_what_will_be_there(client, owner):
    assert "Nothing was done yet." in read(client)


def test_an_entry_says_who_did_what_with_before_and_after_in_plain_words(client, owner, guide):
    note(
        owner,
        Action.WEBINAR_CHANGED,
        saved(a_webinar(series=guide, slug="leading")),
        before={"starts_at": NOW, "join_url": None, "is_recorded": False, "title": "A"},
        after={"starts_at": NOW + timedelta(hours=1), "join_url": "https://x", "is_recorded": True,
               "title": {"en": "A", "es": "B"}},
    )  # fmt: skip

    words = read(client)

    assert "Owner" in words
    assert owner.email in words
    assert "Changed a webinar:" in words
    assert (
        "start before: Monday, March 2, 2026, 10:00 AM after: Monday, March 2, 2026, 11:00" in words
    )
    assert "address for joining before: nothing after: https://x" in words
    assert "will be recorded before: no after: yes" in words
    assert "title before: A after: English: A · Spanish: B" in words


def test_what_nobody_signed_in_did_was_the_command_line(client, owner, guide):
    note(None, Action.SERIES_CREATED, guide)

    assert "command line Created a series" in read(client)


def test_who_has_no_account_any_more_is_named_by_the_address(client, owner, guide):
    former = an_account("organizer", guide)
    note(former, Action.SERIES_CHANGED, guide)
    email = former.email
    with transaction():
        audit.db.session.delete(former)

    assert email in read(client)


def test_entries_about_registrants_name_fields_only(client, owner, guide, db):
    registration = saved(a_registration(series=guide))
    person = registration.registrant
    note(owner, Action.SERIES_CHANGED, person, series=guide, fields=["name", "email"])
    note(owner, Action.SERIES_CHANGED, registration, fields=["answers"])

    words = read(client)
    assert f"registrant {person.id}" in words
    assert "e-mail address and name" in words
    assert "answers" in words
    assert person.email not in words

    with transaction():
        db.session.delete(db.session.get(type(person), person.id))
    assert read(client).count("erased registrant") == 2


def test_who_asked_to_be_erased_is_erased_at_once(client, owner):
    person = saved(a_registrant(erased_at=NOW))
    note(owner, Action.SERIES_CHANGED, person, fields=["name"])

    assert "erased registrant" in read(client)


def test_organizers_see_their_series_only(client, guide):
    other = saved(a_series(slug="other"))
    organizer = console(client, "organizer", guide)
    note(organizer, Action.SERIES_CHANGED, guide)
    note(None, Action.SERIES_PUBLISHED, other)
    note(None, Action.SETTINGS_CHANGED, organizer)

    words = read(client, "/organize/audit/guide/")

    assert "Changed a series" in words
    assert "Published" not in words
    assert "Changed the settings" not in words
    assert "Published" not in read(client, f"/organize/audit/guide/?series={other.id}")
    assert client.get(ADDRESS).status_code == 403
    assert client.get("/organize/audit/other/").status_code == 404


def test_filters_are_joined(client, owner, guide):
    webinar = saved(a_webinar(series=guide))
    other = an_account()
    note(owner, Action.SERIES_PUBLISHED, guide)
    note(other, Action.WEBINAR_CANCELLED, webinar, now=NOW + timedelta(days=2))
    note(None, Action.SETTINGS_CHANGED, owner)

    def shown(query):
        words = read(client, f"{ADDRESS}?{query}")
        found = ("Published a series", "Cancelled a webinar", "Changed the settings")
        return [line for line in found if f"{line}:" in words]

    assert shown("") == ["Published a series", "Cancelled a webinar", "Changed the settings"]
    assert shown(f"who={owner.id}") == ["Published a series"]
    assert shown("who=command-line") == ["Changed the settings"]
    assert shown("kind=Webinar") == ["Cancelled a webinar"]
    assert shown("group=settings") == ["Changed the settings"]
    assert shown(f"series={guide.id}") == ["Published a series", "Cancelled a webinar"]
    assert shown("since=2026-03-03") == ["Cancelled a webinar"]
    assert shown("until=2026-03-02") == ["Published a series", "Changed the settings"]
    assert shown(f"words={owner.email.upper()}") == ["Published a series"]
    assert shown("words=100%25") == []
    assert shown(f"who={other.id}&group=settings") == []
    assert "Nothing that was done fits these filters." in read(client, f"{ADDRESS}?kind=Approach")


@pytest.mark.parametrize(
    "query",
    ["who=x", "who=99999999999999", "kind=x", "group=x", "since=x", "until=9999-12-31",
     "since=0001-01-01", "series=-1", "before=x", "after=99999999999999999999", "words=%00%ff"],
)  # fmt: skip
def test_filters_that_make_no_sense_harm_nothing(client, owner, guide, query):
    note(owner, Action.SERIES_PUBLISHED, guide)

    assert "Published a series" in read(client, f"{ADDRESS}?{query}") or query.startswith("words")


def test_one_walks_to_the_oldest_and_back(client, owner, guide, db):
    saved(*[an_entry(guide, number) for number in range(120)])

    first = Page(client.get(f"{ADDRESS}?group=series").text)
    [older] = [link for link in first.links if "before=" in link]
    second = Page(client.get(older).text)
    [oldest] = [link for link in second.links if "before=" in link]
    third = Page(client.get(oldest).text)

    assert "group=series" in older
    assert [page.words.count("Changed a series:") for page in (first, second, third)] == [
        50,
        50,
        20,
    ]
    assert not [link for link in third.links if "before=" in link]
    [newer] = [link for link in third.links if "after=" in link]
    assert Page(client.get(newer).text).words == second.words


def test_a_page_asks_the_same_few_questions_for_any_number_of_entries(client, owner, guide, db):
    saved(an_entry(guide, 0))
    with counted_queries() as few:
        client.get(ADDRESS)
    saved(*[an_entry(guide, number) for number in range(1, 40)])
    with counted_queries() as many:
        client.get(ADDRESS)

    assert len(many) == len(few)


def an_entry(series, number) -> AuditEntry:
    return AuditEntry(
        at=NOW + timedelta(minutes=number),
        action=Action.SERIES_CHANGED,
        series_id=series.id,
        subject_kind="Series",
        subject_id=series.id,
        subject_name=f"Entry {number}",
        fields=["title"],
        before={"title": "A"},
        after={"title": "B"},
    )
