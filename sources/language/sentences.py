"""Splits running text into sentences with exact spans, in one pass over the text.

A sentence ends at a full stop, question mark or exclamation mark that is followed by white space and by something that
can open a sentence, unless the mark belongs to an abbreviation. A line end always ends a sentence, because a text has
one paragraph per line.

The words are rows of `data/sentence_words.csv`. Abbreviations: `never_last` in a sentence, unless it is also a word in
lower case (`also_word`: `state of the art.`); `before_number` (elsewhere a word, or it ends a sentence); `before_name`
(it may end a sentence; the next word decides). An `opener`, capitalized, opens a sentence after such an abbreviation.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from sources.language.word_lists import word_lists

_LINE: Final = re.compile(r"[^\n\r\u2028\u2029]+")
_STOP: Final = re.compile(
    r"[.!?…][\"'”’»)\]]{0,3}(?=\s)"
    r"|(?<=[^\W\dA-Z_][^\W\dA-Z_]|\d\d|[^\W_][)”])[.!?][\"”’)]?(?=[A-Z][^\W\d_]{2})"
)
"""A mark before white space; or between a word and a capitalized word, where a line end is missing."""

_OPENER: Final = re.compile(r"\s*[\"'“‘«(\[•·–—-]{0,3}\s?(?P<first>\S)")
_LAST_WORD: Final = re.compile(r"[\w.&-]+$")
_LONGEST_ABBREVIATION_CHARACTERS: Final = 12

_LISTS: Final = word_lists("sentence_words.csv")


class Sentence(NamedTuple):
    """A sentence and its span: `text[start:end]` of the text it was read from, in code points."""

    start: int
    end: int
    text: str


def read_sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order.

    No sentence is empty, begins or ends with white space, or spans two lines. Together they contain every character of
    the text that is not white space.
    """
    return [Sentence(start, end, text[start:end]) for start, end in sentence_spans(text)]


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a text in order, in code points, end exclusive."""
    for line in _LINE.finditer(text):
        start, line_end = line.span()
        for stop in _STOP.finditer(text, start, line_end):
            if _ends_sentence(text, start, stop.start(), stop.end(), line_end):
                yield from _trimmed(text, start, stop.end())
                start = stop.end()
        yield from _trimmed(text, start, line_end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _ends_sentence(text: str, start: int, mark: int, after: int, line_end: int) -> bool:
    """Whether the mark that ends at `after` ends the sentence that began at `start`."""
    opener = _OPENER.match(text, after, line_end)
    if opener is None:
        return True
    first = opener["first"]
    if first.islower() or first in ",;:":
        return False
    if text[mark] != ".":
        return True
    return not _is_abbreviation(
        text, max(start, mark - _LONGEST_ABBREVIATION_CHARACTERS), mark, opener.start("first"), line_end
    )


def _is_abbreviation(text: str, start: int, mark: int, following: int, line_end: int) -> bool:
    """Whether the full stop at `mark` belongs to an abbreviation inside a sentence."""
    found = _LAST_WORD.search(text, start, mark)
    if found is None:
        return False
    printed = found.group().lstrip("-.&")
    word = printed.casefold()
    if word in _LISTS["never_last"] and printed not in _LISTS["also_word"]:
        return True
    if word in _LISTS["before_number"]:
        return text[following].isdigit()
    is_initial = len(printed) == 1 and printed.isupper() and printed != "I"
    is_dotted = "." in printed and all(len(part) <= 2 for part in printed.split("."))  # `U.S`, `Ph.D`
    if is_initial or is_dotted or word in _LISTS["before_name"]:
        return not _opens_sentence(text, following, line_end)
    return False


def _opens_sentence(text: str, start: int, line_end: int) -> bool:
    """Whether the capitalized word at `start` opens a sentence."""
    end = start
    while end < min(line_end, start + 20) and text[end].isalpha():
        end += 1
    return text[start:end].casefold() in _LISTS["opener"]
