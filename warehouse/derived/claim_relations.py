"""The result of a claim, and when a vague number fits an exact one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from warehouse.tables.vocabulary import WithheldReason

_APPROXIMATE_SHARE: Final = 0.05
"""The largest difference of an approximate number, or of a round number, from the record."""

_FAR_SHARE: Final = 0.25
"""The largest difference of the record from N in `at least N`."""

_ROUND_TO: Final = 100


@dataclass(frozen=True)
class ClaimResult:
    """The relation of a claim to the record, with the columns of `claim_checks`."""

    relation: str
    explanation: str
    official_value: str | None = None
    official_table: str | None = None
    official_sentence: str | None = None
    official_url: str | None = None
    delta: int | None = None
    reason: str | None = None

    def with_remark(self, text: str) -> "ClaimResult":
        """The same result with a text at the end of its explanation."""
        return replace(self, explanation=f"{self.explanation.rstrip('.')}; {text}.")

    def with_relation(self, relation: str, reason: str) -> "ClaimResult":
        """Another relation, with the reason at the end of the explanation."""
        return replace(self.with_remark(reason), relation=relation)


def withheld(reason: WithheldReason, explanation: str) -> ClaimResult:
    """The result of a claim that is not compared."""
    return ClaimResult("not_checkable", explanation, reason=reason)


def fits(value: int, qualifier: str | None, official: int, official_high: int | None = None) -> bool:
    """Whether a claimed number fits the official one."""
    if official_high is not None and official <= value <= official_high:
        return True
    if qualifier == "at_least":
        return value <= official <= value * (1 + _FAR_SHARE)
    if qualifier == "more_than":
        return value < official <= value * (1 + _FAR_SHARE)
    if qualifier == "fewer_than":
        return value * (1 - _FAR_SHARE) <= official < value
    if qualifier == "up_to":
        return value * (1 - _FAR_SHARE) <= official <= value
    is_round = value >= _ROUND_TO and value % _ROUND_TO == 0
    return (qualifier == "approximately" or is_round) and abs(value - official) <= _APPROXIMATE_SHARE * official


def closest(value: int, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The row whose value is nearest."""
    return min(rows, key=lambda row: abs(row["value"] - value))
