"""Short names for addresses."""

import pytest

from webinars.domain.slugs import free_slug, is_slug, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Health in every policy", "health-in-every-policy"),
        ("  Salud: ¿qué es? Año 2026! ", "salud-que-es-ano-2026"),
        ("健康", "series"),
        ("x" * 100, "x" * 80),
        ("a-" * 60, ("a-" * 40).strip("-")),
    ],
)
def test_a_slug_is_made_from_a_title(title, slug):
    assert slug_of(title, otherwise="series") == slug
    assert is_slug(slug)


@pytest.mark.parametrize(
    ("wanted", "taken", "free"),
    [
        ("guide", {"other"}, "guide"),
        ("guide", {"guide", "guide-2"}, "guide-3"),
        ("register", set(), "register-2"),
        ("x" * 80, {"x" * 80}, "x" * 78 + "-2"),
    ],
)
def test_a_taken_slug_gets_a_number(wanted, taken, free):
    assert free_slug(wanted, taken) == free
