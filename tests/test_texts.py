"""Texts in several languages."""

from webinars.texts import Texts, Wording


def test_the_asked_language_is_picked():
    texts = Texts({"en": "Yes", "es": "Sí"})

    assert texts.pick("es") == Wording("Sí", "es", is_fallback=False)


def test_a_missing_language_falls_back_to_the_own_one_and_says_so():
    texts = Texts({"es": "Sí", "en": "Yes"})

    assert texts.pick("fr") == Wording("Sí", "es", is_fallback=True)


def test_nothing_falls_back_to_nothing():
    assert Texts().pick("en") == Wording("", "en", is_fallback=False)


def test_empty_wordings_are_left_out():
    assert dict(Texts({"en": "Yes", "es": ""})) == {"en": "Yes"}


def test_the_order_of_languages_counts():
    assert Texts({"en": "a", "es": "b"}) != Texts({"es": "b", "en": "a"})
