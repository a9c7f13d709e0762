"""Splits the recommendations section of a narrative into single recommendations.

Editions print them in three ways: one paragraph with semicolons (to 2018), one paragraph with bullets (some pages of
2019), and a list or one paragraph each (since 2019). The markup of a list decides: one item is one recommendation,
whatever marks it has inside. Where there is none, the separators in the text decide. The rest of the text is unchanged.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from sources.language.sentences import sentence_spans

_LEAD: Final = re.compile(
    r"\s*(?:prioriti[sz]ed\s+)?recommendations?\b(?:\s+(?:for|to)\s+[^:\n]{1,80})?\s*(?::|\n|$)", re.IGNORECASE
)
"""`Recommendations for X:`, before the text or on a line of its own."""
_LEAD_IN: Final = re.compile(r"[^\n.;]{1,160}:[ \t]*\n")
"""A first line such as `The government should:`."""
_BULLET: Final = re.compile(r"(?:^|(?<=\s))[•●▪◦‣∙·○■\uf0b7\uf0a7*–—-](?=\s)|[•●▪◦‣\uf0b7\uf0a7]", re.MULTILINE)
_NUMBER: Final = re.compile(r"(?:^|(?<=[\s;]))\(?(?P<number>\d{1,2})(?:\)|\.(?=\s))\s*", re.MULTILINE)
_BEFORE_NUMBER: Final = re.compile(r"(?:[.;:,\r\n]|\band)$", re.IGNORECASE)
"""The text before the number of a list item; after other text a number belongs to the words: `article 3.`"""
_ITEM_START: Final = re.compile(
    r"(?:[\s;,•●▪◦‣∙·○■\uf0b7\uf0a7*–—-]+|\(?\d{1,2}(?:\)|\.(?=\s))|\((?:[a-z]|[ivx]{1,4})\)|[a-z]\)"
    r"|(?:and|&)(?=[\s,])|and/or(?=\s))+",
    re.IGNORECASE,
)
"""The characters before the words of a recommendation: a bullet, a number, the `and` before the last one."""
_TAIL: Final = re.compile(r"(?:[\s;,]+(?:and|or|and/or))?[\s;,]*$", re.IGNORECASE)
_LONGEST_TAIL_CHARACTERS: Final = 12
_DASHES: Final = "–—-*·"
_LINE_BREAK: Final = re.compile(r"[\r\n]+")
_SEMICOLON: Final = re.compile(r";")
_WORD: Final = re.compile(r"[^\W\d_]{2}")
_REFERS_BACK: Final = re.compile(r"(?:this|these|such|it|they|in\s+doing\s+so|doing\s+so)\b", re.IGNORECASE)
_LINE_END: Final = ".;:!?"
_BRACKET: Final = re.compile(r"[()\[\]]")
_OPENERS: Final = {")": "(", "]": "["}


class Recommendation(NamedTuple):
    """One recommendation as printed.

    Attributes:
        text: its words, without the separators around them.
        char_start: where it begins in the section's text, in code points.
        char_end: where it ends, exclusive.
    """

    text: str
    char_start: int
    char_end: int


class _Span(NamedTuple):
    start: int
    end: int


def split_recommendations(text: str, *, listed: bool = False) -> list[Recommendation]:
    """The recommendations of a section's text in order; the text has one paragraph or list item per line.

    Line ends separate the items of a list; bullets, consecutive numbers and line ends separate recommendations in other
    text. Semicolons separate them only where there are no bullets and numbers, and the text is one piece or its lines
    have at least as many semicolons as there are lines. A semicolon in brackets does not separate. A single paragraph
    without any separator is split into its sentences.

    Args:
        text: the text of the section.
        listed: whether its lines are items of a list.
    """
    body = _Span(_after_lead(text), len(text))
    marks = [] if listed else [*_bullets(text, body), *_numbers(text, body)]
    pieces = list(_pieces(text, body, marks))
    if not listed and not marks:
        pieces = _cut_by_punctuation(text, body, pieces)
    return [found for piece in pieces if (found := _recommendation(text, piece))]


def _cut_by_punctuation(text: str, body: _Span, pieces: list[_Span]) -> list[_Span]:
    """Lines cut at their semicolons, or a single line cut into its sentences."""
    semicolons = [list(_semicolons(text, piece)) for piece in pieces]
    inner = sum(len(places) for places in semicolons)
    if inner and (len(pieces) == 1 or inner >= max(2, len(pieces))):
        return list(_cut_at_semicolons(text, body, pieces, semicolons))
    return list(_sentences(text, pieces[0])) if len(pieces) == 1 else pieces


def _after_lead(text: str) -> int:
    """Where the recommendations begin, after a heading and an introductory line."""
    start = 0
    if lead := _LEAD.match(text):
        start = lead.end()
    if lead_in := _LEAD_IN.match(text, start):
        start = lead_in.end()
    return start


def _pieces(text: str, body: _Span, marks: Iterable[int]) -> Iterator[_Span]:
    """The parts between line ends and the marks of a list."""
    cuts = {body.start, body.end, *marks}
    cuts.update(found.start() for found in _LINE_BREAK.finditer(text, *body))
    yield from _between(sorted(cuts), text)


def _between(cuts: list[int], text: str) -> Iterator[_Span]:
    """The spans between cuts that have words."""
    for start, end in pairwise(cuts):
        if _WORD.search(text, start, end):
            yield _Span(start, end)


def _bullets(text: str, body: _Span) -> Iterator[int]:
    """The positions of bullets. A dash is a bullet only at the start of a line; elsewhere it is punctuation."""
    for found in _BULLET.finditer(text, *body):
        place = found.start()
        if found.group() not in _DASHES or place == body.start or text[place - 1] in "\r\n":
            yield place


def _numbers(text: str, body: _Span) -> Iterator[int]:
    """The positions of the consecutive numbers 1, 2, 3; other numbers belong to the words."""
    places: list[int] = []
    for found in _NUMBER.finditer(text, *body):
        before = text[max(body.start, found.start() - _LONGEST_TAIL_CHARACTERS) : found.start()].rstrip(" \t")
        if int(found["number"]) == len(places) + 1 and (not before or _BEFORE_NUMBER.search(before)):
            places.append(found.start())
    if len(places) >= 2:
        yield from places


def _semicolons(text: str, piece: _Span) -> Iterator[int]:
    """The positions of semicolons in a piece, outside brackets and not at its end."""
    bracketed = list(_outer_brackets(text, piece))
    following = iter(bracketed)
    bracket = next(following, None)
    for found in _SEMICOLON.finditer(text, *piece):
        place = found.start()
        while bracket is not None and bracket.end <= place:
            bracket = next(following, None)
        is_inside = bracket is not None and bracket.start < place
        if not is_inside and _has_words(text, place, piece.end):
            yield place


def _has_words(text: str, start: int, end: int) -> bool:
    """Whether words other than a conjunction follow."""
    item_start = _ITEM_START.match(text, start, end)
    return item_start is not None and _WORD.search(text, item_start.end(), end) is not None


def _outer_brackets(text: str, piece: _Span) -> Iterator[_Span]:
    """The outermost pairs of brackets; an unpaired bracket is ignored."""
    opened: list[int] = []
    closed: list[_Span] = []
    for found in _BRACKET.finditer(text, *piece):
        if found.group() not in _OPENERS:
            opened.append(found.start())
            continue
        while opened and text[opened[-1]] != _OPENERS[found.group()]:
            opened.pop()
        if opened:
            start = opened.pop()
            while closed and closed[-1].start > start:
                closed.pop()
            closed.append(_Span(start, found.end()))
    yield from closed


def _cut_at_semicolons(
    text: str, body: _Span, pieces: list[_Span], semicolons: Iterable[Iterable[int]]
) -> Iterator[_Span]:
    """Pieces cut at their semicolons. A line that ends inside a sentence continues in the next line."""
    cuts = {body.start, body.end, *(place for places in semicolons for place in places)}
    for piece in pieces:
        before = text[max(body.start, piece.start - 80) : piece.start].rstrip()
        continues_sentence = bool(before) and before[-1] not in _LINE_END and text[piece.start] in "\r\n"
        if not continues_sentence or not _starts_lower(text, piece):
            cuts.add(piece.start)
    yield from _between(sorted(cuts), text)


def _starts_lower(text: str, piece: _Span) -> bool:
    first = _WORD.search(text, *piece)
    return first is not None and text[first.start()].islower() and not text[piece.start : first.start()].strip()


def _sentences(text: str, piece: _Span) -> Iterator[_Span]:
    """The sentences of a piece; a sentence that refers to the one before is joined to it."""
    found: list[_Span] = []
    for start, end in sentence_spans(text[piece.start : piece.end]):
        span = _Span(piece.start + start, piece.start + end)
        if found and _REFERS_BACK.match(text, span.start):
            found[-1] = _Span(found[-1].start, span.end)
        else:
            found.append(span)
    yield from found


def _recommendation(text: str, piece: _Span) -> Recommendation | None:
    """A piece without bullets, numbers and conjunctions at its ends; None if it has no word."""
    item_start = _ITEM_START.match(text, *piece)
    start = item_start.end() if item_start else piece.start
    end = max(start, piece.end)
    while end > start and text[end - 1].isspace():
        end -= 1
    from_end = max(start, end - _LONGEST_TAIL_CHARACTERS)
    if tail := _TAIL.search(text, from_end, end):
        end = tail.start()
    if not _WORD.search(text, start, end):
        return None
    return Recommendation(text[start:end], start, end)
