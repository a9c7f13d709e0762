"""Lists of words that are rows of a data file: a word, its class and, where the class has values, its value."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from sources.reference.data import rows


@cache
def word_lists(file: str, *, package: str = "sources.language") -> Mapping[str, Mapping[str, str]]:
    """The words of each class of a file in `data` of a package, each with its value or an empty text."""
    lists: dict[str, dict[str, str]] = {}
    for row in rows(file, package=package):
        lists.setdefault(row["class"], {})[row["word"]] = row.get("value", "")
    return lists


def any_of(words: Iterable[str]) -> str:
    """A regular expression that matches one of some words, the longest first."""
    by_length = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(re.escape(word) for word in by_length)})"
