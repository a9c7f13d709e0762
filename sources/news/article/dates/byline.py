"""Days in the lines beside the headline, and beside words such as `published on` elsewhere on the page."""

import html
import re
from collections.abc import Iterable, Iterator
from typing import Final

from sources.news.article.dates.candidate import Candidate, Kind, Role
from sources.news.article.dates.labels import role_before
from sources.news.article.dates.place import Place
from sources.news.article.dates.values import days_in

_HEADING: Final = re.compile(r"<h1[\s>]", re.IGNORECASE)
_PIECE: Final = re.compile(r"<(?P<closing>/?)(?P<tag>[a-zA-Z!][a-zA-Z0-9]{0,15})[^>]{0,3000}>|(?P<words>[^<]+)|<")
_INLINE: Final = frozenset(
    "a abbr b em i span strong small time font u sup sub mark cite data bdi wbr svg path img".split()
)
_MAX_AFTER: Final = 20_000
_MAX_BEFORE: Final = 3_000
_LINES_BEFORE: Final = 4
_MAX_LINES: Final = 30
_LONG: Final = 220
"""Characters of a line that is a paragraph of the article rather than a byline."""
_MAX_PARAGRAPHS: Final = 2


def lines_of(markup: str) -> Iterator[str]:
    """The lines of text in markup: the text between the boundaries of blocks."""
    words: list[str] = []
    is_script = False
    for piece in _PIECE.finditer(markup):
        if piece["words"]:
            if not is_script:
                words.append(piece["words"])
        elif piece["tag"] and (tag := piece["tag"].lower()) not in _INLINE:
            is_script = tag == "script" and not piece["closing"]
            if words and (line := _line(words)):
                yield line
            words = []
    if line := _line(words):
        yield line


def _line(words: list[str]) -> str:
    return " ".join(html.unescape(" ".join(words))[:2_000].split())


def byline_days(markup: str, place: Place) -> Iterator[Candidate]:
    """The days in the lines after and before the headline, up to the second paragraph."""
    heading = _HEADING.search(markup)
    if heading is None:
        return
    start = heading.start()
    seen: set[Role] = set()
    for place_of_line, lines in (
        ("after", lines_of(markup[start : start + _MAX_AFTER])),
        ("before", _last_lines(markup[max(0, start - _MAX_BEFORE) : start])),
    ):
        if Role.PUBLISHED in seen or Role.UNKNOWN in seen:
            return
        paragraphs = 0
        for number, line in enumerate(lines):
            paragraphs += len(line) > _LONG
            if number >= _MAX_LINES or paragraphs > _MAX_PARAGRAPHS:
                break
            if len(line) > _LONG:
                continue
            for candidate in _of_line(line, place, 5 if place_of_line == "after" else 3):
                if candidate.role not in seen:
                    seen.add(candidate.role)
                    yield candidate


def _last_lines(markup: str) -> Iterator[str]:
    """The last lines of markup, the last one first."""
    yield from reversed(list(lines_of(markup))[-_LINES_BEFORE:])


def _of_line(line: str, place: Place, weight: float) -> Iterator[Candidate]:
    position = 0
    for day in days_in(line, place):
        role = role_before(line[position : day.start])
        position = day.end
        if role is None:
            continue
        is_sentence = len(line) > 90 and role is Role.UNKNOWN
        yield Candidate(day, Kind.BYLINE, role, weight + (role is not Role.UNKNOWN) - 2 * is_sentence)


def labelled_days(lines: Iterable[str], place: Place) -> Iterator[Candidate]:
    """The first days that follow words such as `published on` and `updated on` anywhere on a page."""
    found: dict[Role, list[Candidate]] = {}
    for line in lines:
        if 8 <= len(line) <= _LONG and any(character.isdigit() for character in line):
            for candidate in _of_line(line, place, 0):
                found.setdefault(candidate.role, []).append(candidate)
    for role in (Role.PUBLISHED, Role.MODIFIED):
        days = found.get(role, [])
        if days:
            is_one = len({each.value.day for each in days}) == 1
            yield Candidate(days[0].value, Kind.LABEL, role, 5 if is_one else 3)
