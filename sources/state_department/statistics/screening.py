"""A fast test whether a sentence can state a national count, before it is read word by word.

The test excludes two thirds of the sentences. It does not decide the meaning of a count. Here are the stems without
which a sentence states no count. Verbs and nouns of measures belong into `sources/language/data/lexicon.csv`; this test
uses them too.
"""

import re
from functools import cache
from typing import Final

from sources.language.cardinals import SMALL
from sources.language.clauses.lexicon import read_actions
from sources.language.word_lists import any_of

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
    rf"|\b{any_of((*SMALL, 'hundred', 'dozen', 'none', 'its first', 'their first'))}\b"
    r"|(?:at least|than|of|about|approximately|total of|over|to) (?:19|20)\d\d [a-z]"
)
"""A number that is no year, or the digits of a year in the position of a count."""

_DENIED_ACTIONS: Final = (
    "report|provid|collect|compil|maintain|disclos|publish|shar|keep|track|record|suppl|furnish|have|investig|prosecut"
    "|convict|identif|initiat|open|launch|begin|conduct|obtain|secure|achiev|complet|assist|refer|repatriat|arrest"
    "|acquit|detect|pursu|make|indict|charge|avail"
)
_DENIED_THINGS: Final = "investig|prosecut|convict|victim|traffick|arrest|acquit|suspect|defendant|case|perpetrat"
"""Stems of stated zeros and unreported figures, besides the actions of the vocabulary."""


def may_count(sentence: str) -> bool:
    """Whether a sentence can state a national count."""
    low = sentence.lower()
    acting, counting = _patterns()
    return any(pattern.search(low) for pattern in acting) and any(pattern.search(low) for pattern in counting)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    """The patterns of actions; and those of counts and denials, among them an action before a number like a year.

    The reader uses the same actions, so no second list can differ.
    """
    actions = read_actions()
    alone = any_of(action.phrase for action in actions if action.alone)
    verbs = any_of(action.phrase for action in actions if action.form in ("finite", "gerund"))
    bases = any_of(action.phrase for action in actions if action.form == "base")
    nouns = any_of(action.phrase for action in actions if action.form == "noun")
    denial = (
        r"\b(?:not|never|unable to|neither|nor|failed to|yet to) (?:\w+ ){0,3}?" + rf"(?:{_DENIED_ACTIONS}|{bases}\b)"
        r"|unavailable|\bno (?:data|statistics|figures|information) on "
        r"|\bno (?:\w+ ){0,6}?" + rf"(?:{_DENIED_THINGS}|{nouns}\b)"
    )
    direct = rf"\b{verbs} (?:(?:19|20)\d\d [a-z]|no\b|nobody\b|no-one\b)"
    return (_ACTION, re.compile(rf"\b{alone}\b")), (_COUNT, re.compile(denial), re.compile(direct))
