"""A text has an input for every language, and keeps those that nobody here speaks."""

import pytest
from flask import Blueprint, render_template_string

from tests.support.web import HiddenFields
from webinars.texts import Texts
from webinars.web.forms import Form
from webinars.web.organize.texts_fields import TextsField

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PAGE = """
{% from "macros/texts_fields.html" import texts_field, texts_preview %}
{{ form.hidden_tag() }}{{ texts_preview(form) }}
{{ texts_field(form.title) }}{{ texts_field(form.story) }}
"""


class TextForm(Form):
    title = TextsField("Title", required="Enter a title.")
    story = TextsField("Story", markdown=True)


@pytest.fixture
def app(make_app):
    app = make_app()
    texts = Blueprint("texts", __name__)

    @texts.route("/texts", methods=["GET", "POST"])
    def edit():
        form = TextForm(data={"title": Texts({"es": "Salud", "vi": "Sức khỏe"})})
        if form.accepted():
            return dict(form.title.data) | {"story": dict(form.story.data)}
        return render_template_string(PAGE, form=form), form.status

    app.register_blueprint(texts)
    return app


def send(client, **values):
    page = HiddenFields(client.get("/texts").text).fields
    return client.post("/texts", data={**page, **values})


def test_every_language_has_an_input_the_own_one_first(client):
    page = client.get("/texts").text

    assert page.index('name="title-es"') < page.index('name="title-en"') < page.index("title-vi")
    assert '<label for="title">Spanish</label>' in page
    assert (
        '<input id="title" name="title-es" lang="es" maxlength="200" required value="Salud">'
        in page
    )


def test_what_is_written_becomes_a_text_led_by_its_own_language(client):
    answer = send(
        client, **{"title-en": " Health ", "title-es": "Salud\n", "story-en": "A\r\n\r\nB"}
    )

    assert answer.json == {"es": "Salud", "en": "Health", "story": {"en": "A\n\nB"}}


def test_an_empty_own_language_is_refused_and_nothing_is_lost(client):
    answer = send(client, **{"title-en": "Health", "title-es": ""})

    assert answer.status_code == 422
    assert "Enter a title." in answer.text
    assert 'value="Health"' in answer.text


def test_a_text_that_is_too_long_is_refused_at_its_language(client):
    answer = send(client, **{"title-es": "Salud", "title-en": "x" * 201})

    assert answer.status_code == 422
    assert 'id="title-en-error"' in answer.text
    assert 'id="title-error"' not in answer.text


def test_a_preview_shows_markdown_as_the_public_sees_it_and_saves_nothing(client):
    answer = send(
        client,
        **{"title-es": "Salud", "story-en": "**Bold** <script>alert(1)</script>", "preview": "1"},
    )

    assert answer.status_code == 200
    assert "<strong>Bold</strong>" in answer.text
    assert "<script>alert" not in answer.text
    assert "Nothing is saved yet." in answer.text
