"""Organizers create, change, publish, archive, copy and delete series."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from tests.factories import (
    a_registration,
    a_series,
    a_sponsor,
    a_webinar,
    in_english,
    saved,
)
from tests.support.console import console
from tests.web.organize.series.forms import filled
from webinars.clock import utcnow
from webinars.models import Choice, MemberRole, Membership, Series, SeriesStatus
from webinars.texts import Texts

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DAY = timedelta(days=1)
NEW = {
    "title-en": "Health for all",
    "title-es": "Salud para todos",
    "description-en": "About *health*.",
    "language": "en",
    "time_zone": "Chicago",
    "choice": "one",
    "opens_date": "2030-03-01",
    "opens_time": "09:00",
    "access_days": "7",
    "embed_on": "https://Example.org\n",
}


def the_series(db, slug="guide"):
    return db.session.scalar(select(Series).where(Series.slug == slug))


def test_a_draft_is_created_with_all_that_was_entered(client, db):
    sponsor, other = saved(a_sponsor(slug="alliance")), saved(a_sponsor(slug="friends"))
    user = console(client, "organizer", saved(a_series()))

    answer = client.submit(
        "/organize/series/new", {**NEW, "organizer": "alliance", "co_sponsors": ["friends"]}
    )

    series = the_series(db, "health-for-all")
    assert (answer.status_code, answer.location) == (303, "/organize/series/health-for-all/")
    assert series.title == Texts({"en": "Health for all", "es": "Salud para todos"})
    assert (series.status, series.choice, series.access_days) == (
        SeriesStatus.DRAFT,
        Choice.ONE,
        7,
    )
    assert (series.time_zone, series.embed_on) == ("America/Chicago", ["https://example.org"])
    assert series.registration_opens_at.isoformat() == "2030-03-01T15:00:00+00:00"
    assert (series.organizer, series.co_sponsors) == (sponsor, [other])
    [membership] = db.session.scalars(select(Membership).where(Membership.series_id == series.id))
    assert (membership.user_id, membership.role) == (user.id, MemberRole.ORGANIZER)


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        ({"title-en": ""}, "Enter a title."),
        ({"time_zone": "Atlantis"}, "We know no time zone"),
        ({"slug": "Not A Slug"}, "Use small letters a to z"),
        ({"slug": "guide"}, "Another series has this short name already."),
        ({"opens_time": ""}, "Enter both date and time."),
        ({"opens_date": "2030-02-30"}, "There is no such date."),
        ({"opens_date": "2030-03-10", "opens_time": "02:30"}, "this time does not exist"),
        ({"opens_date": "2030-11-03", "opens_time": "01:30"}, "this time comes twice"),
        ({"closes_date": "2030-02-01", "closes_time": "09:00"}, "must close after it opens"),
        ({"access_days": "400"}, "from 0 to 365"),
        ({"embed_on": "example.org/path"}, "is no site"),
        ({"choice": "two"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(client, db, entered, words):
    saved(a_series(slug="guide"))
    console(client)

    answer = client.submit("/organize/series/new", {**NEW, **entered})

    assert answer.status_code in {409, 422}
    assert words in answer.text
    assert "Salud para todos" in answer.text


def test_a_preview_of_the_texts_saves_nothing(client, db):
    console(client)

    answer = client.submit("/organize/series/new", {**NEW, "preview": "yes"})

    assert "About <em>health</em>." in answer.text
    assert the_series(db, "health-for-all") is None


def test_a_form_that_is_sent_as_it_is_changes_nothing(client, db):
    series = saved(a_series(slug="guide", co_sponsors=[a_sponsor()], organizer=a_sponsor()))
    before = series.updated_at
    console(client)

    address = "/organize/series/guide/edit"
    answer = client.post(address, data=filled(client, address))

    assert answer.status_code == 303
    assert the_series(db).updated_at == before


def test_the_second_to_save_is_told(client, db):
    series = saved(a_series(slug="guide"))
    console(client)
    address = "/organize/series/guide/edit"
    data = filled(client, address)
    series.access_days = 3
    saved(series)

    refused = client.post(address, data={**data, "title-en": ["Mine"]})

    assert refused.status_code == 409
    assert "Somebody else has changed this" in refused.text
    assert the_series(db).title != in_english("Mine")


@pytest.mark.parametrize(
    ("status", "step", "after", "words"),
    [
        ("draft", "publish", SeriesStatus.PUBLISHED, "The series is public."),
        ("published", "unpublish", SeriesStatus.DRAFT, "a draft again"),
        ("published", "archive", SeriesStatus.ARCHIVED, "The series is archived."),
        ("archived", "restore", SeriesStatus.PUBLISHED, "no longer archived"),
    ],
)
def test_a_step_is_asked_for_once_and_can_be_undone(client, db, status, step, after, words):
    before = SeriesStatus(status)
    saved(a_series(slug="guide", status=before))
    console(client)

    asked = client.get(f"/organize/series/guide/{step}")
    assert (asked.status_code, the_series(db).status) == (200, before)
    answer = client.submit(f"/organize/series/guide/{step}")
    assert (answer.status_code, the_series(db).status) == (303, after)
    page = client.get(answer.location).text
    assert words in page
    undo = re.search(r'class="notice notice-undo">.*?action="([^"]*)"', page, re.S)[1]
    client.submit(answer.location, to=undo)

    assert the_series(db).status is before


def test_publishing_says_who_gets_seats_and_mails(client, db, outbox):
    series = a_series(slug="guide", status=SeriesStatus.DRAFT)
    a_webinar(series=series, starts_at=utcnow() + 30 * DAY)
    saved(series, *(a_registration(series=series, is_standing=True) for _ in range(2)))
    console(client)

    page = client.get("/organize/series/guide/publish").text
    assert "2 seats are given" in page
    assert "2 invitations are mailed." in page
    assert outbox() == []
    client.submit("/organize/series/guide/publish")

    assert len(outbox()) == 2


def test_a_series_with_webinars_to_come_is_not_archived(client, db):
    saved(a_webinar(series=a_series(slug="guide"), starts_at=utcnow() + DAY))
    console(client)

    answer = client.submit("/organize/series/guide/archive")

    assert (answer.status_code, the_series(db).status) == (409, SeriesStatus.PUBLISHED)
    assert "still to come" in answer.text


def test_an_archived_series_stays_at_its_address_and_takes_nobody(client, db):
    series = a_series(slug="guide", title=in_english("Old"), status=SeriesStatus.ARCHIVED)
    saved(a_webinar(slug="one", series=series, starts_at=None))

    page = client.get("/series/guide/").text

    assert "takes no registrations any more" in page
    assert "takes no registrations any more" in client.get("/series/guide/register").text
    assert client.get("/series/guide/one/").status_code == 200
    assert client.get("/series/guide/calendar.ics").status_code == 200
    assert "/series/guide/" not in client.get("/").text


def test_only_series_that_one_may_see_are_listed(client, db):
    mine, other = saved(a_series(slug="mine")), saved(a_series(slug="other"))
    console(client, "viewer", mine)

    page = client.get("/organize/series/").text

    assert f"/organize/series/{mine.slug}/" in page
    assert f"/organize/series/{other.slug}/" not in page
    assert "Create a series" not in page


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["draft", "public"]),
        ("status=draft", ["draft"]),
        ("status=archived", ["archived"]),
        ("search=salud+política", ["public"]),
        ("search=100%25", []),
        ("search=DRAFT", ["draft"]),
    ],
)
def test_series_are_found_by_title_and_state(client, db, query, slugs):
    titles = {"public": "Salud y política", "draft": "Draft ideas", "archived": "Old"}
    states = {"public": "published"}
    for slug, title in titles.items():
        status = SeriesStatus(states.get(slug, slug))
        saved(a_series(slug=slug, title=in_english(title), status=status))
    console(client)

    page = client.get(f"/organize/series/?{query}").text

    assert sorted(re.findall(r'<th scope="row"><a href="/organize/series/(.*?)/"', page)) == slugs


def test_a_copy_is_made_only_after_its_dates_were_seen(client, db):
    saved(a_webinar(slug="one", series=a_series(slug="guide"), starts_at=utcnow() + DAY))
    console(client)
    wanted = {"title-en": "Again", "first_date": "2030-01-01", "parts": ["webinars"]}

    seen = client.submit("/organize/series/guide/duplicate", wanted)
    assert (seen.status_code, the_series(db, "again")) == (200, None)
    assert "weeks later than now" in seen.text
    made = client.submit("/organize/series/guide/duplicate", {**wanted, "confirmed": "yes"})

    copy = the_series(db, "again")
    assert made.location == "/organize/series/again/"
    assert copy.webinars[0].starts_at > the_series(db).webinars[0].starts_at


def test_the_preview_link_is_made_and_renewed(client, db):
    saved(a_series(slug="guide", status=SeriesStatus.DRAFT))
    console(client)
    address = "/organize/series/guide/preview"

    assert client.get(address).status_code == 200
    client.submit(address)
    first = the_series(db).preview_nonce
    client.submit(address)

    assert first is not None
    assert the_series(db).preview_nonce not in {None, first}


def test_a_draft_nobody_registered_for_is_deleted(client, db):
    saved(a_series(slug="guide", status=SeriesStatus.DRAFT))
    console(client)

    answer = client.submit("/organize/series/guide/delete")

    assert (answer.status_code, the_series(db)) == (303, None)


def test_a_series_is_downloaded_and_loaded_again(client, db):
    series = a_series(slug="guide", title=in_english("Health"))
    saved(a_webinar(slug="one", series=series))
    console(client)

    file = client.get("/organize/series/guide/export.yaml")
    assert "filename=guide.yaml" in file.headers["Content-Disposition"]
    content = file.data.replace(b"slug: guide", b"slug: again")
    page = client.get("/organize/series/load")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', page.text)[1]
    loaded = client.post(
        "/organize/series/load",
        data={"csrf_token": token, "file": (BytesIO(content), "guide.yaml")},
    )

    assert loaded.location == "/organize/series/again/"
    assert the_series(db, "again").title == in_english("Health")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose a file"),
        (b"series: [\n", "line 2"),
        (b"series:\n  slug: guide\n  title: T\n", "already"),
        (b"series:\n  slug: new\n  colour: red\n", "colour"),
    ],
)
def test_all_problems_of_a_file_are_shown_and_nothing_is_kept(client, db, content, words):
    saved(a_series(slug="guide"))
    console(client)
    page = client.get("/organize/series/load")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', page.text)[1]
    file = (BytesIO(content), "a.yaml" if content else "")

    answer = client.post("/organize/series/load", data={"csrf_token": token, "file": file})

    assert (answer.status_code, words in answer.text) == (422, True)
    assert the_series(db, "new") is None
