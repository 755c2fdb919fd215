"""Two people edit the same thing: the second is told, and nothing is overwritten silently."""

from types import SimpleNamespace

import pytest
from flask import Blueprint, Flask
from wtforms import BooleanField, StringField

from tests.support.web import HiddenFields
from webinars.errors import Conflict
from webinars.texts import Texts
from webinars.web.organize.editing import EditForm

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class ThingForm(EditForm):
    name = StringField("Name")
    place = StringField("Place")
    is_open = BooleanField("Open")


@pytest.fixture
def thing() -> SimpleNamespace:
    return SimpleNamespace(name="Ana's", place="Lima", is_open=True)


@pytest.fixture
def app(make_app, thing) -> Flask:
    app = make_app()
    things = Blueprint("things", __name__)

    @things.route("/thing", methods=["GET", "POST"])
    def edit():
        form = ThingForm(obj=thing)
        if form.accepted():
            try:
                form.refuse_overwriting(vars(thing))
            except Conflict as error:
                form.refuse(error)
            else:
                vars(thing).update({name: form[name].data for name in vars(thing)})
                return "saved", 303
        lines = [f"{one.label}: {one.was} / {one.now} / {one.yours}" for one in form.differences]
        return f"{form.hidden_tag()}{form.notice}\n" + "\n".join(lines), form.status

    app.register_blueprint(things)
    return app


def opened(client) -> dict[str, str]:
    return HiddenFields(client.get("/thing").text).fields


def test_what_nobody_else_has_changed_is_saved(client, thing):
    saved = client.post("/thing", data={**opened(client), "name": "Bob's", "place": "Lima"})

    assert saved.status_code == 303
    assert vars(thing) == {"name": "Bob's", "place": "Lima", "is_open": False}


def test_the_second_to_save_is_told_what_changed_and_overwrites_nothing(client, thing):
    page = opened(client)
    thing.place = "Quito"

    refused = client.post("/thing", data={**page, "name": "Bob's", "place": "Lima", "is_open": "y"})

    assert refused.status_code == 409
    assert "Somebody else has changed this" in refused.text
    assert "Place: Lima / Quito / Lima" in refused.text
    assert "Name:" not in refused.text
    assert vars(thing) == {"name": "Ana's", "place": "Quito", "is_open": True}


def test_who_has_seen_the_change_may_overwrite_it(client, thing):
    page = opened(client)
    thing.place = "Quito"
    refused = client.post("/thing", data={**page, "name": "Bob's", "place": "Lima"})

    again = HiddenFields(refused.text).fields
    saved = client.post("/thing", data={**again, "name": "Bob's", "place": "Lima"})

    assert saved.status_code == 303
    assert thing.place == "Lima"


def test_a_further_change_is_told_again(client, thing):
    page = opened(client)
    thing.place = "Quito"
    refused = client.post("/thing", data={**page, "name": "Bob's", "place": "Lima"})
    thing.name = "Carla's"

    again = HiddenFields(refused.text).fields
    told = client.post("/thing", data={**again, "name": "Bob's", "place": "Lima"})

    assert told.status_code == 409
    assert "Name: Ana&#39;s" not in told.text
    assert "Name: Ana's / Carla's / Bob's" in told.text
    assert "Place:" not in told.text


@pytest.mark.parametrize("base", ["", "no JSON", "[1]", '{"name": 1}'])
def test_a_base_that_is_bent_loses_nothing(client, base):
    page = {**opened(client), "base": base}

    answered = client.post("/thing", data={**page, "name": "Bob's", "place": "Lima"})

    assert answered.status_code in {303, 409}


def test_texts_are_compared_by_their_wordings(app):
    class TextForm(EditForm):
        title = StringField("Title")

    with app.test_request_context():
        form = TextForm(data={"title": Texts({"en": "Health", "es": "Salud"})})
        form.refuse_overwriting({"title": Texts({"en": "Health", "es": "Salud"})})
        with pytest.raises(Conflict):
            form.refuse_overwriting({"title": Texts({"en": "Health"})})

        assert form.differences[0].was == "en: Health · es: Salud"
