"""A fast test whether a sentence can state a national count, before it is read word by word.

The test excludes two thirds of the sentences. It does not decide the meaning of a count. Here are the stems without
which a sentence states no count. Verbs and nouns of measures belong into `sources/language/data/lexicon.csv`; this test
uses them too.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

from sources.language.clauses.lexicon import read_actions

_ACTION: Final = re.compile(
    r"investig|prosecut|convict|identif|assist|referr|repatriat|arrest|acquit|victim|indict|charg|shelter|compar"
    r"|service|support|cared? |care for|housed|housing|accommodat|sentenced|rescu|child soldier|detect|intercept|freed"
    r"|detain|guilty|opened|initiated|launched|to trial|to court"
    r"|^\W*(?:of|among) "
)
"""Besides the actions of the vocabulary: stems, and words about victims and services for them. `Of these, ...` refers
to a count before."""

_COUNT: Final = re.compile(
    r"(?<![\d$€£•.,/])(?!(?:19|20)\d\d(?!\d))\d"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|dozen|zero|none|its first"
    r"|their first)\b"
    r"|(?:at least|than|of|about|approximately|total of|over|to) (?:19|20)\d\d [a-z]"
)
"""A number that is no year, or the digits of a year in the position of a count."""

_DENIAL: Final = re.compile(
    r"\b(?:not|never|unable to|neither|nor|failed to|yet to) (?:\w+ ){0,3}?"
    r"(?:report|provid|collect|compil|maintain|disclos|publish|shar"
    r"|keep|track|record|suppl|furnish|have|investig|prosecut|convict|identif|initiat|open|launch|begin|conduct|obtain|secure"
    r"|achiev|complet|assist|refer|repatriat|arrest|acquit|detect|pursu|make|indict|charge|avail)"
    r"|unavailable|\bno (?:data|statistics|figures|information) on "
    r"|\bno (?:\w+ ){0,6}?(?:investig|prosecut|convict|victim|traffick|arrest|acquit|suspect|defendant|case|perpetrat)"
)
"""Words of stated zeros and unreported figures, besides the actions of the vocabulary."""


def may_count(sentence: str) -> bool:
    """Whether a sentence can state a national count."""
    low = sentence.lower()
    actions = _actions()
    if not _ACTION.search(low) and not actions.alone.search(low):
        return False
    return bool(_COUNT.search(low) or _DENIAL.search(low) or actions.counted.search(low))


class _Actions(NamedTuple):
    """Patterns of the actions of the vocabulary.

    Attributes:
        alone: an action that identifies a sentence about trafficking by itself.
        counted: an action before a number like a year, before `no`, or after a negation.
    """

    alone: re.Pattern[str]
    counted: re.Pattern[str]


@cache
def _actions() -> _Actions:
    """The patterns of the actions; the reader uses the same words, so no second list can differ."""
    actions = read_actions()
    alone = _any_of(action.phrase for action in actions if action.alone)
    verbs = _any_of(action.phrase for action in actions if action.form in ("finite", "gerund"))
    bases = _any_of(action.phrase for action in actions if action.form == "base")
    nouns = _any_of(action.phrase for action in actions if action.form == "noun")
    counted = (
        rf"\b{verbs} (?:(?:19|20)\d\d [a-z]|no\b|nobody\b|no-one\b)"
        rf"|\b(?:not|never|unable to|neither|nor|failed to|yet to) (?:\w+ ){{0,3}}?{bases}\b"
        rf"|\bno (?:\w+ ){{0,6}}?{nouns}\b"
    )
    return _Actions(re.compile(rf"\b{alone}\b"), re.compile(counted))


def _any_of(phrases: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(phrase) for phrase in sorted(set(phrases)))})"
