"""The tier that a sentence or a label states: `is placed on Tier 2 Watch List`, `CAMBODIA: Tier 2`.

The phrases are in `verdict_phrases`, spellings of tiers in `sources/language/tiers`. This module connects a tier phrase
with its verb and weighs the kinds of statements.
"""

import re
from collections.abc import Iterator
from typing import Final

from sources.language.tiers import TierPhrase, find_tiers, unread_tiers
from sources.state_department.tiers import verdict_phrases
from sources.state_department.tiers.verdict_spans import (
    UNKNOWN,
    Span,
    StatedChange,
    VerdictPlacement,
    clause_around,
    evidence_span,
)

_VERB_WINDOW_CHARACTERS: Final = 220
"""The part before a tier phrase in which its verb is searched."""

_NEAREST_VERBS: Final = 6
"""The number of verbs before a tier phrase that may govern it."""

_LABEL_AREA_CHARACTERS: Final = 160
"""The start of a text in which a label may be."""

_WEIGHTS: Final = {"unchanged": 3, "upgraded": 3, "downgraded": 3, "placed": 2, "located": 1}
_CHANGES: Final[dict[str, StatedChange]] = {
    "unchanged": "unchanged",
    "upgraded": "upgraded",
    "downgraded": "downgraded",
}


def phrases_of(text: str, most: int) -> list[TierPhrase]:
    """The tier phrases of a text in order, and those that leave a doubt, with the tier `UNKNOWN`.

    Args:
        text: the text.
        most: the number of phrases that are read.
    """
    unread = [TierPhrase(UNKNOWN, *span) for span in unread_tiers(text)]
    read = [
        phrase
        for phrase in find_tiers(text)
        if not any(doubt.start <= phrase.start and phrase.end <= doubt.end for doubt in unread)
    ]
    return sorted((*read, *unread), key=lambda phrase: phrase.start)[:most]


def stated_placements(text: str, sentences: list[Span], phrases: list[TierPhrase]) -> Iterator[VerdictPlacement]:
    """The placements that sentences state for this edition."""
    remaining = iter(sentences)
    sentence = next(remaining, None)
    for phrase in phrases:
        while sentence is not None and sentence.end < phrase.end:
            sentence = next(remaining, None)
        if sentence is None:
            return
        clause = clause_around(text, sentence, phrase.start)
        if placement := _placement_with_verb(text, sentence, clause, phrase):
            yield placement


def _placement_with_verb(text: str, sentence: Span, clause: Span, phrase: TierPhrase) -> VerdictPlacement | None:
    """The placement that a tier phrase states with its verb; None if no verb states one for this edition."""
    before = text[max(clause.start, phrase.start - _VERB_WINDOW_CHARACTERS) : phrase.start]
    governor = _governor(before)
    if governor is None:
        return None
    before_verb = before[: governor.start()]
    subject = _after_connective(before_verb)
    if verdict_phrases.NOT_STATED.search(before_verb) or verdict_phrases.OTHER_EDITION.search(subject):
        return None
    kind = next(name for name in _WEIGHTS if governor[name] is not None)
    change = _CHANGES.get(kind)
    years = _consecutive_years(text, clause, phrase, subject, governor)
    if years is not None and years > 1 and change is None:
        change = "unchanged"
    weight = _WEIGHTS[kind]
    if subject != before_verb or verdict_phrases.CONNECTIVE.search(governor.group()):
        weight += 2
    if verdict_phrases.THIS_EDITION.search(subject + governor.group()):
        weight += 1
    if verdict_phrases.OTHER_EDITION_AFTER.match(text, phrase.end, clause.end):
        weight -= 2
    return VerdictPlacement(
        tier=phrase.tier,
        basis="stated",
        phrase=Span(phrase.start, phrase.end),
        sentence=evidence_span(text, sentence, clause),
        weight=weight,
        change=change,
        previous_tier=_previous_tier(governor.group()),
        consecutive_years=years if change not in {"upgraded", "downgraded"} else None,
        subject=subject,
    )


def _governor(before: str) -> re.Match[str] | None:
    """The nearest verb before a tier phrase that can govern it."""
    for verb in [*verdict_phrases.VERB.finditer(before)][: -_NEAREST_VERBS - 1 : -1]:
        governor = verdict_phrases.GOVERNOR.match(before, verb.start())
        if governor and (governor["located"] is None or _has_no_participle(governor)):
            return governor
    return None


def _has_no_participle(governor: re.Match[str]) -> bool:
    """Whether only short words are between `is` and the tier; a participle there is itself the verb."""
    return len(governor.group().split()) <= 4


def _after_connective(text: str) -> str:
    """The text after the last connective such as `therefore`."""
    found = [*verdict_phrases.CONNECTIVE.finditer(text)]
    return text[found[-1].end() :] if found else text


def _previous_tier(words: str) -> str | None:
    phrases = find_tiers(words)
    return phrases[-1].tier if phrases else None


def _consecutive_years(
    text: str, clause: Span, phrase: TierPhrase, subject: str, governor: re.Match[str]
) -> int | None:
    """The stated number of the consecutive year: after the tier, next to the verb, or at the start of the clause."""
    found = (
        verdict_phrases.YEAR_AFTER.match(text, phrase.end, clause.end)
        or verdict_phrases.YEAR_BETWEEN.search(governor.group())
        or verdict_phrases.YEAR_BEFORE.search(subject)
    )
    return _number(found) if found else None


def _number(found: re.Match[str]) -> int:
    groups = found.groupdict()
    if groups.get("ordinal"):
        return verdict_phrases.ORDINALS[groups["ordinal"].casefold()]
    if groups.get("cardinal"):
        return verdict_phrases.CARDINALS[groups["cardinal"].casefold()]
    return int(groups.get("digits") or groups["figure"])


def labeled_placement(text: str, phrases: list[TierPhrase]) -> VerdictPlacement | None:
    """The tier at the start of the text or at the end of its heading: `Tier 3 — ...`, `CAMBODIA: Tier 2`."""
    for phrase in phrases:
        if phrase.start > _LABEL_AREA_CHARACTERS:
            return None
        if _is_label(text, phrase):
            line = _line_of_label(text, phrase)
            return VerdictPlacement(phrase.tier, "stated", Span(phrase.start, phrase.end), line, 0)
    return None


def _is_label(text: str, phrase: TierPhrase) -> bool:
    before = text[: phrase.start]
    if verdict_phrases.LABEL_AFTER.match(text, phrase.end):
        return verdict_phrases.LABEL_BEFORE.search(before) is not None
    return (
        verdict_phrases.HEADING_AFTER.match(text, phrase.end) is not None
        and verdict_phrases.HEADING_BEFORE.match(before) is not None
    )


def _line_of_label(text: str, phrase: TierPhrase) -> Span:
    """The line of a label, up to the end of the label."""
    start = max(text.rfind("\n", 0, phrase.start), text.rfind("\r", 0, phrase.start)) + 1
    while start < phrase.start and text[start].isspace():
        start += 1
    end = phrase.end
    while end < len(text) and text[end] in ")]”\"'’":
        end += 1
    return Span(start, end)
