"""A form as a browser without JavaScript would send it."""

import html
import re
from typing import Any

from flask.testing import FlaskClient

VALUE, NAME, KIND = (re.compile(rf'\b{name}="([^"]*)"') for name in ("value", "name", "type"))


def filled(client: FlaskClient, address: str) -> dict[str, Any]:
    """Return what the form at *address* holds, name by name."""
    page = client.get(address).text
    fields: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value, kind = (found.search(tag) for found in (NAME, VALUE, KIND))
        is_box = kind is not None and kind[1] in {"checkbox", "radio"}
        if name and (not is_box or " checked" in tag):
            fields.setdefault(name[1], []).append(html.unescape(value[1]) if value else "y")
    for tag, text in re.findall(r"<textarea([^>]*)>\n?(.*?)</textarea>", page, re.DOTALL):
        fields[NAME.search(tag)[1]] = [html.unescape(text)]  # type: ignore[index]  # has one
    for tag, options in re.findall(r"<select([^>]*)>(.*?)</select>", page, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        fields[NAME.search(tag)[1]] = [chosen[1] if chosen else ""]  # type: ignore[index]
    return fields


def carried(page: str) -> dict[str, Any]:
    """Return the hidden fields of *page*, each with all its values."""
    fields: dict[str, list[str]] = {}
    for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', page):
        name, value = NAME.search(tag), VALUE.search(tag)
        if name:
            fields.setdefault(name[1], []).append(html.unescape(value[1]) if value else "")
    return fields
