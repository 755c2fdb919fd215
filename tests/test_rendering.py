"""Both parts of a mail: the same facts in every language, and nothing to load."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import config
from tests.factories import NOW
from tests.support.mails import (
    Page,
    a_seat,
    after_an_invitation,
    html,
    one_of,
    plain,
    read,
    squeezed,
)
from webinars.i18n import languages
from webinars.models import MessageKind
from webinars.rendering import render_message

FOLDER = config.ROOT / "templates" / "email"


@pytest.fixture(params=["en", "es"])
def language(request):
    return request.param


@pytest.fixture
def mails(db, language):
    seat = a_seat(registrant={"language": language})
    after_an_invitation(seat)
    return {kind: read(one_of(kind, seat), now=NOW) for kind in MessageKind}


def test_the_text_part_says_everything_the_html_part_says(mails):
    for kind, message in mails.items():
        page, told = Page(html(message)), squeezed(f"{message['Subject']} {plain(message)}")

        untold = [text.rstrip(":") for text in page.texts if text.rstrip(":") not in told]
        assert (kind, untold) == (kind, [])
        assert (kind, [link for link in page.links if link not in told]) == (kind, [])


def test_the_html_part_names_every_link_of_the_text_part(mails):
    for kind, message in mails.items():
        page = Page(html(message))
        known = {*page.links, *page.texts}

        links = re.findall(r"(?:https?|webcal)://\S+", plain(message))
        assert (kind, [link for link in links if link not in known]) == (kind, [])


def test_the_html_part_is_whole_without_the_network(mails):
    for message in mails.values():
        source = html(message)

        assert not Page(source).tags & {"img", "link", "script", "iframe", "object", "form"}
        assert "url(" not in source
        assert "@import" not in source


def test_the_html_part_is_for_screen_readers_and_dark_screens(mails, language):
    spoken = language if language in languages() else "en"

    for message in mails.values():
        source = html(message)

        assert source.startswith(f'<!DOCTYPE html><html lang="{spoken}" dir="ltr">')
        assert re.search(r"<title>\s*\S", source)
        assert 'name="color-scheme" content="light dark"' in source
        assert "@media (prefers-color-scheme: dark)" in source
        assert '<body style="margin:0;' in source


def test_rare_blanks_do_not_reach_the_text_part(mails):
    for message in mails.values():
        assert not re.search("[\u00a0\u2009\u202f]", plain(message))


def test_readers_share_a_mail_but_not_their_own_words(app):
    common = {"reason": "asked", "site": "Webinars", "series": None, "language_note": None}
    common |= {"is_demonstration": False, "has_calendar": False}
    common |= {"privacy_url": "https://example.org/privacy/"}

    with app.app_context():
        ana, ben, nobody = (
            render_message(
                MessageKind.PRIVATE_LINK,
                {"greeting_name": name, "manage_url": url, "unsubscribe_url": None},
                common,
            )
            for name, url in (
                ("Ana <3", "https://example.org/a?b&c"),
                ("Ben", "https://example.org/b"),
                ("", "https://example.org/c"),
            )
        )

    assert ana.text.startswith("Hello Ana <3,\n")
    assert "Your own page: https://example.org/a?b&c\n" in ana.text
    assert "Hello Ana &lt;3,</p>" in ana.html
    assert 'href="https://example.org/a?b&amp;c"' in ana.html
    assert ben.html == ana.html.replace("Ana &lt;3", "Ben").replace("a?b&amp;c", "b")
    assert nobody.text.startswith("Hello,\n")


def test_no_html_template_takes_in_a_text_template_which_escapes_nothing():
    environment = Environment(extensions=["jinja2.ext.i18n"])

    for path in (*FOLDER.rglob("*.html"), config.ROOT / "templates/layouts/email.html"):
        tree = environment.parse(path.read_text())
        taken = [node.template.value for node in tree.find_all((nodes.Include, nodes.Extends))]
        assert not [name for name in taken if Path(name).suffix != ".html"]
