"""The search over claims: an inverted index, cut into scripts by the first letters of the words.

A page opened from a disk cannot fetch files, so the parts are scripts, loaded when a word that begins so is typed.
"""

import re
import unicodedata
from typing import Any, Final

import polars as pl

from warehouse.catalog.visible import visible
from warehouse.report.claims import Claims
from warehouse.report.facts import Facts
from warehouse.report.kept import groups_by
from warehouse.report.words import VERDICTS, label
from warehouse.report.writing import Site

BLOCK: Final = 200
"""The claims of one script of results."""

_WORD: Final = re.compile(r"[^\W_]+")
_MIN_LETTERS: Final = 3
_MAX_LETTERS: Final = 24
_COMMON: Final = frozenset("the and that with from for was were has have had its their this which said".split())
_SHOWN: Final = 240
_RESULT: Final = ("claim_id", "name", "published", "article_year", "publisher", "sentence", "relation")


def write_search(site: Site, facts: Facts) -> None:
    """Writes `search/countries.js`, and the parts of the index and the blocks of claims below `search/`."""
    countries = [[code, row["name"], list(row["aliases"] or [])] for code, row in facts.countries.items()]
    site.script("search/countries.js", "tip.countries", countries, facts.tip_years, sorted(facts.loaded_years))
    for part, index in word_index(facts.claims).items():
        site.script(f"search/words/{part}.js", "tip.words", part, index)
    numbered = facts.claims.frame.select(*_RESULT, block=pl.int_range(pl.len()) // BLOCK)
    for number, group in groups_by(numbered, "block").items():
        path, made_of = f"search/claims/{number}.js", site.made_of(group.digest)
        if not site.keeps(made_of, path):
            block = [_result(row) for row in group.rows.iter_rows(named=True)]
            site.script(path, "tip.claims", number, block, made_of=made_of)


def word_index(claims: Claims) -> dict[str, dict[str, list[int]]]:
    """By part and word, the numbers of the claims that have the word, each as the difference to the one before."""
    numbers: dict[str, list[int]] = {}
    for number, row in enumerate(claims.frame.select("sentence", "title", "publisher", "name").iter_rows()):
        for word in words_of(" ".join(text or "" for text in row)):
            numbers.setdefault(word, []).append(number)
    parts: dict[str, dict[str, list[int]]] = {}
    for word in sorted(numbers):
        found = numbers[word]
        parts.setdefault(part_of(word), {})[word] = [
            number - before for number, before in zip(found, [0, *found], strict=False)
        ]
    return parts


def words_of(text: str) -> set[str]:
    """The words of a text as they are searched for: in lower case, without accents."""
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    found = _WORD.findall(text.lower())
    return {word for word in found if _MIN_LETTERS <= len(word) <= _MAX_LETTERS and word not in _COMMON}


def part_of(word: str) -> str:
    """The part of the index that has a word: its first two letters, as code points where they are not ASCII."""
    return "-".join(format(ord(letter), "x") for letter in word[:2])


def _result(row: dict[str, Any]) -> list[Any]:
    sentence = row["sentence"]
    short = sentence if len(sentence) <= _SHOWN else f"{sentence[:_SHOWN]}…"
    day = row["published"].isoformat() if row["published"] else str(row["article_year"] or "")
    return [
        row["claim_id"],
        row["name"],
        day,
        visible(row["publisher"] or ""),
        visible(short),
        label(VERDICTS, row["relation"]),
    ]
