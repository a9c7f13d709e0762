"""The measure of an action by its object: a victim is not convicted, an identified case is an investigation."""

from typing import Final

LAW_ENFORCEMENT: Final = frozenset(
    ("investigations", "arrests", "prosecutions", "convictions", "acquittals", "sentenced")
)
VICTIMS: Final = frozenset(("victims_identified", "victims_referred", "victims_assisted", "victims_repatriated"))
_OF_CASES: Final = frozenset(("victims_assisted", "victims_referred"))


def of_object(measure: str, head: str) -> str | None:
    """The measure of an action on a counted thing; None if it has none.

    Args:
        measure: the measure of the action without an object.
        head: what is counted: `victim`, `soldier`, `offender`, `human`, `harmed`, `case` or `bare`.
    """
    if measure == "victims_released":
        return "victims_identified" if head == "soldier" else None
    if measure == "detentions":
        return "arrests" if head == "offender" else None
    if measure in LAW_ENFORCEMENT:
        return measure if head in ("offender", "human", "case", "bare") else None
    if head in ("case", "offender"):
        if measure == "victims_identified":
            return "investigations"
        return measure if head == "case" and measure in _OF_CASES else None
    return measure


def is_persons(measure: str, head: str) -> bool:
    """Whether a count is of persons, not of cases."""
    return head != "case" and (head != "measure" or measure in VICTIMS)
