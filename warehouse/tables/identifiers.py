"""Identifiers of rows: a letter and an underscore, then digits of a hash.

Without the letter, an identifier such as `954350e999468447` becomes a number or infinity in readers of CSV.
"""

from enum import StrEnum
from typing import Final

ID_DIGITS: Final = 16
"""The hexadecimal digits after the prefix."""


class IdPrefix(StrEnum):
    """The beginning of an identifier, by what it identifies.

    The id of a release is the name of a folder and has none.
    """

    CLAIM = "c_"
    ARTICLE = "a_"
    CHAIN = "r_"
    """A chain of repeated recommendations."""
    CORRECTION = "k_"
    """A correction of a verdict."""

    @property
    def pattern(self) -> str:
        """The regular expression of its identifiers."""
        return f"^{self}[0-9a-f]{{{ID_DIGITS}}}$"
