"""The search over claims: inverted indexes of segments of years, cut into scripts by the first letters of the words.

A page opened from a disk cannot fetch files, so the parts are scripts, loaded when a word that begins so is typed. An
article that is added changes only the segment of its year.
"""

from operator import sub
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

SEGMENT: Final = 20_000
"""The claims from which the next year begins another segment."""

_INDEXED: Final = 10_000
"""Claims whose words are in memory at a time."""
_MIN_LETTERS: Final = 3
_MAX_LETTERS: Final = 24
_COMMON: Final = "the and that with from for was were has have had its their this which said".split()
_SHOWN: Final = 240
_TEXTS: Final = ("sentence", "title", "publisher", "name")
"""The columns whose words are searched."""

_RESULT: Final = ("claim_id", "name", "published", "article_year", "publisher", "sentence", "relation")


def write_search(site: Site, facts: Facts) -> None:
    """Writes `search/countries.js`, and the parts of the indexes and the blocks of claims below `search/`."""
    countries = [[code, row["name"], list(row["aliases"] or [])] for code, row in facts.countries.items()]
    found = segments(facts.claims)
    loaded = sorted(facts.loaded_years)
    site.script("search/countries.js", "tip.countries", countries, facts.tip_years, loaded, len(found))
    for number, claims in enumerate(found):
        _write_words(site, number, claims)
        numbered = claims.select(*_RESULT, block=pl.int_range(pl.len()) // BLOCK)
        for block, group in groups_by(numbered, "block").items():
            name, made_of = f"{number}/{block}", site.made_of(group.digest)
            if not site.keeps(made_of, f"search/claims/{name}.js"):
                rows = [_result(row) for row in group.rows.iter_rows(named=True)]
                site.script(f"search/claims/{name}.js", "tip.claims", name, rows, made_of=made_of)


def segments(claims: Claims) -> list[pl.DataFrame]:
    """The claims of consecutive years of articles, oldest years first, each with the newest article first."""
    year = pl.coalesce(pl.col("published").dt.year(), "article_year").fill_null(0).cast(pl.Int32)
    dated = claims.frame.select(*dict.fromkeys((*_TEXTS, *_RESULT)), search_year=year)
    segment_of: dict[int, int] = {}
    segment = held = 0
    for found, count in dated.group_by("search_year").len().sort("search_year").iter_rows():
        if held >= SEGMENT:
            segment, held = segment + 1, 0
        segment_of[found] = segment
        held += count
    numbered = pl.col("search_year").replace_strict(segment_of, return_dtype=pl.Int32)
    return [dated.filter(numbered == each).drop("search_year") for each in range(segment + 1)]


def _write_words(site: Site, segment: int, claims: pl.DataFrame) -> None:
    """Writes the parts of an index; all are kept where the claims have the same words in the same order."""
    said = claims.select(*_TEXTS, index=pl.lit("words"))
    made_of = site.made_of(segment, [group.digest for group in groups_by(said, "index").values()])
    if site.keeps_all(made_of):
        return
    for part, index in word_index(claims).items():
        name = f"{segment}/{part}"
        site.script(f"search/words/{name}.js", "tip.words", name, index, made_of=made_of)


def word_index(claims: pl.DataFrame) -> dict[str, dict[str, list[int]]]:
    """By part and word, the numbers of the claims that have the word, each as the difference to the one before."""
    numbers: dict[str, list[int]] = {}
    texts = claims.select(
        number=pl.int_range(pl.len()),
        text=pl.concat_str(_TEXTS, separator=" ", ignore_nulls=True),
    )
    for some in texts.iter_slices(_INDEXED):
        said = some.select("number", word=words_of(pl.col("text"))).explode("word").drop_nulls("word")
        for word, found in said.group_by("word").agg(pl.col("number").unique().sort()).iter_rows():
            numbers.setdefault(word, []).extend(found)
    parts: dict[str, dict[str, list[int]]] = {}
    for word in sorted(numbers):
        found = numbers[word]
        parts.setdefault(part_of(word), {})[word] = [found[0], *map(sub, found[1:], found)]
    return parts


def words_of(text: pl.Expr) -> pl.Expr:
    """The words of texts as they are searched for: in lower case, without accents."""
    plain = text.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    words = pl.element()
    is_searched = words.str.len_chars().is_between(_MIN_LETTERS, _MAX_LETTERS) & ~words.is_in(_COMMON)
    return plain.str.extract_all(r"[\p{L}\p{N}]+").list.eval(words.filter(is_searched))


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
