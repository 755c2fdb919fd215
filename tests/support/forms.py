"""What a browser would send from a page's form, read from its HTML."""

from html.parser import HTMLParser


class FilledForm(HTMLParser):
    """The fields of a page's first form that is posted, as they stand in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.inside = False
        self.done = False
        self.select = ""
        self.first_option: str | None = None
        self.textarea = ""
        self.typed: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note what the element would send."""
        found = {name: value or "" for name, value in attributes}
        if tag == "form" and found.get("method") == "post" and not self.done:
            self.inside = True
        if not self.inside or "disabled" in found:
            return
        name = found.get("name", "")
        if tag == "input":
            self.note_input(name, found)
        elif tag == "select":
            self.select, self.first_option = name, None
        elif tag == "option" and self.select:
            self.note_option(found)
        elif tag == "textarea":
            self.textarea, self.typed = name, []

    def note_input(self, name: str, found: dict[str, str]) -> None:
        """Note a text, or a box or button that is ticked."""
        if found.get("type") not in {"checkbox", "radio"} or "checked" in found:
            self.add(name, found.get("value", "on"))

    def note_option(self, found: dict[str, str]) -> None:
        """Note the chosen option, or the first one in case none is."""
        value = found.get("value", "")
        if self.first_option is None:
            self.first_option = value
        if "selected" in found:
            self.fields[self.select] = [value]

    def handle_data(self, data: str) -> None:
        """Gather what stands in a text area."""
        if self.textarea:
            self.typed.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Finish the list, the text area or the form."""
        if tag == "select" and self.select:
            self.fields.setdefault(self.select, [self.first_option or ""])
            self.select = ""
        elif tag == "textarea" and self.textarea:
            # HTML, 13.2.5: a first line feed is no part of the value.
            self.add(self.textarea, "".join(self.typed).removeprefix("\r").removeprefix("\n"))
            self.textarea = ""
        elif tag == "form" and self.inside:
            self.inside, self.done = False, True

    def add(self, name: str, value: str) -> None:
        """Add a value of the field."""
        if name:
            self.fields.setdefault(name, []).append(value)

    def typed_by_hand(self) -> dict[str, list[str]]:
        """All fields but the token."""
        return {name: values for name, values in self.fields.items() if name != "csrf_token"}


def filled_form(page: str) -> dict[str, list[str]]:
    """What the page's form would send as it stands, its token included."""
    return FilledForm(page).fields


def console_form(page: str) -> dict[str, list[str]]:
    """What the main form of a page of the console would send, past those in its header."""
    _, found, rest = page.partition('<form class="form"')
    return filled_form(found + rest)
