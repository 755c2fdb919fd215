"""A series is written as the file that loads it again without loss."""

from base64 import b64encode
from contextlib import contextmanager

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from tests.factories import NOW, a_series, a_webinar, in_english, saved
from tests.services.bundles.files import a_file, loaded
from tests.support.pictures import a_picture
from webinars.domain.markdown import line_of_html
from webinars.domain.slugs import RESERVED
from webinars.errors import NotFound
from webinars.extensions import transaction
from webinars.services import bundles

PICTURES = tuple(map(a_picture, ("PNG", "JPEG", "WEBP")))
# Each can be seen on its brand.
COLOURS = [("#0b5d3b", "#ffd166"), ("#fff3b0", "#12355b"), ("#000000", "#ffffff")]


def test_a_series_that_does_not_exist_is_not_written(db):
    with pytest.raises(NotFound):
        bundles.export("nothing")


def test_a_written_file_says_everything(db):
    loaded(
        a_file(
            """
            - slug: one
              title: {en: One, es: Uno}
              description: |
                Some *long* words.

                - And a list
              starts: 2026-11-01 01:30-05:00
              minutes: 90
              practices: [first]
              speakers: [{speaker: ana, role: Host}]
            """,
            catalog="""
                speakers: [{slug: ana, name: yes}]
                practice_groups: [{slug: group, name: Group}]
                practices: [{slug: first, name: First, group: group}]
                approach: {title: Why, body: Because}
            """,
        )
    )

    assert bundles.export("series") == (
        """\
series:
  slug: series
  title: Title
  description: null
  language: en
  time_zone: America/New_York
  registration_opens_at: null
  registration_closes_at: null
  choice: some
  status: published
  demonstration: false
  access_days: 10
  embed_on: []
  organizer: null
  co_sponsors: []
  reminders: []
  questions: []

webinars:
  - slug: one
    title:
      en: One
      es: Uno
    description: |-
      Some *long* words.

      - And a list
    starts: 2026-11-01 01:30-05:00
    minutes: 90
    time_zone: null
    capacity: null
    join_url: null
    recording: null
    status: scheduled
    practices: [first]
    co_sponsors: []
    speakers:
      - speaker: ana
        role: Host
    offers:
      captions: false
      sign_language: false
      interpretation: []
      recording: false

speakers:
  - slug: ana
    name: 'yes'
    organization: null
    biography: null

practice_groups:
  - slug: group
    name: Group
    description: null

practices:
  - slug: first
    name: First
    group: group
    description: null

sponsors: []

case_studies: []

approach:
  title: Why
  body: Because
"""
    )


def test_what_was_made_without_a_file_is_written_and_loaded(db):
    saved(a_webinar(series=a_series(slug="made", description=in_english("A < b, <c@example.org>"))))

    report = loaded(bundles.export("made").encode())

    assert report.changes == []


words = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=40)
lines = words.map(str.strip).filter(bool)
proses = (
    st.lists(st.one_of(words, st.sampled_from(["", "# a", "- b", "  c ", "    d", "a: b #"])))
    .map(lambda parts: "\n".join(parts).strip()[:200].strip())
    .filter(lambda text: line_of_html(text) is None)
)
by_language = st.sampled_from([["en"], ["es"], ["en", "es"], ["es", "en"], ["fr", "en", "es"]])


def texts(kind):
    several = by_language.flatmap(lambda codes: st.fixed_dictionaries(dict.fromkeys(codes, kind)))
    return st.one_of(kind, several)


def some(kind):
    return st.one_of(st.none(), kind)


def subset(slugs):
    return st.lists(st.sampled_from(slugs), unique=True) if slugs else st.just([])


def things(slugs, **keys):
    """One thing for each slug, in this order."""
    return st.tuples(
        *(st.fixed_dictionaries({"slug": st.just(slug), **keys}) for slug in slugs)
    ).map(list)


slugs = st.text("abz09-", min_size=1, max_size=3).filter(lambda text: text not in RESERVED)
walls = st.datetimes(
    min_value=NOW.replace(tzinfo=None, year=2001), max_value=NOW.replace(tzinfo=None, year=2099)
).filter(lambda wall: wall.hour >= 4)
logos = st.sampled_from(PICTURES).map(
    lambda content: f"data:{_type(content)};base64,{b64encode(content).decode()}"
)

colours = st.sampled_from(COLOURS).map(
    lambda pair: dict(zip(("brand", "accent"), pair, strict=True))
)


def _type(content):
    return dict(zip(PICTURES, ("image/png", "image/jpeg", "image/webp"), strict=True))[content]


