"""The result on a claim, and when a vague number fits an exact one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

_APPROXIMATE: Final = 0.05
"""How far off a number may be that is said to be approximate, and a round one that is not."""
_FAR: Final = 0.25
"""How far above `at least N` the record may be before the claim says something else."""
_ROUND: Final = 100


@dataclass(frozen=True)
class ClaimResult:
    """How a claim stands to the record, as the columns of `claim_checks` say."""

    relation: str
    explanation: str
    official_value: str | None = None
    official_table: str | None = None
    official_sentence: str | None = None
    official_url: str | None = None
    delta: int | None = None

    def noting(self, note: str) -> "ClaimResult":
        """The same result with a note at the end of its sentence."""
        return replace(self, explanation=f"{self.explanation.rstrip('.')}; {note}.")

    def changed(self, relation: str, note: str) -> "ClaimResult":
        """Another relation, with the reason at the end of the sentence."""
        return replace(self.noting(note), relation=relation)


def fits(value: int, qualifier: str | None, official: int, official_high: int | None = None) -> bool:
    """Whether a claim's number allows the official one."""
    if official_high is not None and official <= value <= official_high:
        return True
    if qualifier == "at_least":
        return value <= official <= value * (1 + _FAR)
    if qualifier == "more_than":
        return value < official <= value * (1 + _FAR)
    if qualifier == "fewer_than":
        return value * (1 - _FAR) <= official < value
    if qualifier == "up_to":
        return value * (1 - _FAR) <= official <= value
    is_round = value >= _ROUND and value % _ROUND == 0
    return (qualifier == "approximately" or is_round) and abs(value - official) <= _APPROXIMATE * official


def closest(value: int, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The row whose value is nearest."""
    return min(rows, key=lambda row: abs(row["value"] - value))
