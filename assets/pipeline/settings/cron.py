"""Validates cron expressions of five fields."""

import re
from typing import Final

_FIELDS: Final = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("day of the week", 0, 7))
_PART: Final = re.compile(r"(?:\*|(?P<first>\d{1,2})(?:-(?P<last>\d{1,2}))?)(?:/(?P<step>\d{1,2}))?")


def validate_cron(text: str) -> None:
    """Validates an expression of numbers, spans, steps and lists, such as `0 3 * * *`.

    Raises:
        ValueError: it has not five fields, or a field has a value outside its limits.
    """
    fields = text.split()
    if len(fields) != len(_FIELDS):
        raise ValueError(f"is no cron expression of {len(_FIELDS)} fields, such as 0 3 * * *")
    for field, (name, lowest, highest) in zip(fields, _FIELDS, strict=True):
        for part in field.split(","):
            if not _is_valid(part, lowest, highest):
                raise ValueError(f"has the {name} {part!r}; * or {lowest} to {highest} is possible")


def _is_valid(part: str, lowest: int, highest: int) -> bool:
    found = _PART.fullmatch(part)
    if found is None:
        return False
    first, last, step = (int(value) if value is not None else None for value in found.group("first", "last", "step"))
    if step is not None and (step == 0 or (first is not None and last is None)):
        return False
    end = last if last is not None else first
    return first is None or end is None or lowest <= first <= end <= highest
