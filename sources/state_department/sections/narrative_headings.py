"""Section headings of a country narrative, however an edition sets them: as a heading, in bold, in capitals, run in.

What counts as a heading is the vocabulary, not the markup: the same words head a section in an `h2`, in a paragraph of
their own and, in bold or capitals, at the start of the section's first paragraph.
"""

import re
from functools import cache
from typing import Final, NamedTuple

from sources.html.blocks import Block
from sources.reference.data import rows

_LONGEST: Final = 120  # characters
_NOT_WORD: Final = re.compile(r"[\W_]+")
_LONGEST_NAME: Final = 7  # words
_CLAUSE: Final = re.compile(r"[:;.]\s+\S")
_EDGE: Final = " \t:.-–—"
_CAPITALS: Final = re.compile(r"[A-Z][A-Z’'.,()&:–—-]*")
_MOST_CAPITALS: Final = 13  # words
_RUN_IN_COLON: Final = re.compile(r"^[^.:;]{1,119}:")


class SectionStart(NamedTuple):
    """A heading: the section it opens, how it is printed, and how many characters of its block it takes."""

    section: str
    printed: str
    length: int


def section_start(block: Block) -> SectionStart | None:
    """The section heading a block is or begins with; None where it is neither."""
    if whole := _whole(block.text):
        return SectionStart(whole, block.text, len(block.text))
    if block.kind == "heading":
        return None
    return _run_in(block)


def _whole(text: str) -> str | None:
    return section_of(text) if len(text) <= _LONGEST else None


def _run_in(block: Block) -> SectionStart | None:
    """A heading at the start of a paragraph: set in bold, in capitals, or ended by a colon."""
    for printed in _candidates(block):
        if len(printed) <= _LONGEST and (section := section_of(printed)) is not None:
            rest = block.text[len(printed) :]
            return SectionStart(section, printed.strip(_EDGE), len(printed) + len(rest) - len(rest.lstrip(_EDGE)))
    return None


def _candidates(block: Block) -> list[str]:
    found = [block.lead] if block.lead and block.text.startswith(block.lead) else []
    found += [match[0]] if (match := _RUN_IN_COLON.match(block.text)) else []
    return [*found, *_capitals(block.text)]


def _capitals(text: str) -> list[str]:
    """The words in capitals that a text begins with, all of them first: `TRAFFICKING PROFILE A ...` has three."""
    words = text[: 2 * _LONGEST].split(" ")[: _MOST_CAPITALS + 1]
    end = next((at for at, word in enumerate(words) if not _CAPITALS.fullmatch(word)), len(words))
    return [" ".join(words[:length]) for length in range(min(end, _MOST_CAPITALS), 0, -1)]


def section_of(title: str) -> str | None:
    """The section a title names; None where the vocabulary does not know it."""
    key = _key(title)
    exact, prefixes = _vocabulary()
    if key in exact:
        return exact[key]
    found = next(((prefix, section) for prefix, section in prefixes if key.startswith(prefix)), None)
    return found[1] if found and _is_name(title, key.removeprefix(found[0])) else None


def _is_name(title: str, rest: str) -> bool:
    """Whether what follows a title's beginning can be a country's name, rather than text run into it."""
    return len(rest.split()) <= _LONGEST_NAME and not _CLAUSE.search(title)


@cache
def _vocabulary() -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Sections by title, and by the beginning of titles that go on with the country's name."""
    exact, prefixes = {}, []
    for row in rows("tip_headings.csv", package="sources.state_department"):
        if row["title"].endswith("*"):
            prefixes.append((_key(row["title"]) + " ", row["section"]))
        else:
            exact[_key(row["title"])] = row["section"]
    return exact, prefixes


def _key(title: str) -> str:
    return _NOT_WORD.sub(" ", title).strip().casefold()
