"""What hostile people write into forms, and what must not come of it."""

from tests.support.html import Page

SCRIPTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</option></select><script>alert(1)</script>",
    '" autofocus onfocus="alert(1)',
    "javascript:alert(1)",
    "{{ 7*7 }}${7*7}{% raw %}",
    "<a href='javascript:alert(1)'>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\u003cscript\\u003ealert(1)",
)
OWN_SCRIPTS = ("/static/",)
ACTIVE = {"img", "svg", "iframe", "object", "embed", "base", "style", "math"}


def executable_parts(page: str) -> list[str]:
    """Everything in *page* that runs, and is none of our own scripts or pictures."""
    found: list[str] = []
    shown = Page(page)
    for tag, attributes in shown.elements:
        own = attributes.get("src", "").startswith(OWN_SCRIPTS)
        if tag == "script" and not own:
            found.append("script")
        if tag in ACTIVE and not (tag == "img" and own):
            found.append(tag)
        found += [name for name in attributes if name.startswith("on") or name == "style"]
        found += [
            value
            for name, value in attributes.items()
            if name in {"href", "src", "action", "formaction"}
            and value.strip().lower().startswith(("javascript:", "data:"))
        ]
    return found
