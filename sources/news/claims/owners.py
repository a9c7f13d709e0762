"""Whose tier it is: the countries that a clause of a sentence puts on a tier."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from sources.language.clauses.lexicon import Item, has, means, says, words
from sources.language.clauses.statements import ENUMERATED, VERBS
from sources.news.claims.context import SentenceContext
from sources.news.claims.enumerations import Group, Statement


@dataclass(frozen=True)
class Owners:
    """The countries of a tier.

    Attributes:
        countries: whose tier it is.
        joined: countries that only stand beside them: `alongside B and C`.
        start: where the words begin that tie the tier to the countries.
    """

    countries: tuple[str, ...]
    joined: tuple[str, ...]
    start: int


@dataclass(frozen=True)
class Earlier:
    """The tier before in a clause: its place and its countries."""

    at: int
    countries: tuple[str, ...]


def subjects_of(
    items: Sequence[Item],
    clause: Statement,
    at: int,
    context: SentenceContext,
    *,
    before: Earlier | None,
    last: tuple[str, ...],
) -> Owners:
    """The countries of a tier.

    Args:
        items: the items of the sentence.
        clause: the clause of the tier.
        at: the tier.
        context: context of the sentence.
        before: the tier before in the clause.
        last: the countries that the sentence spoke of before the clause.
    """
    groups = [group for group in clause.groups if group.end <= at]
    joined = _joined_after(items, clause, at)
    if before is not None:
        newer = [group for group in groups if group.start > before.at]
        if not newer and (own := _of_tier_before(items, before, at)) is not None:
            return Owners(own, joined if own else (), before.at + 1)
        groups = newer or groups
        if newer and says(items[newer[-1].end : newer[-1].end + 1], ","):
            return Owners(newer[-1].countries, joined, newer[-1].start)  # `A keeps Tier 1, unlike B, held at Tier 2`
    group = next((each for each in reversed(groups) if _have_own_place(items, each) or not is_aside(items, each)), None)
    listed = listed_after(items, clause, at)
    if listed is not None and (group is None or not _has_verb(items[group.end : at])):
        return Owners(listed.countries, (), clause.start)
    if group is None:
        return Owners(_meant(items, clause, at, last, context), joined, clause.start)
    return Owners(_of_group(items, clause, group, at), joined, group.start)


def _of_tier_before(items: Sequence[Item], before: Earlier, at: int) -> tuple[str, ...] | None:
    """The countries of the tier before, which a second tier goes on with; None where a new list begins."""
    between = items[before.at + 1 : at]
    if has(between, "compare") or means(between, "many"):
        return ()
    return None if says(between, ":") else before.countries


def _of_group(items: Sequence[Item], clause: Statement, group: Group, at: int) -> tuple[str, ...]:
    """The countries of the group before a tier; none where the words between do not tie them."""
    between = items[group.end : at]
    if not _is_tied(items, group, at) or has(between, "whose") or _counts_many(_without_aside(between)):
        return ()
    if items[at - 1].low == "(" and group.end == at - 1:
        return group.countries[-1:]  # `A and B (Tier 3)`
    if items[group.end].low in SINGULAR:
        return group.countries[-1:]  # `... joined by A, and B was on`
    return _with_company(items, clause, group)


SINGULAR: Final = words("singular")
_OF: Final = words("of")
_WITH: Final = words("with")
_EXAMPLES: Final = words("example")


def is_aside(items: Sequence[Item], group: Group) -> bool:
    """Whether a country stands in a comparison or as an example."""
    before = items[max(0, group.start - 4) : group.start]
    if group.end < len(items) and items[group.end].low == "," and _is_between_commas(items, group):
        return True
    lead = [item for item in before if item.low != "the"]
    if len(lead) > 2 and lead[-1].low in _OF and lead[-2].kind == "word" and lead[-3].kind in ("number", "figure"):
        return True  # `two neighbours of A`
    return has(before, "compare") or says(before[-2:], *_EXAMPLES) or means(before[-2:], "neighbour")


def _have_own_place(items: Sequence[Item], group: Group) -> bool:
    """`does better than A and B, both on Tier 3`."""
    after = items[group.end : group.end + 4]
    return len(group.countries) > 1 and says(after[:1], ",") and has(after, "both")


def _is_between_commas(items: Sequence[Item], group: Group) -> bool:
    """`Niger, north of Nigeria, is`: a country in a part between commas that has no verb."""
    for place in range(group.start - 1, max(0, group.start - 7), -1):
        if items[place].kind in VERBS and items[place].value != "weak":
            return False
        if items[place].kind in ("country", "rel", "tier") or items[place].low == ";":
            return False
        if items[place].low == ",":
            return items[place - 1].kind == "country" and place < group.start - 2
    return False


def _is_tied(items: Sequence[Item], group: Group, at: int) -> bool:
    """Whether the words between a country and a tier put the one on the other."""
    between = _without_aside(items[group.end : at])
    if has(between, "compare"):
        return False
    if any(item.kind in VERBS or item.kind in ("again", "from", "to") for item in between):
        return True
    return len(between) <= 3 and all(item.kind in ("mark", "word", "include") or item.low == "and" for item in between)


def _counts_many(words: Sequence[Item]) -> bool:
    """Whether words count countries: `177 nations, 58 of which are`: the tier is that of some of them."""

    def counts(place: int) -> bool:
        before = words[max(0, place - 3) : place]
        single = says(before, "among", "only") or means(before, "1") or says(words[max(0, place - 4) : place], "one")
        after = words[place + 1 : place + 4]
        return not single and not has(before[-1:], "and") and (means(after, "many") or says(after, "which", "them"))

    return any(item.kind in ("figure", "number") and counts(place) for place, item in enumerate(words))


def _without_aside(between: Sequence[Item]) -> Sequence[Item]:
    """Words without a part between commas that compares: `A, one notch above B, was`, `A, with ten others, was`."""
    commas = [place for place, item in enumerate(between) if item.low == ","]
    if len(commas) >= 2 and commas[0] == 0 and has(between[: commas[1]], "compare", "beside"):
        return between[commas[1] + 1 :]
    return between


def _with_company(items: Sequence[Item], clause: Statement, group: Group) -> tuple[str, ...]:
    """The countries of a group with those that it joins: `A joins B and C on Tier 3`."""
    countries = list(group.countries)
    for other in clause.groups:
        between = items[other.end : group.start]
        if other.end <= group.start and has(between, "join", "beside") and not has(between, "tier"):
            countries = [*other.countries, *countries]
    return tuple(dict.fromkeys(countries))


def _joined_after(items: Sequence[Item], clause: Statement, at: int) -> tuple[str, ...]:
    """The countries that stand on the tier beside others: `on Tier 3, alongside B and C`."""
    following = next((group for group in clause.groups if group.start > at), None)
    if following is None:
        return ()
    between = items[at + 1 : following.start]
    if items[clause.start].kind == "join" and between and between[-1].value == "be":
        return following.countries  # `Joining A on Tier 3 are B and C`
    beside = next((place for place, item in enumerate(between) if item.kind in ("join", "beside")), None)
    is_beside = beside is not None and len(between) <= 12
    shared = means(items[clause.start : at], "share")
    if beside and not shared and between[beside].low in _WITH and between[beside - 1].kind == "word":
        return ()  # `on Tier 3, signed an agreement with B`
    includes = any(group.end <= at for group in clause.groups) and len(between) <= 4
    is_beside = is_beside or (includes and says(between, "including"))
    return following.countries if is_beside and not has(between, "tier") else ()


def listed_after(items: Sequence[Item], clause: Statement, at: int) -> Group | None:
    """The countries that a list after a tier names: `Tier 3 countries include A and B`, `Tier 3: A`."""
    following = next((group for group in clause.groups if group.start > at), None)
    if following is None:
        return None
    between = items[at + 1 : following.start]
    if any(item.kind in ("tier", "join", "beside", "compare", "from") and item.low not in _OF for item in between[-3:]):
        return None
    leads = items[at].low.startswith("blacklist") or has(items[max(clause.start, at - 2) : at], "place", "to", "join")
    only_articles = all(item.low in ENUMERATED for item in between)
    if (between and between[-1].low in (":", "-", "–", "—")) or (only_articles and leads):
        return following  # `Tier 3: A`, `blacklisted A`, `adds to Tier 3 A and B`
    if has(between[-3:], "report") and between[-1].kind not in ("include", "place", "same"):
        return None
    if says(between, ",") and not has(between[-2:], "include", "place"):
        return None  # `called the Tier 3 placement unjust, and pointed to A`
    opens = any(item.kind == "include" or item.low in ("for", "to", "a", "à", "para", "pour", "of") for item in between)
    verb = has(between, "place", "up", "down", "same")
    return following if (opens or verb) and len(between) <= 14 else None


def _has_verb(words: Sequence[Item]) -> bool:
    return has(words, *VERBS)


def _meant(
    items: Sequence[Item], clause: Statement, at: int, last: tuple[str, ...], context: SentenceContext
) -> tuple[str, ...]:
    """The countries that a clause without a name means: those that follow, were named before, or `it` stands for."""
    words = items[clause.start : at]
    if means(words, "many") or _counts_many(words):
        return ()  # `it holds governments whose place on Tier 2 rests on promises`
    if has(words, "whose"):
        return ()  # `the downgrade of his country to Tier 3`
    has_pronoun = has(words, "it", "its") or (clause.start == 0 and has(words[:1], "again"))
    opener = next((group for group in clause.groups if group.start > at), None)
    if opener is not None and not has_pronoun:
        return _of_opener(items, clause, opener, at)
    if has(words, "both"):
        return last or context.plural_countries
    if last and (has_pronoun or clause.start > 0):
        return last
    return (context.singular_country,) if has_pronoun and context.singular_country else ()


def _of_opener(items: Sequence[Item], clause: Statement, opener: Group, at: int) -> tuple[str, ...]:
    """`Handed a Tier 3 rating, A joined B`: an opening without a subject belongs to the subject that follows."""
    if not says(items[at + 1 : opener.start], ",") or not _has_verb(items[clause.start : at]):
        return ()
    later = [group for group in clause.groups if group.start > opener.end]
    joined = (group.countries for group in later if items[group.start - 1].kind in ("join", "beside"))
    return tuple(dict.fromkeys(chain(opener.countries, *joined)))
