"""The rules of ARCHITECTURE.md, held by the project and broken by a small bad example each."""

import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from flask import Flask
from flask_wtf.csrf import CSRFProtect

import config
from tests.support import architecture, translations
from tests.support.routes import open_to_forgery, writing_routes
from tools.translations import extract
from webinars.app import create_app
from webinars.models import MessageKind

ROOT = Path(__file__).parent.parent
CATALOGS = ROOT / "webinars" / "translations"
# Beside English, the language of the source.
LANGUAGES = sorted(path.name for path in CATALOGS.iterdir())
# Mail programs unsubscribe with one click and know no token of ours (RFC 8058, 3.2).
CSRF_EXEMPTIONS = {"/unsubscribe/<token>"}
OWN_CODE = (
    "webinars",
    "tests",
    "tools",
    "benchmarks",
    "config.py",
    "config_mail.py",
    "wsgi.py",
)

RULES: dict[Callable[[Path], list[str]], tuple[str, str, list[str]]] = {
    architecture.outward_imports: (
        "webinars/services/series.py",
        "from webinars.web import forms\n",
        ["webinars.services.series:1 imports webinars.web"],
    ),
    architecture.unknown_layers: (
        "webinars/utils.py",
        "",
        ["webinars.utils is in no layer"],
    ),
    architecture.import_cycles: (
        "webinars/domain/seats.py",
        "from webinars.domain import seats\n",
        ["webinars.domain.seats → webinars.domain.seats"],
    ),
    architecture.imports_for_types: (
        "webinars/domain/seats.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from webinars import models\n",
        ["webinars.domain.seats:3 imports webinars for types only"],
    ),
    architecture.imports_in_functions: (
        "webinars/queries/series.py",
        "def late():\n    if True:\n        import json\n",
        ["webinars.queries.series:3 imports json inside a function"],
    ),
    architecture.flask_imports: (
        "webinars/services/series.py",
        "import json\nfrom flask_babel import gettext\n",
        ["webinars.services.series:2 imports flask_babel"],
    ),
    architecture.undocumented_modules: (
        "webinars/clock.py",
        "def utcnow(): ...\n",
        ["webinars.clock"],
    ),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_package_keeps_the_rule(rule):
    assert rule(ROOT) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_finds_what_breaks_it(rule, tmp_path):
    path, source, faults = RULES[rule]
    write(tmp_path / path, source)

    assert rule(tmp_path) == faults


@pytest.mark.parametrize(
    ("file", "source", "target"),
    [
        ("models/series.py", "from webinars.domain import seats", "webinars.domain.seats"),
        ("domain/seats.py", "import webinars.extensions", "webinars.extensions"),
        ("domain/ical/feed.py", "from ...services import series", "webinars.services.series"),
        ("services/series.py", "from webinars.transports import smtp", "webinars.transports.smtp"),
        ("web/pages.py", "from webinars.cli import worker", "webinars.cli.worker"),
        ("cli/__init__.py", "from ..web import pages", "webinars.web.pages"),
        ("queries/series.py", "import wsgi", "wsgi"),
        ("models/webinar.py", "from config import Config", "config"),
    ],
)
def test_an_import_outwards_is_found_however_it_is_written(tmp_path, file, source, target):
    for known in ("domain/seats", "services/series", "transports/smtp", "cli/worker", "web/pages"):
        write(tmp_path / "webinars" / f"{known}.py", "")
    write(tmp_path / "webinars" / file, source)

    [fault] = architecture.outward_imports(tmp_path)

    assert fault.endswith(f":1 imports {target}")


def test_a_cycle_of_three_is_found_once(tmp_path):
    for module, other in (("a", "b"), ("b", "c"), ("c", "a")):
        write(tmp_path / f"webinars/domain/{module}.py", f"from webinars.domain import {other}")

    assert architecture.import_cycles(tmp_path) == [
        "webinars.domain.a → webinars.domain.b → webinars.domain.c → webinars.domain.a"
    ]


def test_models_may_name_each_other_for_types(tmp_path):
    source = "if TYPE_CHECKING:\n    from webinars.models.series import Series\n"
    write(tmp_path / "webinars/models/series.py", "")
    write(tmp_path / "webinars/models/webinar.py", source)

    assert architecture.imports_for_types(tmp_path) == []


def test_the_package_commits_in_one_place():
    assert [place.split(":")[0] for place in architecture.commits(ROOT)] == ["webinars.extensions"]


def test_a_commit_is_found(tmp_path):
    write(tmp_path / "webinars/services/series.py", "def save():\n    db.session.commit()\n")

    assert architecture.commits(tmp_path) == ["webinars.services.series:2"]


def test_no_file_is_longer_than_400_lines():
    parts = [part for part in OWN_CODE if (ROOT / part).exists()]

    assert architecture.long_files(ROOT, parts) == []


def test_a_long_file_is_found(tmp_path):
    write(tmp_path / "webinars/short.py", "1\n" * 400)
    write(tmp_path / "webinars/long.py", "1\n" * 401)
    write(tmp_path / "config.py", "1\n" * 500)

    assert architecture.long_files(tmp_path, ["webinars", "config.py"]) == [
        "webinars/long.py: 401 lines",
        "config.py: 500 lines",
    ]


def test_every_form_needs_a_token_of_ours_but_for_the_named_exemptions(tmp_path):
    app = create_app(config.test_config("sqlite://", instance_path=tmp_path))

    assert set(open_to_forgery(app)) - CSRF_EXEMPTIONS == set()
    assert writing_routes(app) != []


def test_a_form_without_a_token_is_found():
    app = Flask("example", static_folder=None)
    app.secret_key = "for the test"
    csrf = CSRFProtect(app)
    app.post("/guarded/<int:number>/<name>")(lambda number, name: "")
    app.add_url_rule("/open", "open", csrf.exempt(open_page), methods=["GET", "POST"])

    assert open_to_forgery(app) == ["/open"]
    assert writing_routes(app) == [("POST", "/guarded/<int:number>/<name>"), ("POST", "/open")]


def open_page() -> str:
    return ""


def test_every_kind_of_mail_has_its_three_parts():
    # A test mail is one of another kind.
    kinds = [kind for kind in MessageKind if kind is not MessageKind.TEST_MAIL]

    assert translations.incomplete_mails(ROOT / "templates" / "email", kinds) == []


def test_an_incomplete_kind_of_mail_is_found(tmp_path):
    write(tmp_path / "welcome" / "subject.txt", "")
    write(tmp_path / "welcome" / "body.txt", "")
    write(tmp_path / "walcome" / "body.html", "")

    assert translations.incomplete_mails(tmp_path, ["welcome"]) == [
        "welcome/body.html is missing",
        "walcome/ is no kind of mail",
    ]


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every text of the source, as it stands."""
    template = tmp_path_factory.mktemp("texts") / "messages.pot"
    extract(Path(sys.executable), template)
    return translations.read_catalog(template)


def catalog_of(language: str) -> Catalog:
    return translations.read_catalog(CATALOGS / language / "LC_MESSAGES" / "messages.po")


def test_spanish_is_spoken_beside_english():
    assert "es" in LANGUAGES


@pytest.mark.parametrize("kind", MessageKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_is_complete_in_every_language(language, kind, texts):
    catalog = catalog_of(language)

    assert translations.untranslated(catalog, texts, below=f"templates/email/{kind}/") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalog_is_up_to_date_and_complete(language, texts):
    catalog = catalog_of(language)

    assert translations.stale(catalog, texts) == []
    assert translations.untranslated(catalog, texts) == []
    assert translations.broken(catalog) == []


def test_what_a_catalog_lacks_is_found():
    source, catalog = Catalog(), Catalog(locale="es")
    for text in ("Hello", "Guessed", ("%(num)d seat", "%(num)d seats")):
        source.add(text, locations=[("templates/email/welcome/body.txt", 1)])
    catalog.add("Hello", "Hola")
    catalog.add("Guessed", "Quizá", flags=["fuzzy"])
    catalog.add(("%(num)d seat", "%(num)d seats"), ("%(num)d plaza", ""))
    catalog.add("Gone", "Ido")

    assert translations.stale(catalog, source) == ["only in the catalog: Gone"]
    assert translations.stale(Catalog(), source)[0] == "not in the catalog: %(num)d seat"
    assert translations.untranslated(catalog, source, below="templates/email/welcome/") == [
        "%(num)d seat",
        "Guessed",
    ]


@pytest.mark.parametrize(
    ("text", "translation", "found"),
    [
        ("Hello %(name)s", "Hola, %(name)s", []),
        ("Hello %(name)s", "Hola, %(nombre)s", ["other placeholders"]),
        ("Hello %(name)s", "Hola", ["other placeholders"]),
        ("100%% %(part)s", "100 % %(part)s", ["other placeholders"]),
        ("Your time: {time}", "Su hora: {hora}", ["other placeholders"]),
        ("At <strong>%(a)s</strong>.", "A <b>%(a)s</b>.", ["other tags"]),
        ("At <strong>%(a)s</strong>.", "A <strong>%(a)s.", ["other tags"]),
        ("Follow ", "Seguir", ["other blanks at an end"]),
        (("%(num)d seat", "%(num)d seats"), ("una plaza", "%(num)d plazas"), []),
        (
            ("%(num)d seat", "%(num)d seats"),
            ("una plaza", "%(num)d plazas", "%(num)d plazas"),
            ["3 plural forms of 2"],
        ),
        (
            ("%(part)s of %(num)d", "%(part)s of %(num)d"),
            ("%(part)s de %(num)d", "%(num)d"),
            ["other placeholders"],
        ),
    ],
)
def test_a_translation_that_would_not_work_is_found(text, translation, found):
    catalog = Catalog(locale="es")
    catalog.add(text, translation)

    assert [fault.rpartition(": ")[2] for fault in translations.broken(catalog)] == found


def test_a_catalog_with_the_plural_forms_of_another_language_is_found():
    catalog = Catalog(locale="ar")
    catalog._num_plurals, catalog._plural_expr = 2, "(n != 1)"

    assert translations.broken(catalog) == ["the plural forms are not those of ar"]


def test_a_catalog_from_which_a_text_is_missing_is_found(texts):
    whole, catalog = catalog_of("es"), catalog_of("es")
    gone, guessed, added = "Register", "Practices", "A text of nobody"
    catalog.delete(gone)
    catalog[guessed].flags.add("fuzzy")
    catalog.add(added, "Un texto de nadie")

    assert set(translations.stale(catalog, texts)) - set(translations.stale(whole, texts)) == {
        f"not in the catalog: {gone}",
        f"only in the catalog: {added}",
    }
    lacking = set(translations.untranslated(catalog, texts))
    assert lacking - set(translations.untranslated(whole, texts)) == {guessed, gone}


def test_texts_are_read_from_templates_as_the_pages_read_them(tmp_path):
    app = create_app(config.test_config("sqlite://", instance_path=tmp_path))
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    wanted = {
        "trim_blocks": app.jinja_env.trim_blocks,
        "lstrip_blocks": app.jinja_env.lstrip_blocks,
        "trimmed": app.jinja_env.policies["ext.i18n.trimmed"],
    }

    for mapping in settings[1:]:
        assert {name: mapping[name] == "true" for name in wanted} == wanted


def write(path: Path, source: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source)
