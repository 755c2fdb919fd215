"""A code says its address, is read by scanners, and styles nothing."""

import xml.etree.ElementTree as ET

import pytest
import segno

from tests.support.qr import expected, of_png, of_svg
from webinars.domain import qr

ADDRESSES = [
    "https://webinars.example.org/series/guide/register",
    "https://webinars.example.org/series/guide/register?ref=gare&lang=es",
    f"https://webinars.example.org/series/{'a' * 80}/register?ref={'b' * 80}&lang=es",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_both_forms_show_the_modules_of_the_address(address):
    modules = expected(address)

    assert of_svg(qr.svg(address, "Title")) == modules
    assert of_png(qr.png(address)) == modules
    assert qr.modules(address) == len(modules)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_margin_is_white_and_damage_is_mended(address):
    modules = of_svg(qr.svg(address, "Title"))

    assert not any(any(row) for row in modules[:4] + modules[-4:])
    assert not any(any(row[:4] + row[-4:]) for row in modules)
    assert segno.make_qr(address, error="m").error in {"M", "Q", "H"}


def test_a_drawing_has_a_title_and_no_style():
    drawn = ET.fromstring(qr.svg(ADDRESSES[0], 'A <b> & "c"'))

    assert drawn.findtext("title") == 'A <b> & "c"'
    names = {name for element in drawn.iter() for name in element.attrib}
    assert names == {"viewBox", "fill", "stroke", "d"}


def test_a_file_names_its_namespace():
    drawn = qr.svg(ADDRESSES[0], "Title", is_file=True)

    assert drawn.startswith("<?xml")
    assert ET.fromstring(drawn.encode()).tag == "{http://www.w3.org/2000/svg}svg"