@st.composite
def files(draw):
    """A file with everything that can be in one."""
    names = st.lists(slugs, unique=True, max_size=3)
    speakers, groups, sponsors, stories, webinars = (draw(names) for _ in range(5))
    practices = draw(names) if groups else []
    series = {
        "slug": "series",
        "title": texts(lines),
        "description": some(texts(proses)),
        "language": st.sampled_from(["en", "es"]),
        "time_zone": st.sampled_from(["America/New_York", "Europe/Berlin", "Asia/Kathmandu"]),
        "registration_opens_at": some(walls.map(lambda wall: f"{wall:%Y-%m-%d %H:%M}")),
        "choice": st.sampled_from(["one", "some", "all"]),
        "status": st.sampled_from(["draft", "published"]),
        "demonstration": st.booleans(),
        "access_days": st.integers(0, 365),
        "embed_on": st.lists(
            st.sampled_from(["https://a.example", "https://ü.example", "http://localhost:8000"]),
            unique=True,
        ),
        "organizer": some(st.sampled_from(sponsors)) if sponsors else st.none(),
        "co_sponsors": subset(sponsors),
        "reminders": st.lists(st.sampled_from(["7d", "1d", "90m", "1h", "36h"]), unique=True),
        "questions": st.lists(
            st.fixed_dictionaries(
                {
                    "id": slugs,
                    "label": texts(lines),
                    "kind": st.just("choice"),
                    "options": st.lists(lines, min_size=1, max_size=3, unique=True).map(_both),
                    "required": st.booleans(),
                }
            ),
            max_size=2,
            unique_by=lambda question: question["id"],
        ),
    }
    webinar = {
        "title": texts(lines),
        "description": some(texts(proses)),
        "starts": some(walls.map(lambda wall: f"{wall:%Y-%m-%d %H:%M}")),
        "minutes": st.integers(1, 1440),
        "time_zone": some(st.sampled_from(["Pacific/Auckland", "America/Sao_Paulo"])),
        "capacity": some(st.integers(0, 1000)),
        "join_url": some(st.just("https://example.org/a?b=c#d")),
        "recording": some(st.just("https://video.example.org/watch?v=1")),
        "status": st.sampled_from(["scheduled", "cancelled"]),
        "practices": subset(practices),
        "co_sponsors": subset(sponsors),
        "speakers": subset(speakers).flatmap(
            lambda chosen: things(chosen, role=some(texts(lines))).map(_as_appearances)
        ),
        "offers": st.fixed_dictionaries(
            {"captions": st.booleans(), "interpretation": subset(["es", "hmn", "fr"])}
        ),
    }
    return draw(
        st.fixed_dictionaries(
            {
                "series": st.fixed_dictionaries(
                    {
                        key: st.just(value) if isinstance(value, str) else value
                        for key, value in series.items()
                    }
                ),
                "webinars": things(webinars, **webinar),
                "speakers": things(
                    speakers, name=lines, organization=some(texts(lines)), biography=texts(proses)
                ),
                "practice_groups": things(groups, name=texts(lines), description=texts(proses)),
                "practices": things(
                    practices,
                    name=texts(lines),
                    group=st.sampled_from(groups or [""]),
                    description=texts(proses),
                ),
                "sponsors": things(
                    sponsors,
                    acronym=some(lines),
                    name=texts(lines),
                    website=some(st.just("https://example.org/")),
                    logo=some(logos),
                    colours=some(colours),
                    supports=texts(proses),
                ),
                "case_studies": things(
                    stories,
                    title=texts(lines),
                    department=some(texts(lines)),
                    place=some(texts(lines)),
                    story=texts(proses),
                    practices=subset(practices),
                    practices_note=some(texts(lines)),
                ),
                "approach": some(
                    st.fixed_dictionaries(
                        {"title": texts(lines), "body": texts(proses.filter(bool))}
                    )
                ),
            }
        )
    )


def _as_appearances(chosen):
    return [{"speaker": part["slug"], "role": part["role"]} for part in chosen]


def _both(options):
    return [{"es": text, "en": text} if len(text) % 2 else text for text in options]


class Dumper(yaml.SafeDumper):
    """Writes a thing that comes twice in full each time."""

    def ignore_aliases(self, data):
        return True


class Undone(Exception):
    """Ends a transaction without keeping it."""


@contextmanager
def undone():
    """Load and write within, and keep nothing."""
    try:
        with transaction():
            yield
            raise Undone
    except Undone:
        pass


def test_load_export_load_is_lossless(db):
    # Without shrinking, which takes minutes when every example loads two files.
    @settings(
        max_examples=25,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(files())
    def holds(file):
        with undone():
            typed = yaml.dump(file, Dumper=Dumper, allow_unicode=True, sort_keys=False)
            bundles.load(typed.encode(), folder=None, now=NOW)
            written = bundles.export("series")

            again = bundles.load(written.encode(), folder=None, now=NOW)

            assert (again.changes, again.kept) == ([], [])
            assert bundles.export("series") == written

    holds()


def test_writing_many_webinars_asks_no_more_than_writing_one(db):
    one, three = (
        "\n".join(
            f"- {{slug: w{n}, title: W, practices: [first], speakers: [{{speaker: ana}}]}}"
            for n in range(count)
        )
        for count in (1, 3)
    )
    loaded(a_file(one))
    few = queries_of(db, lambda: bundles.export("series"))

    loaded(a_file(three))

    assert queries_of(db, lambda: bundles.export("series")) == few


def queries_of(db, work):
    """How many statements *work* sends."""
    sent = []
    db.session.expire_all()
    event.listen(db.engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    work()
    return len(sent)
