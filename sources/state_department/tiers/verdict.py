"""The verdict of a country narrative: which tier its opening sentences give the country, and what they say of it.

Narratives up to 2016 or so place a country in passing (`is placed on Tier 2 Watch List`), those since 2017 say what
became of its placement (`remained on Tier 2`), and many of all years state it by the law's definition alone (`does not
fully comply with the minimum standards ... ; however, it is making significant efforts to do so`). The definition
cannot tell Tier 2 from its watch list, so the two bases are kept apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from sources.language.sentences import sentence_spans
from sources.language.tiers import TierPhrase, find_tiers
from sources.state_department.tiers import verdict_phrases as wording

Basis = Literal["stated", "definition"]
Change = Literal["upgraded", "downgraded", "unchanged"]

_WINDOW: Final = 220  # characters before a tier phrase in which its verb stands
_REACH: Final = 300  # characters after the minimum standards in which the efforts stand
_LONG: Final = 450  # characters; a longer sentence with semicolons is a list of clauses
_LONGEST_CLAUSE: Final = 3000  # characters to either side in which a semicolon is looked for
_NEAREST_VERBS: Final = 6  # verbs before a tier phrase that it may hang on
_MOST_PHRASES: Final = 400  # tier phrases read; a narrative holds a handful, only hostile text holds more
_LABEL_AREA: Final = 160  # characters at the start of a text where a label may stand
_WEIGHTS: Final = {"unchanged": 3, "upgraded": 3, "downgraded": 3, "placed": 2, "located": 1}
_CHANGES: Final[dict[str, Change]] = {
    "unchanged": "unchanged",
    "upgraded": "upgraded",
    "downgraded": "downgraded",
}
_ADMITTED: Final = {"1": ("1",), "2": ("2", "2WL"), "2WL": ("2WL",), "3": ("3",)}
"""The placements that a definition admits: Tier 2 and its watch list share theirs."""


@dataclass(frozen=True)
class Verdict:
    """What the opening of a narrative says about the country's placement.

    Attributes:
        tier: a value of the tier vocabulary.
        basis: `stated` where a tier is named; `definition` where only the law's definition is given.
        admits: the tiers the wording admits; two for the definition that Tier 2 and its watch list share.
        change: what is said of the placement against the edition before; None if nothing.
        previous_tier: the tier the country is said to come from; None if not said.
        consecutive_years: which consecutive year on this tier it is said to be; None if not said.
        waiver_stated: a waiver of the downgrade to Tier 3 is stated to hold.
        automatic_downgrade: Tier 3 is said to follow because years or waivers ran out.
        policy_or_pattern: a government policy or pattern is mentioned.
        child_soldier_list: the list under the Child Soldiers Prevention Act is mentioned.
        sentence: the sentence that gives the tier; `text[char_start:char_end]`.
        char_start: where it begins, in code points.
        char_end: where it ends, exclusive.
        phrase_start: where the words that decide begin: the tier phrase, or the definition.
        phrase_end: where they end, exclusive.
    """

    tier: str
    basis: Basis
    admits: tuple[str, ...]
    change: Change | None
    previous_tier: str | None
    consecutive_years: int | None
    waiver_stated: bool
    automatic_downgrade: bool
    policy_or_pattern: bool
    child_soldier_list: bool
    sentence: str
    char_start: int
    char_end: int
    phrase_start: int
    phrase_end: int


class _Span(NamedTuple):
    start: int
    end: int


class _Placement(NamedTuple):
    """A tier as one place of the text gives it."""

    tier: str
    basis: Basis
    phrase: _Span
    sentence: _Span
    weight: int
    change: Change | None = None
    previous_tier: str | None = None
    consecutive_years: int | None = None


def read_verdict(text: str) -> Verdict | None:
    """Reads the verdict from the opening section or sections of a narrative, or from a summary of one.

    A tier that a sentence states comes first, then a label that leads the text or stands in its heading, then the
    definition; a label that the definition excludes gives way to it, for labels are added by editors.

    Returns:
        None where the text neither names the country's tier nor defines it.
    """
    sentences = [_Span(*span) for span in sentence_spans(text)]
    phrases = find_tiers(text)[:_MOST_PHRASES]
    stated = max(_stated(text, sentences, phrases), key=lambda placement: placement.weight, default=None)
    defined = _defined(text, sentences)
    label = _label(text, phrases) if stated is None else None
    if label is not None and defined is not None and label.tier not in _ADMITTED[defined.tier]:
        label = None
    chosen = stated or label or defined
    return _verdict(text, chosen, sentences) if chosen is not None else None


def _verdict(text: str, chosen: _Placement, sentences: list[_Span]) -> Verdict:
    waivers = [text[span.start : span.end] for span in _clauses(text, sentences) if _states_waiver(text, span)]
    tier = chosen.tier
    admits = _ADMITTED[tier] if chosen.basis == "definition" else (tier,)
    if admits == ("2", "2WL") and any(wording.OTHER_EDITION.search(waiver) is None for waiver in waivers):
        tier, admits = "2WL", ("2WL",)  # only a country on the watch list can be spared the downgrade
    start, end = chosen.sentence
    return Verdict(
        tier=tier,
        basis=chosen.basis,
        admits=admits,
        change=chosen.change,
        previous_tier=chosen.previous_tier,
        consecutive_years=chosen.consecutive_years,
        waiver_stated=bool(waivers) and "2WL" in admits,
        automatic_downgrade=tier == "3" and any(_is_automatic(text, span) for span in sentences),
        policy_or_pattern=wording.POLICY_OR_PATTERN.search(text) is not None,
        child_soldier_list=wording.CHILD_SOLDIERS_LIST.search(text) is not None,
        sentence=text[start:end],
        char_start=start,
        char_end=end,
        phrase_start=chosen.phrase.start,
        phrase_end=chosen.phrase.end,
    )


def _stated(text: str, sentences: list[_Span], phrases: list[TierPhrase]) -> Iterator[_Placement]:
    """Every place where a sentence places the country on a tier in this edition."""
    remaining = iter(sentences)
    sentence = next(remaining, None)
    for phrase in phrases:
        while sentence is not None and sentence.end < phrase.end:
            sentence = next(remaining, None)
        if sentence is None:
            return
        clause = _clause(text, sentence, phrase.start)
        if placement := _hanging(text, sentence, clause, phrase):
            yield placement


def _hanging(text: str, sentence: _Span, clause: _Span, phrase: TierPhrase) -> _Placement | None:
    """The placement a tier phrase states with the verb it hangs on; None where no verb places it in this edition."""
    before = text[max(clause.start, phrase.start - _WINDOW) : phrase.start]
    governor = _governor(before)
    if governor is None:
        return None
    ahead = before[: governor.start()]
    own = _after_connective(ahead)
    if wording.NOT_STATED.search(ahead) or wording.OTHER_EDITION.search(own):
        return None
    kind = next(name for name in _WEIGHTS if governor[name] is not None)
    change = _CHANGES.get(kind)
    years = _consecutive_years(text, clause, phrase, own, governor)
    if years is not None and years > 1 and change is None:
        change = "unchanged"
    weight = _WEIGHTS[kind]
    if own != ahead or wording.CONNECTIVE.search(governor.group()):
        weight += 2
    if wording.THIS_EDITION.search(own + governor.group()):
        weight += 1
    if wording.OTHER_EDITION_AFTER.match(text, phrase.end, clause.end):
        weight -= 2
    return _Placement(
        tier=phrase.tier,
        basis="stated",
        phrase=_Span(phrase.start, phrase.end),
        sentence=_evidence(text, sentence, clause),
        weight=weight,
        change=change,
        previous_tier=_previous_tier(governor.group()),
        consecutive_years=years if change not in {"upgraded", "downgraded"} else None,
    )


def _governor(before: str) -> re.Match[str] | None:
    """The nearest verb before a tier phrase that the phrase can hang on."""
    for verb in [*wording.VERB.finditer(before)][: -_NEAREST_VERBS - 1 : -1]:
        governor = wording.GOVERNOR.match(before, verb.start())
        if governor and (governor["located"] is None or _is_bare(governor)):
            return governor
    return None


def _is_bare(governor: re.Match[str]) -> bool:
    """Whether nothing but small words stands between `is` and the tier: a participle there is the verb that counts."""
    return len(governor.group().split()) <= 4


def _after_connective(text: str) -> str:
    """What follows the last `therefore` or the like."""
    found = [*wording.CONNECTIVE.finditer(text)]
    return text[found[-1].end() :] if found else text


def _previous_tier(words: str) -> str | None:
    phrases = find_tiers(words)
    return phrases[-1].tier if phrases else None


def _consecutive_years(text: str, clause: _Span, phrase: TierPhrase, own: str, governor: re.Match[str]) -> int | None:
    """Which consecutive year on the tier the clause says it is: after the tier, beside the verb, or opening it."""
    found = (
        wording.YEAR_AFTER.match(text, phrase.end, clause.end)
        or wording.YEAR_BETWEEN.search(governor.group())
        or wording.YEAR_BEFORE.search(own)
    )
    return _number(found) if found else None


def _number(found: re.Match[str]) -> int:
    groups = found.groupdict()
    if groups.get("ordinal"):
        return wording.ORDINALS[groups["ordinal"].casefold()]
    if groups.get("cardinal"):
        return wording.CARDINALS[groups["cardinal"].casefold()]
    return int(groups.get("digits") or groups["figure"])


def _label(text: str, phrases: list[TierPhrase]) -> _Placement | None:
    """A tier that leads the text or closes its heading: `Tier 3 — ...`, `CAMBODIA: Tier 2`."""
    for phrase in phrases:
        if phrase.start > _LABEL_AREA:
            return None
        if _is_label(text, phrase):
            line = _line(text, phrase)
            return _Placement(phrase.tier, "stated", _Span(phrase.start, phrase.end), line, 0)
    return None


def _is_label(text: str, phrase: TierPhrase) -> bool:
    before = text[: phrase.start]
    if wording.LABEL_AFTER.match(text, phrase.end):
        return wording.LABEL_BEFORE.search(before) is not None
    return (
        wording.HEADING_AFTER.match(text, phrase.end) is not None and wording.HEADING_BEFORE.match(before) is not None
    )


def _line(text: str, phrase: TierPhrase) -> _Span:
    """The heading or lead that a label is part of, up to the end of the label."""
    start = max(text.rfind("\n", 0, phrase.start), text.rfind("\r", 0, phrase.start)) + 1
    while start < phrase.start and text[start].isspace():
        start += 1
    end = phrase.end
    while end < len(text) and text[end] in ")]”\"'’":
        end += 1
    return _Span(start, end)


def _defined(text: str, sentences: list[_Span]) -> _Placement | None:
    """The first sentence that holds the country against the minimum standards, and what the law calls that."""
    for sentence in sentences:
        for found in wording.STANDARDS.finditer(text, sentence.start, sentence.end):
            if placement := _by_definition(text, sentence, found):
                return placement
    return None


def _by_definition(text: str, sentence: _Span, found: re.Match[str]) -> _Placement | None:
    start = found.start()
    if wording.FALLS_SHORT.search(text[max(sentence.start, start - _WINDOW) : start]) is None:
        fully = ("fully", "fully_after", "fully_too", "fully_in")
        if not any(found[name] for name in fully) or wording.NOT_STATED.search(text[sentence.start : start]):
            return None
        phrase = _Span(start, found.end())
        return _Placement("1", "definition", phrase, _evidence(text, sentence, _clause(text, sentence, start)), 0)
    reach = found.end() + _REACH
    made = wording.EFFORTS_MADE.search(text, found.end(), reach)
    denied = wording.EFFORTS_DENIED.search(text, found.end(), reach)
    if denied and (made is None or denied.start() <= made.start()):
        return _defined_as("3", text, sentence, start, denied.end())
    if made:
        tier = "2WL" if wording.NOT_INCREASING.search(text) else "2"
        return _defined_as(tier, text, sentence, start, made.end())
    return None


def _defined_as(tier: str, text: str, sentence: _Span, start: int, end: int) -> _Placement:
    evidence = _evidence(text, sentence, _clause(text, sentence, start))
    return _Placement(tier, "definition", _Span(start, end), _Span(evidence.start, max(evidence.end, end)), 0)


def _states_waiver(text: str, clause: _Span) -> bool:
    words = text[clause.start : clause.end]
    if not wording.WAIVER.search(words) or not wording.WAIVER_OF_DOWNGRADE.search(words):
        return False
    return wording.WAIVER_DENIED.search(words) is None


def _is_automatic(text: str, sentence: _Span) -> bool:
    return wording.AUTOMATIC.search(text, sentence.start, sentence.end) is not None


def _clauses(text: str, sentences: list[_Span]) -> Iterator[_Span]:
    """The parts of sentences between semicolons."""
    for sentence in sentences:
        start = sentence.start
        while (end := text.find(";", start, sentence.end)) >= 0:
            yield _Span(start, end)
            start = end + 1
        yield _Span(start, sentence.end)


def _clause(text: str, sentence: _Span, place: int) -> _Span:
    """The part of a sentence around a place, between semicolons, without the space at its ends."""
    start = text.rfind(";", max(sentence.start, place - _LONGEST_CLAUSE), place) + 1 or sentence.start
    end = text.find(";", place, min(sentence.end, place + _LONGEST_CLAUSE))
    end = sentence.end if end < 0 else end
    while start < place and text[start].isspace():
        start += 1
    return _Span(start, end)


def _evidence(text: str, sentence: _Span, clause: _Span) -> _Span:
    """The sentence, or the clause alone where the sentence is a long row of clauses."""
    return clause if sentence.end - sentence.start > _LONG else sentence
