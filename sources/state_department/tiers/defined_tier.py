"""The tier that a sentence gives by the definition in the law, without naming it.

The definition cannot distinguish Tier 2 from the Watch List, which exists since 2004. The first editions also put a
country on Tier 1 without `fully`. The phrases are in `verdict_phrases`.
"""

import re
from typing import Final

from sources.state_department.tiers import verdict_phrases
from sources.state_department.tiers.verdict_spans import Span, VerdictPlacement, clause_around, evidence_span

_NEGATION_WINDOW_CHARACTERS: Final = 220
"""The part before the minimum standards in which a negation is searched."""

_EFFORTS_WINDOW_CHARACTERS: Final = 300
"""The part after the minimum standards in which the efforts are searched."""

ADMITTED_TIERS: Final = {"1": ("1",), "2": ("2", "2WL"), "2WL": ("2WL",), "3": ("3",)}
"""The placements that a definition admits: Tier 2 and the Watch List share one definition."""


FIRST_WITH_WATCH_LIST: Final = 2004


def is_early(edition: int | None) -> bool:
    """Whether an edition is one before the Watch List."""
    return edition is not None and edition < FIRST_WITH_WATCH_LIST


def defined_placement(text: str, sentences: list[Span], edition: int | None = None) -> VerdictPlacement | None:
    """The placement by the first sentence that evaluates the government by the minimum standards."""
    for sentence in sentences:
        for found in verdict_phrases.STANDARDS.finditer(text, sentence.start, sentence.end):
            if placement := _placement_by_standards(text, sentence, found, edition):
                return placement
    return None


def admitted_tiers(text: str, placement: VerdictPlacement, edition: int | None) -> tuple[str, ...]:
    """The placements that a definition admits in its edition; before the Watch List, significant efforts are Tier 2."""
    phrase = text[placement.phrase.start : placement.phrase.end]
    if is_early(edition) and placement.tier == "2" and verdict_phrases.SIGNIFICANT.search(phrase):
        return ("2",)
    return ADMITTED_TIERS[placement.tier]


def _placement_by_standards(
    text: str, sentence: Span, found: re.Match[str], edition: int | None
) -> VerdictPlacement | None:
    start = found.start()
    if (
        verdict_phrases.FALLS_SHORT.search(text[max(sentence.start, start - _NEGATION_WINDOW_CHARACTERS) : start])
        is None
    ):
        fully = any(found[name] for name in ("fully", "fully_after", "fully_too", "fully_in"))
        if not fully and not (is_early(edition) and _is_plainly_met(text, sentence, found)):
            return None
        if verdict_phrases.NOT_STATED.search(text[sentence.start : start]):
            return None
        phrase = Span(start, found.end())
        return VerdictPlacement(
            "1", "definition", phrase, evidence_span(text, sentence, clause_around(text, sentence, start)), 0
        )
    limit = found.end() + _EFFORTS_WINDOW_CHARACTERS
    made = verdict_phrases.EFFORTS_MADE.search(text, found.end(), limit)
    denied = verdict_phrases.EFFORTS_DENIED.search(text, found.end(), limit)
    if denied and (made is None or denied.start() <= made.start()):
        return _placement_on("3", text, sentence, start, denied.end())
    if made:
        tier = "2WL" if not is_early(edition) and verdict_phrases.NOT_INCREASING.search(text) else "2"
        return _placement_on(tier, text, sentence, start, made.end())
    return None


def _is_plainly_met(text: str, sentence: Span, found: re.Match[str]) -> bool:
    """Whether a clause says no more than that the government meets the standards."""
    before = text[max(sentence.start, found.start() - _NEGATION_WINDOW_CHARACTERS) : found.start()]
    return (
        verdict_phrases.GOVERNMENT_BEFORE.search(before) is not None
        and verdict_phrases.STANDARDS_END.match(text, found.end(), sentence.end) is not None
    )


def _placement_on(tier: str, text: str, sentence: Span, start: int, end: int) -> VerdictPlacement:
    evidence = evidence_span(text, sentence, clause_around(text, sentence, start))
    return VerdictPlacement(tier, "definition", Span(start, end), Span(evidence.start, max(evidence.end, end)), 0)
