"""The measure of an action by its object: a victim is not convicted, an identified case is an investigation."""

from collections.abc import Iterable
from typing import Final

LAW_ENFORCEMENT: Final = frozenset(
    ("investigations", "arrests", "prosecutions", "convictions", "acquittals", "sentenced")
)
VICTIMS: Final = frozenset(("victims_identified", "victims_referred", "victims_assisted", "victims_repatriated"))
_OF_CASES: Final = frozenset(("victims_assisted", "victims_referred"))


def fitting(actions: Iterable[str], head: str) -> list[str]:
    """The measures of actions on a counted thing, each once."""
    measures = (of_object(action, head) for action in actions)
    return list(dict.fromkeys(measure for measure in measures if measure is not None))


def plain_measure(action: str) -> str:
    """The measure of an action whose object is not known. Sentences count as convictions."""
    return "convictions" if action == "sentenced" else action


def of_object(action: str, head: str) -> str | None:
    """The measure of an action on a counted thing; None if it has none.

    Args:
        action: the action, as the lexicon calls it.
        head: what is counted: `victim`, `soldier`, `offender`, `human`, `harmed`, `case` or `bare`.
    """
    if action == "victims_released":
        return "victims_identified" if head == "soldier" else None
    if action == "detentions":
        return "arrests" if head == "offender" else None
    if action in LAW_ENFORCEMENT:
        return plain_measure(action) if head in ("offender", "human", "case", "bare") else None
    if head in ("case", "offender"):
        if action == "victims_identified":
            return "investigations"
        return action if head == "case" and action in _OF_CASES else None
    return action


def is_persons(measure: str, head: str) -> bool:
    """Whether a count is of persons, not of cases."""
    return head != "case" and (head != "measure" or measure in VICTIMS)
