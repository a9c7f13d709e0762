"""The result of a claim."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from warehouse.tables.vocabulary import WithheldReason


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


def withheld(reason: WithheldReason, explanation: str, **official: Any) -> ClaimResult:
    """The result of a claim that has no verdict; what the record says stays beside it, without the difference."""
    return ClaimResult("not_checkable", explanation, reason=reason, **(official | {"delta": None}))


def closest(value: int, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The row whose value is nearest."""
    return min(rows, key=lambda row: abs(row["value"] - value))
