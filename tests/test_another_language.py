"""A language that we do not speak yet needs a catalog, and nothing else."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

import config
from tests.factories import a_series, a_webinar, saved
from tests.support.html import page_of
from tests.support.languages import add_language
from tests.support.mails import a_seat, one_of, plain, read
from tests.web.people import GUIDE, a_guide, ana, private_page, the_registrant
from webinars.models import MessageKind, Series
from webinars.texts import Texts

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PORTUGUESE = {
    "Webinars": "Seminários web",
    "Register": "Inscrever-se",
    "In the host's time zone: %(when)s (%(zone)s)": "No fuso do anfitrião: %(when)s (%(zone)s)",
    "Invitation: %(title)s": "Convite: %(title)s",
    "%(start)s to %(end)s %(zone)s": "%(start)s às %(end)s %(zone)s",
}
ARABIC = {"Register": "سجّل", "Webinars": "ندوات عبر الإنترنت"}
CHINESE = {"Register": "註冊"}
JANUARY = datetime(2035, 1, 9, 20, tzinfo=UTC)
FILE = """\
series: {slug: guide, language: pt, status: published, reminders: [],
  title: {pt: Equidade em saúde, en: Health equity, zh-Hant: 健康平等}}
webinars: [{slug: one, title: {pt: Primeiro, en: First}, starts: 2035-12-01 15:00, minutes: 90}]
"""


@pytest.fixture(scope="module")
def translations(tmp_path_factory) -> tuple[Path, ...]:
    """Our folder of translations and another one."""
    folder = tmp_path_factory.mktemp("translations")
    add_language(folder, "pt", PORTUGUESE)
    add_language(folder, "ar", ARABIC)
    add_language(folder, "zh_Hant", CHINESE)
    return (config.TRANSLATIONS, folder)


@pytest.fixture
def app(make_app, translations):
    return make_app(translations=translations)


def test_every_page_links_to_itself_in_the_language(client, db):
    a_guide()

    page = page_of(client, "/series/guide/?ref=gare")

    links = {one["hreflang"]: one["href"] for one in page.all("a") if "hreflang" in one}
    assert links == {
        code: f"/series/guide/?ref=gare&lang={code}" for code in ("en", "ar", "es", "pt", "zh-Hant")
    }
    for name in ("العربية", "español", "português", "中文 (繁體)"):
        assert name in page.words
    alternates = {one["hreflang"] for one in page.all("link") if "hreflang" in one}
    assert {"ar", "pt", "zh-Hant", "x-default"} <= alternates


@pytest.mark.parametrize(
    ("language", "direction", "register", "day", "zone"),
    [
        (
            "pt",
            "ltr",
            "Inscrever-se",
            "terça-feira, 9 de janeiro de 2035",
            "Horário do Leste (Nova York)",
        ),
        (
            "ar",
            "rtl",
            "سجّل",
            "الثلاثاء، 9 يناير 2035",
            "التوقيت الشرقي لأمريكا الشمالية (نيويورك)",
        ),
        ("zh-Hant", "ltr", "註冊", "2035年1月9日 星期二", "東部時間 (紐約)"),
    ],
)
def test_pages_dates_and_zones_are_in_the_language(
    client, db, language, direction, register, day, zone
):
    saved(a_webinar(slug="one", series=a_series(slug="guide"), starts_at=JANUARY))

    page = page_of(client, f"/series/guide/?lang={language}")
    form = client.get(GUIDE)

    [html] = page.all("html")
    assert (html["lang"], html["dir"]) == (language, direction)
    assert register in page.words
    assert day in page.words
    assert zone in form.text
    assert form.headers["Content-Language"] == language


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [
        ("pt-BR", "pt"),
        ("pt-PT;q=0.8,fr", "pt"),
        ("ar-EG,en;q=0.5", "ar"),
        ("zh;q=0.9,en;q=0.1", "zh-Hant"),
        ("zh-Hant-TW,zh-Hant;q=0.9,en;q=0.1", "zh-Hant"),
    ],
)
def test_the_browser_may_ask_for_it(client, db, accepted, spoken):
    response = client.get("/practices/", headers={"Accept-Language": accepted})

    assert response.headers["Content-Language"] == spoken


def test_a_series_is_told_in_it(app, client, db, tmp_path):
    file = tmp_path / "series.yaml"
    file.write_text(FILE, encoding="utf-8")

    said = app.test_cli_runner().invoke(args=["series", "load", str(file)])

    assert (said.exit_code, said.output) == (0, "created series guide\ncreated webinar one\n")
    series = db.session.scalars(select(Series)).one()
    assert (series.language, dict(series.title)["zh-Hant"]) == ("pt", "健康平等")
    assert page_of(client, "/series/guide/?lang=pt").heading == "Equidade em saúde"
    assert page_of(client, "/series/guide/?lang=zh-Hant").heading == "健康平等"
    arabic = page_of(client, "/series/guide/?lang=ar")
    assert arabic.heading == "Equidade em saúde"
    assert {"lang": "pt", "dir": "ltr"} in arabic.all("span")
    assert "البرتغالية" in arabic.words


def test_a_registrant_chooses_it_for_mails_and_pages(client, db):
    a_guide()

    client.submit(GUIDE, ana(language="pt"))

    assert the_registrant().language == "pt"
    assert page_of(client, private_page()).language == "pt"


def test_a_mail_is_written_in_it(db):
    seat = a_seat(registrant={"language": "pt"}, webinar={"title": Texts({"pt": "Primeiro"})})

    mail = read(one_of(MessageKind.INVITED, seat))

    assert mail["Subject"] == "Convite: Primeiro"
    assert "?lang=pt" in plain(mail)


def test_a_feed_speaks_it_when_asked(client, db):
    saved(
        a_webinar(
            slug="one",
            series=a_series(slug="guide"),
            title=Texts({"en": "First", "pt": "Primeiro"}),
        )
    )

    feed = client.get("/series/guide/calendar.ics?lang=pt").text
    words = feed.replace("\r\n ", "")

    assert "SUMMARY:Primeiro" in words
    assert "No fuso do anfitrião: " in words
