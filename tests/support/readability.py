"""How hard a text is to read: the school grade it asks for, by Flesch and Kincaid."""

import re

VOWELS = re.compile(r"[aeiouy]+")
WORD = re.compile(r"[A-Za-z’'-]*[A-Za-z]")
END = re.compile(r"[.!?:;]+(?:\s|$)")


def grade(text: str) -> float:
    """The grade of an English text; each line counts as a sentence, or as several."""
    sentences = [
        part for line in text.splitlines() for part in END.split(line) if WORD.search(part)
    ]
    words = [word for sentence in sentences for word in WORD.findall(sentence)]
    syllables = sum(map(syllables_of, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def syllables_of(word: str) -> int:
    """About how many syllables the word has: groups of vowels, without a silent e at the end."""
    bare = re.sub(r"(?:[^laeiouy]es|[^ltd]ed|[^l]e)$", "", word.casefold())
    return max(1, len(VOWELS.findall(bare)))
