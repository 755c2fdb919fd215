import re
from hashlib import sha256

import pytest

from config import ROOT
from tests.support.html import Page
from webinars.web.static import SOURCE, asset, publish

NAMES = sorted(path.name for path in SOURCE.iterdir())
# What a template computes: its names are no attributes.
JINJA = re.compile(r"\{[{%#].*?[#%}]\}", re.DOTALL)


@pytest.fixture
def address(app):
    """Return the address of a static file by its plain name."""

    def address(name):
        with app.app_context():
            return asset(name)

    return address


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_served_for_ever_under_a_name_that_changes_with_it(client, address, name):
    content = (SOURCE / name).read_bytes()
    stem, suffix = name.split(".")

    response = client.get(address(name), buffered=True)

    assert address(name) == f"/static/{stem}.{sha256(content).hexdigest()[:8]}.{suffix}"
    assert response.data == content
    assert response.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(("encoding", "most"), [("br", 8000), ("gzip", 9000)])
def test_the_style_is_small_on_the_wire(client, address, encoding, most):
    response = client.get(address("site.css"), headers={"Accept-Encoding": encoding}, buffered=True)

    assert response.headers["Content-Encoding"] == encoding
    assert len(response.data) < most


def test_scripts_are_small(client, address):
    scripts = [name for name in NAMES if name.endswith(".js")]

    compressed = {"headers": {"Accept-Encoding": "gzip"}, "buffered": True}
    sizes = {name: len(client.get(address(name), **compressed).data) for name in scripts}

    assert sizes["times.js"] < 2000
    assert sum(sizes.values()) < 5000


def test_a_file_that_is_there_is_not_written_again(tmp_path):
    source = tmp_path / "a.css"
    source.write_text("body { margin: 0 }" * 100)
    target = tmp_path / "served" / "a.12345678.css"

    publish(source, target)
    before = {path: path.stat().st_mtime_ns for path in target.parent.iterdir()}
    publish(source, target)

    assert {path.name for path in before} == {target.name, f"{target.name}.br", f"{target.name}.gz"}
    assert {path: path.stat().st_mtime_ns for path in target.parent.iterdir()} == before


@pytest.mark.parametrize(
    "path", ["/static/site.css", "/static/../config.py", "/static/", "/static/unknown.js"]
)
def test_nothing_else_is_served(client, path):
    assert client.get(path).status_code == 404


def test_no_page_brings_style_or_script_of_its_own():
    templates = [
        path
        for path in (ROOT / "templates").rglob("*.html")
        if "email" not in path.parts  # mails must bring their style
    ]

    for path in templates:
        page = Page(JINJA.sub("", path.read_text()))
        assert not page.all("style"), path
        scripts = [one for one in page.all("script") if one.get("type") != "application/ld+json"]
        assert all("src" in script for script in scripts), path
        for tag, attributes in page.elements:
            assert not [name for name in attributes if name == "style" or name.startswith("on")], (
                f"{path}: {tag}"
            )
