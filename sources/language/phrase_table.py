"""Tables of phrases: the longest known phrase that begins at a word.

A row of a lexicon is a phrase, its language and its class. A word of a phrase can be several with `|` between them, one
of them possibly empty, and `_` for a space: `lowest|bottom possible| rank|rung` is eight phrases.
"""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple


class Meaning(NamedTuple):
    """The meaning of a phrase: a class of up to three parts, `kind.value.form`."""

    kind: str
    value: str
    form: str


class PhraseTable:
    """Phrases by their words."""

    def __init__(self, phrases: Iterable[tuple[tuple[str, ...], Meaning]]) -> None:
        """Args:
        phrases: words in lower case and meaning; of two meanings of the same words the first one counts.
        """
        self._meanings: dict[tuple[str, ...], Meaning] = {}
        lengths: dict[str, set[int]] = {}
        for words, meaning in phrases:
            self._meanings.setdefault(words, meaning)
            lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    def longest(self, words: Sequence[str], at: int) -> tuple[Meaning, int] | None:
        """The longest phrase that begins at a word, and the number of its words; None where none begins."""
        for length in self._lengths.get(words[at], ()):
            if at + length > len(words):
                continue
            meaning = self._meanings.get((words[at],) if length == 1 else tuple(words[at : at + length]))
            if meaning is not None:
                return meaning, length
        return None

    def single(self, word: str) -> Meaning | None:
        """The meaning of one word; None where it has none."""
        return self._meanings.get((word,))


def expand(form: str) -> list[str]:
    """The phrases of a row."""
    if "|" not in form:
        return [form]
    choices = [word.split("|") for word in form.split()]
    return [" ".join(" ".join(chosen).replace("_", " ").split()) for chosen in product(*choices)]
