"""Fields for texts that exist in several languages: one input for each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation

from webinars.i18n import current_language, gettext, language_name_here, languages
from webinars.texts import Texts
from webinars.web.fields import LINE_LENGTH, one_line, paragraphs

MARKDOWN_LENGTH = 20_000


@dataclass
class Part:
    """The input for one language."""

    language: str
    id: str
    name: str
    value: str
    is_required: bool
    errors: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The language's name, as the reader calls it."""
        return language_name_here(self.language)


class TextsField(Field):
    """A text in every language we speak; its value is a `Texts`, led by its own language.

    The own language is that of the text as it was, or *own* (a function, asked when the form is
    made). Other languages may stay empty: pages then show the own one and say so.
    """

    def __init__(
        self,
        label: str,
        *,
        required: str = "",
        multiline: bool = False,
        markdown: bool = False,
        length: int | None = None,
        own: Callable[[], str] = current_language,
        **settings: Any,
    ) -> None:
        """Take what to say when a *required* own language is empty; *length* counts characters."""
        super().__init__(label, **settings)
        self.required_words = required
        self.is_multiline = multiline or markdown
        self.is_markdown = markdown
        self.length = length or (MARKDOWN_LENGTH if self.is_multiline else LINE_LENGTH)
        self.own = own
        self.parts: list[Part] = []
        if required:
            self.flags.required = True

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take what was posted, else *data*."""
        self.process_errors: list[str] = []
        before = data if isinstance(data, Texts) else self._default()
        own = next(iter(before), "") or self.own()
        spoken = dict.fromkeys([own, *languages(), *before])
        posted = formdata is not None and any(self._name(code) in formdata for code in spoken)
        clean = paragraphs if self.is_multiline else one_line
        values = {
            code: clean(formdata.get(self._name(code))) if posted else before.get(code, "")
            for code in spoken
        }
        self.parts = list(self._made(values, own))
        self.data = Texts({code: text for code, text in values.items() if text})
        self.raw_data = list(values.values()) if posted else []

    def pre_validate(self, form: object) -> None:
        """Refuse an empty own language where one is required, and texts that are too long."""
        for part in self.parts:
            if part.is_required and not part.value:
                part.errors.append(str(self.required_words))
            elif len(part.value) > self.length:
                part.errors.append(
                    gettext("This is too long: at most %(most)s characters.", most=self.length)
                )
        found = [words for part in self.parts for words in part.errors]
        if found:
            raise StopValidation(" ".join(dict.fromkeys(found)))

    def _default(self) -> Texts:
        default = self.default() if callable(self.default) else self.default
        return default if isinstance(default, Texts) else Texts({})

    def _name(self, language: str) -> str:
        return f"{self.name}-{language}"

    def _made(self, values: Mapping[str, str], own: str) -> Iterator[Part]:
        for code, value in values.items():
            # A link to the field leads to its first input.
            identity = self.id if code == own else f"{self.id}-{code}"
            is_required = code == own and bool(self.required_words)
            yield Part(code, identity, self._name(code), value, is_required)
