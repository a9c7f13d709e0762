"""The verdict of a country narrative: the tier that its opening sentences give the country, and their other statements.

Narratives up to about 2016 name the tier in passing (`is placed on Tier 2 Watch List`); those since 2017 state the
change (`remained on Tier 2`); many of all years give only the definition of the law (`does not fully comply with the
minimum standards ... ; however, it is making significant efforts to do so`).

`verdict_phrases` has all phrases of verdicts. `stated_tier` reads named tiers, `defined_tier` the definition. This
module chooses between them and reads waivers and automatic downgrades.
"""

from dataclasses import dataclass
from typing import Final

from sources.language.sentences import sentence_spans
from sources.state_department.tiers import verdict_phrases
from sources.state_department.tiers.contradictions import contradicting
from sources.state_department.tiers.defined_tier import ADMITTED_TIERS, admitted_tiers, defined_placement
from sources.state_department.tiers.stated_tier import labeled_placement, phrases_of, stated_placements
from sources.state_department.tiers.verdict_spans import (
    UNKNOWN,
    Span,
    StatedChange,
    VerdictBasis,
    VerdictPlacement,
    clauses_of,
)
from warehouse.tables.vocabulary import Reason

_MOST_PHRASES: Final = 400
"""The number of tier phrases that are read. A narrative has a few; only hostile text has more."""


@dataclass(frozen=True)
class Verdict:
    """The statements of a narrative's opening about the country's placement.

    Attributes:
        tier: a value of the tier vocabulary.
        basis: `stated` if a tier is named; `definition` if only the definition of the law is given.
        admits: the tiers that the wording admits; two for the definition that Tier 2 and the Watch List share.
        change: the stated change from the edition before; None if none is stated.
        previous_tier: the stated tier of the edition before; None if none is stated.
        consecutive_years: the stated number of the consecutive year on this tier; None if none is stated.
        waiver_stated: whether a waiver of the downgrade to Tier 3 is stated.
        automatic_downgrade: whether Tier 3 is stated to follow from exhausted years or waivers.
        policy_or_pattern: whether a government policy or pattern is mentioned.
        child_soldier_list: whether the list under the Child Soldiers Prevention Act is mentioned.
        sentence: the sentence that gives the tier; `text[char_start:char_end]`.
        char_start: start of the sentence, in code points.
        char_end: end of the sentence, exclusive.
        phrase_start: start of the decisive words: the tier phrase, or the definition.
        phrase_end: end of the decisive words, exclusive.
    """

    tier: str
    basis: VerdictBasis
    admits: tuple[str, ...]
    change: StatedChange | None
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


@dataclass(frozen=True)
class UnreadVerdict:
    """A verdict that places the country on no known tier, or on several.

    Attributes:
        reason: `unknown_tier` or `conflicting_tiers`.
        printed: the sentences with the placements.
    """

    reason: Reason
    printed: str


def read_verdict(text: str) -> Verdict | None:
    """The verdict of a text; None if it has none, or one that cannot be read. See `evaluate_verdict`."""
    verdict = evaluate_verdict(text)
    return verdict if isinstance(verdict, Verdict) else None


def evaluate_verdict(text: str, edition: int | None = None) -> Verdict | UnreadVerdict | None:
    """Reads the verdict from the opening sections of a narrative, or from a summary of one.

    A tier that a sentence states has precedence, then a label at the start of the text or in its heading, then the
    definition. A label that contradicts the definition is ignored, because editors add labels. Sentences that
    contradict each other give no tier.

    Args:
        text: the text.
        edition: the edition that the text is from; None if that is not known. Editions before the Watch List leave no
            doubt where later ones do.

    Returns:
        The verdict; an unread verdict if the text states an unknown tier or different ones; None if the text neither
        names the country's tier nor gives its definition.
    """
    sentences = [Span(*span) for span in sentence_spans(text)]
    phrases = phrases_of(text, _MOST_PHRASES)
    placements = list(stated_placements(text, sentences, phrases))
    stated = max(placements, key=lambda placement: placement.weight, default=None)
    defined = defined_placement(text, sentences, edition)
    label = labeled_placement(text, phrases) if stated is None else None
    if label is not None and label.tier != UNKNOWN and defined is not None:
        label = label if label.tier in ADMITTED_TIERS[defined.tier] else None
    chosen = stated or label or defined
    if chosen is None:
        return None
    others = contradicting(chosen, placements, defined if stated is not None else None)
    if others or chosen.tier == UNKNOWN:
        return _unread_verdict(text, [chosen, *others])
    return _verdict(text, chosen, sentences, edition)


def _unread_verdict(text: str, placements: list[VerdictPlacement]) -> UnreadVerdict:
    is_conflict = len({placement.tier for placement in placements}) > 1
    spans = sorted({placement.sentence for placement in placements})
    printed = " | ".join(text[span.start : span.end] for span in spans)
    return UnreadVerdict(Reason.CONFLICTING_TIERS if is_conflict else Reason.UNKNOWN_TIER, printed)


def _verdict(text: str, chosen: VerdictPlacement, sentences: list[Span], edition: int | None) -> Verdict:
    waivers = [text[span.start : span.end] for span in clauses_of(text, sentences) if _states_waiver(text, span)]
    tier = chosen.tier
    admits = admitted_tiers(text, chosen, edition) if chosen.basis == "definition" else (tier,)
    if admits == ("2", "2WL") and any(verdict_phrases.OTHER_EDITION.search(waiver) is None for waiver in waivers):
        tier, admits = "2WL", ("2WL",)  # a waiver of the downgrade is possible only from the Watch List
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
        policy_or_pattern=verdict_phrases.POLICY_OR_PATTERN.search(text) is not None,
        child_soldier_list=verdict_phrases.CHILD_SOLDIERS_LIST.search(text) is not None,
        sentence=text[start:end],
        char_start=start,
        char_end=end,
        phrase_start=chosen.phrase.start,
        phrase_end=chosen.phrase.end,
    )


def _states_waiver(text: str, clause: Span) -> bool:
    words = text[clause.start : clause.end]
    if not verdict_phrases.WAIVER.search(words) or not verdict_phrases.WAIVER_OF_DOWNGRADE.search(words):
        return False
    return verdict_phrases.WAIVER_DENIED.search(words) is None


def _is_automatic(text: str, sentence: Span) -> bool:
    return verdict_phrases.AUTOMATIC.search(text, sentence.start, sentence.end) is not None
