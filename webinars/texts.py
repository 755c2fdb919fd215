"""A text that people read, in one or several languages."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Wording:
    """What is shown for a text: its words, their language, and whether the asked one is missing."""

    text: str
    language: str
    is_fallback: bool

    def __str__(self) -> str:
        return self.text


class Texts(Mapping[str, str]):
    """The same text by language code; the first one given is the text's own language.

    Immutable, so that a change is always an assignment which the database session notices.
    """

    __slots__ = ("_by_language",)

    def __init__(self, by_language: Mapping[str, str] | None = None) -> None:
        """Take ``{"en": …, "es": …}``, own language first; empty texts are left out."""
        self._by_language = {code: text for code, text in (by_language or {}).items() if text}

    @classmethod
    def of(cls, text: str, language: str) -> Self:
        """Return *text* as the only wording, in *language*."""
        return cls({language: text})

    def __getitem__(self, language: str) -> str:
        return self._by_language[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_language)

    def __len__(self) -> int:
        return len(self._by_language)

    def __eq__(self, other: object) -> bool:
        # The order counts: it says which language is the text's own.
        return isinstance(other, Texts) and list(self.items()) == list(other.items())

    def __hash__(self) -> int:
        return hash(tuple(self._by_language.items()))

    def __repr__(self) -> str:
        return f"Texts({self._by_language!r})"

    def pick(self, language: str) -> Wording:
        """Return the wording in *language*, or the own one, marked as a fallback.

        A text without any wording gives an empty one, which is no fallback.
        """
        if language in self._by_language:
            return Wording(self._by_language[language], language, is_fallback=False)
        for own, text in self._by_language.items():
            return Wording(text, own, is_fallback=True)
        return Wording("", language, is_fallback=False)

    def led_by(self, language: str) -> "Texts":
        """Return the same wordings, that in *language* first when there is one."""
        own = {language: self[language]} if language in self else {}
        return Texts({**own, **self})


def folded(text: str) -> str:
    """Return *text* as it is searched: without case and accents, in one line of single blanks."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(one for one in apart if not unicodedata.combining(one)).split())
