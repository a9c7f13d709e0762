"""Splits running text into sentences with exact spans, in one pass over the text.

A sentence ends at a full stop, question mark or exclamation mark that is followed by white space and by something that
can open a sentence, unless the mark belongs to an abbreviation. A line end always ends a sentence, because a text has
one paragraph per line.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_LINE: Final = re.compile(r"[^\n\r\u2028\u2029]+")
_STOP: Final = re.compile(
    r"[.!?…][\"'”’»)\]]{0,3}(?=\s)"
    r"|(?<=[^\W\dA-Z_][^\W\dA-Z_]|\d\d|[^\W_][)”])[.!?][\"”’)]?(?=[A-Z][^\W\d_]{2})"
)
"""A mark before white space; or between a word and a capitalized word, where a line end is missing."""

_OPENER: Final = re.compile(r"\s*[\"'“‘«(\[•·–—-]{0,3}\s?(?P<first>\S)")
_LAST_WORD: Final = re.compile(r"[\w.&-]+$")
_LONGEST_ABBREVIATION_CHARACTERS: Final = 12

_NEVER_AT_SENTENCE_END: Final = frozenset(
    "mr mrs ms dr prof rev hon gen col maj capt lt sgt gov sen rep pres amb fr sr jr st ste mt ft art arts sec secs "
    "para paras ch chs pp vol vols cf vs e.g i.e viz approx".split()
)
"""Abbreviations after which the sentence always continues."""

_BEFORE_NUMBER: Final = frozenset("no nos p pt fig ex ed cap jan feb mar apr jun jul aug sep sept oct nov dec".split())
"""Abbreviations only before a number; elsewhere they are words, or end a sentence."""

_BEFORE_NAME: Final = frozenset("u.s u.n u.k e.u d.r u.a.e u.s.c p.l inc ltd co corp bros dept a.m p.m etc".split())
"""Abbreviations that may end a sentence; the next word decides."""

_SENTENCE_OPENERS: Final = frozenset(
    "the a an in on at of for to by with from as if it its this that these those there they their he she his her we "
    "our i you one two three some many most several all no none not nor neither both each every any other others "
    "however although though while when where whereas after before during since until because despite under over "
    "according additionally also moreover furthermore further similarly finally nevertheless nonetheless meanwhile "
    "authorities government police courts prosecutors officials observers media ngos between among within without "
    "and but or so yet then once only".split()
)
"""Words that open a new sentence when they are capitalized after an abbreviation such as `U.S.`."""


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
    if word in _NEVER_AT_SENTENCE_END and not _is_plain_word(printed):
        return True
    if word in _BEFORE_NUMBER:
        return text[following].isdigit()
    is_initial = len(printed) == 1 and printed.isupper() and printed != "I"
    if is_initial or word in _BEFORE_NAME or _is_dotted(printed):
        return not _opens_sentence(text, following, line_end)
    return False


def _is_plain_word(printed: str) -> bool:
    """Whether an abbreviation in lower case is also a word: `state of the art.` ends a sentence."""
    return printed in {"art", "arts", "ft", "rep", "mt"}


def _is_dotted(word: str) -> bool:
    """Whether a word is short parts between full stops: `U.S`, `Ph.D`."""
    return "." in word and all(len(part) <= 2 for part in word.split("."))


def _opens_sentence(text: str, start: int, line_end: int) -> bool:
    """Whether the capitalized word at `start` opens a sentence."""
    end = start
    while end < min(line_end, start + 20) and text[end].isalpha():
        end += 1
    return text[start:end].casefold() in _SENTENCE_OPENERS
