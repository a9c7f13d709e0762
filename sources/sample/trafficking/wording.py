"""Wording: numbers, ordinals, and the choice between equivalent texts."""

import hashlib
from collections.abc import Sequence
from typing import Final, TypeVar

Choice = TypeVar("Choice")

_NUMBERS: Final = "zero one two three four five six seven eight nine".split()
_ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth".split()
)
_ENDINGS: Final = {1: "st", 2: "nd", 3: "rd"}


def pick(choices: Sequence[Choice], *key: object) -> Choice:
    """One of the choices, always the same for the same key."""
    return choices[_mix(*key) % len(choices)]


def some(choices: Sequence[Choice], count: int, *key: object) -> list[Choice]:
    """Several different choices in some order, always the same for the same key."""
    ranked = sorted(range(len(choices)), key=lambda position: _mix(*key, position))
    return [choices[position] for position in ranked[:count]]


def number(value: int) -> str:
    """A number in a sentence: a word below ten, with separators from a thousand on."""
    return _NUMBERS[value] if value < len(_NUMBERS) else f"{value:,}"


def ordinal(value: int) -> str:
    """`second`, `13th` and so on: a word if it is short."""
    if value <= len(_ORDINALS):
        return _ORDINALS[value - 1]
    return f"{value}{'th' if 10 < value % 100 < 20 else _ENDINGS.get(value % 10, 'th')}"


def capitalized(text: str) -> str:
    """A text with a capital first letter."""
    return text[:1].upper() + text[1:]


def _mix(*key: object) -> int:
    text = "|".join(str(part) for part in key)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big")
