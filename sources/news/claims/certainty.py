"""How certain it is that a sentence says what was read from it.

A claim is `sure` where no word of its sentence can turn it into something else (a wish, a plan, a rule, a comparison, a
denial) and the sentence names the country itself; `likely` where only the country comes from an earlier sentence, or
the sentence is long; else `doubtful`. The words are data: `data/governors.csv`, by language.
"""

import re
from functools import cache
from typing import Final

from sources.news.claims.claim import Claim
from sources.reference.data import rows
from warehouse.tables.vocabulary import WORLD

_LONG_SENTENCE: Final = 400
"""Characters. A longer sentence usually has clauses about other things."""

GRADED_LANGUAGES: Final = frozenset(("en", "es", "fr", "pt"))
"""Languages with governing words. A claim in any other language is doubtful."""


def certainty_of(claim: Claim, sentence: str, named: frozenset[str], language: str) -> str:
    """The certainty of a claim, one of `CERTAINTIES`.

    Args:
        claim: the claim.
        sentence: the text of its sentence.
        named: the countries that the sentence names.
        language: ISO 639-1 code.
    """
    if language not in GRADED_LANGUAGES or claim.report_year is None or governors_in(sentence, language):
        return "doubtful"
    if len(sentence) > _LONG_SENTENCE or claim.country not in (*named, WORLD):
        return "likely"
    return "sure"


def governors_in(sentence: str, language: str) -> frozenset[str]:
    """The kinds of governing words in a sentence, such as `wish` and `negation`."""
    return frozenset(kind for kind, words in _governors(language) if words.search(sentence))


@cache
def _governors(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    own = [row for row in rows("governors.csv", package="sources.news.claims") if row["language"] == language]
    return tuple((row["kind"], _any_of(row["words"].split("|"))) for row in own)


def _any_of(words: list[str]) -> re.Pattern[str]:
    """A pattern of whole words; a mark such as `?`, or an ending such as `n't`, stands anywhere."""
    forms = (
        rf"\b{re.escape(word)}\b"
        if word[0].isalnum() and word[-1].isalnum() and not word.endswith("'t")
        else re.escape(word)
        for word in words
    )
    return re.compile("|".join(forms).replace(r"\bn't\b", "n't").replace(r"\bn’t\b", "n’t"), re.IGNORECASE)
