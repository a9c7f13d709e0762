"""Small words: numbers, ordinals, lists, and choosing between ways to say the same thing."""

import hashlib
from collections.abc import Sequence
from typing import Final, TypeVar

Choice = TypeVar("Choice")

_NUMBERS: Final = "zero one two three four five six seven eight nine".split()
_ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth".split()
)
_ENDINGS: Final = {1: "st", 2: "nd", 3: "rd"}


def pick(choices: Sequence[Choice], *place: object) -> Choice:
    """One of the choices, always the same for the same place."""
    return choices[_mix(*place) % len(choices)]


def some(choices: Sequence[Choice], count: int, *place: object) -> list[Choice]:
    """Several different choices, always the same for the same place, in an order of their own."""
    ranked = sorted(range(len(choices)), key=lambda position: _mix(*place, position))
    return [choices[position] for position in ranked[:count]]


def number(value: int) -> str:
    """A number as it stands in a sentence: words below ten, separators from a thousand on."""
    return _NUMBERS[value] if value < len(_NUMBERS) else f"{value:,}"


def ordinal(value: int) -> str:
    """`second`, `13th` and so on: a word where there is a short one."""
    if value <= len(_ORDINALS):
        return _ORDINALS[value - 1]
    return f"{value}{'th' if 10 < value % 100 < 20 else _ENDINGS.get(value % 10, 'th')}"


def capitalized(text: str) -> str:
    """A text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def _mix(*place: object) -> int:
    text = "|".join(str(part) for part in place)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big")
