"""Qualifiers: how exact a number is, by the words right before and after it. The words are in `number_words`."""

from collections.abc import Sequence

from sources.language.number_words import QUALIFIERS_AFTER, QUALIFIERS_BEFORE
from sources.language.words import Token


def qualifier_of(tokens: Sequence[Token], at: int, after: int) -> str:
    """The qualifier of a number, by the words right before and after it; `exact` where they say nothing."""
    for length in (4, 3, 2, 1):
        if at - length < 0:
            continue
        phrase = " ".join(token.low for token in tokens[at - length : at])
        if phrase in QUALIFIERS_BEFORE:
            return QUALIFIERS_BEFORE[phrase]
    following = " ".join(token.low for token in tokens[after : after + 2])
    return QUALIFIERS_AFTER.get(following, "exact")
