"""How certain it is that a sentence says what was read from it.

A claim is `sure` where every word of its clause that could change the meaning was understood, nothing in the sentence
turns statements into wishes, rules or conditions, the clause names the country, and the sentence names no other tier
and no other time; `likely` where only one of the last three is missing, or the words are many; else `doubtful`.
"""

from collections.abc import Sequence
from typing import Final

from sources.language.clauses.lexicon import Item, has, means, says, words
from sources.news.claims.context import SentenceContext
from sources.news.claims.enumerations import Statement
from sources.news.claims.numbers_beside import Figure
from warehouse.tables.vocabulary import WORLD

_RISKS: Final = frozenset(("wish", "forecast", "condition", "rule", "deny", "compare", "waiver"))
"""Words in a clause that can turn its clause into something else."""
_RISKS_ANYWHERE: Final = frozenset(("wish", "condition", "rule"))
"""The same anywhere in the sentence."""
_QUESTION: Final = frozenset("?¿")
_TIMES: Final = frozenset(("previous", "ago", "past", "since", "until"))
"""Words of another time than that of the edition reported."""
_MOST_UNKNOWN: Final = 4
"""Unknown words between a country and its tier in a sure claim."""
_MOST_ITEMS: Final = 70
"""Items of a sentence with sure claims; a longer one usually has clauses about other things."""
_NEAR: Final = 5
"""Items after a number of countries within which a sure one has the word `countries`."""
_PLAIN: Final = words("plain")
"""Words that change no count."""
_SOME_PEOPLE: Final = words("some_people")
_MOST_NUMBERS: Final = 6
"""Numbers of a sentence with sure counts."""


def of_placement(
    items: Sequence[Item],
    clause: Statement,
    at: int,
    countries: Sequence[str],
    context: SentenceContext,
    editions: Sequence[int | None] = (),
    *,
    is_move: bool = False,
) -> str:
    """The certainty of what a clause says of a tier, or by a verb of change, at a place.

    Args:
        items: the items of the sentence.
        clause: the clause.
        at: the tier or the verb.
        countries: the countries of the claim.
        context: context of the sentence.
        editions: the editions of the claim.
        is_move: whether the clause names the tier left and the one arrived at.
    """
    own = items[clause.start : clause.end]
    if has(own, *_RISKS) or _is_uncertain(items, context):
        return "doubtful"
    groups = [group for group in clause.groups if set(group.countries) & set(countries)]
    unknown = sum(item.kind == "word" for item in items[groups[-1].end : at]) if groups else 0
    is_own = clause.kind in ("main", "joined", "resumed") and own[0].kind != "reason"
    is_plain = is_own and len(items) <= _MOST_ITEMS and unknown <= _MOST_UNKNOWN
    tiers = {item.value for item in own if item.kind == "tier"}
    is_single = len(tiers) <= 1 + is_move
    is_named = bool(groups) or countries == (context.sure_country,) or _are_alone(items, countries)
    year = editions[0] if len(editions) == 1 else None
    dated = year is not None and year != context.calendar.edition and not has(items, *_TIMES)
    own_year = dated and {item.value for item in own if item.kind == "year"} == {str(year)}
    one_time = own_year or _is_about_one_time(items, editions or (context.calendar.edition,), is_move=is_move)
    return "sure" if is_named and is_plain and is_single and one_time else "likely"


def _are_alone(items: Sequence[Item], countries: Sequence[str]) -> bool:
    """Whether a sentence names the countries of a claim and no others."""
    return {item.value for item in items if item.kind == "country"} == set(countries)


def _is_about_one_time(items: Sequence[Item], editions: Sequence[int | None], *, is_move: bool) -> bool:
    """Whether a sentence speaks of one edition alone; a move may name the time of the tier that was left."""
    years = {item.value for item in items if item.kind == "year"}
    times = _TIMES - {"previous"} if is_move and not years else _TIMES
    return len(editions) == 1 and years <= {str(editions[0])} and not has(items, *times)


def of_figure(items: Sequence[Item], figure: Figure, country: str, context: SentenceContext) -> str:
    """The certainty of a count.

    Args:
        items: the items of the sentence.
        figure: the number.
        country: whose number it is; `WORLD` for the world and the report.
        context: context of the sentence.
    """
    if context.attribution in ("official", "other") or says(items, *_QUESTION):
        return "doubtful"
    numbers = sum(item.kind in ("num", "number", "pct") for item in items)
    denied = has(items, "deny") and figure.value != 0
    if denied or numbers > _MOST_NUMBERS or means(items, "since"):
        return "doubtful"
    is_size = figure.measure.startswith("countries")
    if is_size and not has(items[figure.at + 1 : figure.at + _NEAR], "nation"):
        return "likely"
    is_named = country in (WORLD, context.sure_country) or means(items, country)
    counts_all = _counts_all(items, figure)
    return "sure" if is_named and counts_all and len(items) <= _MOST_ITEMS else "likely"


def _counts_all(items: Sequence[Item], figure: Figure) -> bool:
    """Whether a count is surely of all: no word that is not understood, no kind of trafficking, no group of people.

    `15 foreign traffickers`, `15 in the capital`, `14 women`, `urged it to convict 100`, `for forced labor, 30`; `11 of
    the countries`, `14 countries stayed`.
    """
    after = items[figure.at + 1 : figure.at + _NEAR]
    is_understood = all(item.low in _PLAIN for item in items if item.kind == "word")
    is_part = says(items[figure.at + 1 : figure.at + 2], "of", "of the")
    is_of_type = figure.trafficking_type == "all" and has(items, "type")
    return (
        is_understood
        and not is_part
        and not is_of_type
        and not has(after, "adjective")
        and not says(after, *_SOME_PEOPLE)
    )


def _is_uncertain(items: Sequence[Item], context: SentenceContext) -> bool:
    """Whether the sentence is a question, wishes or rules, or cites others than the report."""
    return has(items, *_RISKS_ANYWHERE) or says(items, *_QUESTION) or context.from_draft
