"""Faults of speakers, practices, organizations and case studies are named."""

from base64 import b64encode

import pytest

from tests.services.bundles.files import a_file, faults
from tests.support.pictures import a_picture

PNG = a_picture()


def data_uri(content, media_type="image/png"):
    return f"data:{media_type};base64,{b64encode(content).decode()}"


@pytest.mark.parametrize(
    ("catalog", "fault"),
    [
        (
            "practices: [{slug: a, name: A, group: nowhere}]",
            (
                7,
                "practices[a].group",
                "'nowhere' is not defined under practice_groups; define it there, or take it out.",
            ),
        ),
        (
            "practices: [{slug: a, name: A}]",
            (
                7,
                "practices[a].group",
                "is missing; give a slug: at most 80 small letters a to z, digits and hyphens.",
            ),
        ),
        (
            "sponsors: [{slug: a, name: A}, {slug: a, name: B}]",
            (7, "sponsors[a].slug", "'a' is taken by the one on line 7; give each its own."),
        ),
        (
            "sponsors: [{slug: a, name: A, website: example.org}]",
            (
                7,
                "sponsors[a].website",
                "is 'example.org'; give a web address that begins with https:// or http://.",
            ),
        ),
        (
            "speakers: [{slug: a}]",
            (7, "speakers[a].name", "is missing; give a text of one line."),
        ),
        ("speakers: [{slug: a, name: ''}]", (7, "speakers[a].name", "is empty; give a text.")),
        (
            "case_studies: [{slug: a, title: A, practices: [b]}]",
            (
                7,
                "case_studies[a].practices",
                "'b' is not defined under practices; define it there, or take it out.",
            ),
        ),
        ("approach: {title: A}", (7, "approach.body", "is missing; give a text in Markdown.")),
        (
            "approach: words",
            (7, "approach", "must be a mapping with these keys: title, body."),
        ),
        ("speaker: []", (7, "speaker", "is no key here; did you mean speakers?")),
    ],
)
def test_a_fault_of_the_catalog_is_named(catalog, fault):
    assert faults(a_file(catalog=catalog)) == [fault]


@pytest.mark.parametrize(
    ("logo", "words"),
    [
        (
            "../logo.png",
            (
                "is '../logo.png'; give the name of a picture beside this file, "
                "or data:image/png;base64,…."
            ),
        ),
        (
            "https://example.org/logo.png",
            (
                "is 'https://example.org/logo.png'; give the name of a picture beside this file, "
                "or data:image/png;base64,…."
            ),
        ),
        ("missing.png", "there is no file 'missing.png' beside this one."),
        ("outside.png", "there is no file 'outside.png' beside this one."),
        ("words.png", "is not the picture it says; give a PNG, JPEG or WebP file."),
        ("large.png", "the picture is too large; give one of at most 100 kB."),
        ("data:image/png;base64,a", "is not base64; encode the picture again."),
        (
            data_uri(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            "is not the picture it says; give a PNG, JPEG or WebP file.",
        ),
        (
            data_uri(PNG, "image/jpeg"),
            "is not the picture it says; give a PNG, JPEG or WebP file.",
        ),
        (
            data_uri(PNG[:40]),
            "is not the picture it says; give a PNG, JPEG or WebP file.",
        ),
        (
            data_uri(a_picture("GIF"), "image/gif"),
            "is not the picture it says; give a PNG, JPEG or WebP file.",
        ),
        (
            data_uri(a_picture(width=2001, height=3)),
            "the picture has 2001 × 3 pixels; 2000 each way are the most.",
        ),
    ],
)
def test_a_logo_is_a_small_picture_in_the_file_or_beside_it(tmp_path, logo, words):
    folder = tmp_path / "files"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(PNG)
    (folder / "outside.png").symlink_to(tmp_path / "secret.png")
    (folder / "words.png").write_text("words")
    (folder / "large.png").write_bytes(PNG + b"0" * 100_000)
    content = a_file(catalog=f"sponsors: [{{slug: a, name: A, logo: '{logo}'}}]")

    assert faults(content, folder) == [(7, "sponsors[a].logo", words)]
