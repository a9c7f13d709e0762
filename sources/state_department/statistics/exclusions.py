"""Excludes counts that are no national figures."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from sources.language.clauses.lexicon import Item
from sources.state_department.statistics.measures import LAW_ENFORCEMENT
from sources.state_department.statistics.mentions import CountGroup

_GENDERS: Final = frozenset("men women boys girls males females adults children minors male female".split())


def exclude_gender_lists(items: Sequence[Item], groups: Sequence[CountGroup]) -> None:
    """`8,651 boys, 7,238 women, 5,532 girls and 1,696 men`: a total that is printed only by gender and age."""
    for group in groups:
        listed = [m for m in group.mentions if any(item.low in _GENDERS for item in items[m.at : m.end])]
        if len(listed) > 2:
            for mention in listed:
                mention.measures = ()


def exclude_officials(groups: Sequence[CountGroup]) -> None:
    """`prosecution of seven officials, and convicted five (three convictions in 2016)` counts officials alone."""
    mentions = [mention for group in groups for mention in group.mentions]
    officials = [mention.at for mention in mentions if mention.head == "official"]
    for mention in mentions:
        unnamed = mention.head == "bare" or (mention.head == "measure" and mention.group.kind != "main")
        if officials and mention.at > officials[0] and unnamed and set(mention.measures) & LAW_ENFORCEMENT:
            mention.measures = ()
    for before, mention in pairwise(mentions):
        if mention.head == "official" and before.is_bare and before.group is mention.group:
            before.measures = ()
