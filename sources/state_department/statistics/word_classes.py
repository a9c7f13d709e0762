"""Classes of words beside a count.

Those of `data/scope_words.csv` and the kinds of the lexicon are features, which tell the scope of a count. Those of
`data/clause_words.csv` are for rules.
"""

from functools import cache
from typing import Final

from sources.language.clauses.lexicon import Item
from sources.language.word_lists import word_lists
from sources.reference.data import rows

_PACKAGE: Final = "sources.state_department.statistics"
_ENDINGS: Final = ("ed", "ing", "ly", "s")

WORDS: Final = word_lists("clause_words.csv", package=_PACKAGE)
"""The words that rules ask for, by class."""


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    """The classes of each word."""
    table: dict[str, tuple[str, ...]] = {}
    for row in rows("scope_words.csv", package=_PACKAGE):
        table[row["word"]] = (*table.get(row["word"], ()), row["class"])
    for row in rows("demonyms.csv"):
        if row["language"] == "en" and row["kind"] == "adjective":
            table[row["form"].lower()] = ("demonym",)
    return table


def item_classes(item: Item) -> tuple[str, ...]:
    """The classes of an item's words; its kind where that is telling."""
    table = _classes()
    found = table.get(item.low)
    if found is None:
        words = item.low.split()
        found = tuple(name for word in words for name in table.get(word, ())) if len(words) > 1 else ()
    if item.kind == "word":
        return (*found, "name") if item.capital and item.start else found
    if item.kind in ("type", "act", "object"):
        return (*found, f"{item.kind}:{item.value}")
    return (*found, item.kind)


def is_action_noun(item: Item) -> bool:
    """Whether it is a noun of an action: `convictions`."""
    return item.kind == "act" and item.form == "noun"


def item_tag(item: Item) -> str:
    """One name for an item: its class, its kind and value, or its ending."""
    if item.kind == "word":
        classes = _classes().get(item.low)
        return classes[0] if classes else ("Name" if item.capital else _ending(item.low))
    if item.kind in ("mark", "conj", "prep", "det", "include", "rel"):
        return item.low
    return f"{item.kind}:{item.value}/{item.form}" if item.value else item.kind


def _ending(word: str) -> str:
    return next((f"*{end}" for end in _ENDINGS if word.endswith(end)), "*")
