"""Section headings of a country narrative: heading elements, and bold or capital words at the start of a paragraph.

The vocabulary decides what is a heading, not the markup: the same words are a heading in an `h2`, in a paragraph of
their own, and in bold or capitals at the start of a section's first paragraph. The headings are in
`sources/state_department/data/tip_headings.csv`; a new heading belongs there. The heading with country and tier is in
`sources/state_department/tiers/country_heading`.
"""

import re
from functools import cache
from typing import Final, NamedTuple

from sources.html.blocks import Block
from sources.reference.data import rows

_LONGEST_HEADING_CHARACTERS: Final = 120
_NOT_WORD: Final = re.compile(r"[\W_]+")
_LONGEST_NAME_WORDS: Final = 7
_CLAUSE: Final = re.compile(r"[:;.]\s+\S")
_EDGE: Final = " \t:.-–—"
_CAPITALS: Final = re.compile(r"[A-Z][A-Z’'.,()&:–—-]*")
_MOST_CAPITAL_WORDS: Final = 13
_RUN_IN_COLON: Final = re.compile(r"^[^.:;]{1,119}:")


class SectionStart(NamedTuple):
    """A heading: its section, its printed form, and its length in the block in characters."""

    section: str
    printed: str
    length: int


def section_start(block: Block) -> SectionStart | None:
    """The section heading that a block is or begins with; None if there is none."""
    if whole := _whole(block.text):
        return SectionStart(whole, block.text, len(block.text))
    if block.kind == "heading":
        return None
    return _run_in(block)


def _whole(text: str) -> str | None:
    return section_of(text) if len(text) <= _LONGEST_HEADING_CHARACTERS else None


def _run_in(block: Block) -> SectionStart | None:
    """A heading at the start of a paragraph: in bold, in capitals, or before a colon."""
    for printed in _candidates(block):
        if len(printed) <= _LONGEST_HEADING_CHARACTERS and (section := section_of(printed)) is not None:
            rest = block.text[len(printed) :]
            return SectionStart(section, printed.strip(_EDGE), len(printed) + len(rest) - len(rest.lstrip(_EDGE)))
    return None


def _candidates(block: Block) -> list[str]:
    found = [block.lead] if block.lead and block.text.startswith(block.lead) else []
    found += [match[0]] if (match := _RUN_IN_COLON.match(block.text)) else []
    return [*found, *_capitals(block.text)]


def _capitals(text: str) -> list[str]:
    """The words in capitals at the start of a text, longest form first: `TRAFFICKING PROFILE A ...` gives three."""
    words = text[: 2 * _LONGEST_HEADING_CHARACTERS].split(" ")[: _MOST_CAPITAL_WORDS + 1]
    end = next((index for index, word in enumerate(words) if not _CAPITALS.fullmatch(word)), len(words))
    return [" ".join(words[:length]) for length in range(min(end, _MOST_CAPITAL_WORDS), 0, -1)]


def section_of(title: str) -> str | None:
    """The section that a title names; None if the title is not in the vocabulary."""
    key = _key(title)
    exact, prefixes = _vocabulary()
    if key in exact:
        return exact[key]
    found = next(((prefix, section) for prefix, section in prefixes if key.startswith(prefix)), None)
    return found[1] if found and _rest_is_name(title, key.removeprefix(found[0])) else None


def _rest_is_name(title: str, rest: str) -> bool:
    """Whether the rest of a title can be a country's name, and is no text of the paragraph."""
    return len(rest.split()) <= _LONGEST_NAME_WORDS and not _CLAUSE.search(title)


@cache
def _vocabulary() -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Sections by title, and by the start of titles that end with the country's name."""
    exact, prefixes = {}, []
    for row in rows("tip_headings.csv", package="sources.state_department"):
        if row["title"].endswith("*"):
            prefixes.append((_key(row["title"]) + " ", row["section"]))
        else:
            exact[_key(row["title"])] = row["section"]
    return exact, prefixes


def _key(title: str) -> str:
    return _NOT_WORD.sub(" ", title).strip().casefold()
