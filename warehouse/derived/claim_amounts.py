"""Numbers as claims and reports hedge them: `more than 20`, `about 200`, `30 to 40`, and when two of them agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

Row = Mapping[str, Any]

_ROUND_TO: Final = 100
_ROUND_SHARE: Final = 0.05
"""How far the record can be from a number in whole hundreds that fits it; twice as far it contradicts nothing."""
_ABOUT_SHARE: Final = 0.05
_ABOUT_LEAST: Final = 2
"""How far the record can be from `about N` that fits it: this share, or this many."""
_ABOUT_FAR_SHARE: Final = 0.25
_ABOUT_FAR_LEAST: Final = 4
"""How far it can be from `about N` without a contradiction."""
_FEW: Final = 10
_FAR_FACTOR: Final = 2
"""How many times a bound (`at least N`) the record can be that fits it; beyond, the bound is true and says little."""
_WORDS: Final = {
    "at_least": "at least ",
    "more_than": "more than ",
    "approximately": "about ",
    "fewer_than": "fewer than ",
    "up_to": "up to ",
}

Interval = tuple[float, float]


@dataclass(frozen=True)
class Amount:
    """A number with its hedge; `high` is the upper end of a range."""

    value: int
    qualifier: str | None = None
    high: int | None = None
    can_be_round: bool = False

    @classmethod
    def of_claim(cls, claim: Row) -> "Amount":
        """The number of a claim; one in whole hundreds can be a rounded one."""
        high = claim.get("value_high")
        return cls(int(claim["value"]), claim["qualifier"], int(high) if high else None, can_be_round=True)

    @classmethod
    def compared_with(cls, claim: Row) -> "Amount":
        """The number that a claim compares its own with."""
        return cls(int(claim["previous_value"]), claim.get("previous_qualifier"), can_be_round=True)

    @classmethod
    def of_record(cls, row: Row) -> "Amount":
        """The number of a row of `enforcement_statistics`."""
        return cls(row["value"], row.get("qualifier"), row.get("value_high"))

    def __str__(self) -> str:
        number = f"{self.value:,}" if self.high is None else f"{self.value:,} to {self.high:,}"
        return _WORDS.get(self.qualifier or "", "") + number

    @property
    def is_plain(self) -> bool:
        """Whether it has no hedge."""
        return self.qualifier in (None, "exact") and self.high is None

    def fits(self, other: "Amount") -> bool:
        """Whether both can be the same number, as people usually mean such hedges."""
        return _meet(self._near(), other._near())

    def allows(self, other: "Amount") -> bool:
        """Whether both can be the same number, as the words literally say."""
        return _meet(self._wide(), other._wide())

    def _near(self) -> Interval:
        value = self.value
        if self.high is not None:
            return value, self.high
        bounds = {
            "at_least": (value, value * _FAR_FACTOR),
            "more_than": (value + 1, max(value * _FAR_FACTOR, value + 1)),
            "fewer_than": (value / _FAR_FACTOR, value - 1),
            "up_to": (value / _FAR_FACTOR, value),
            "approximately": _around(value, max(_ABOUT_SHARE * value, _ABOUT_LEAST if value >= _FEW else 1)),
        }
        return bounds.get(self.qualifier or "", self._rounded(_ROUND_SHARE))

    def _wide(self) -> Interval:
        value = self.value
        if self.high is not None:
            return value, self.high
        bounds = {
            "at_least": (value, float("inf")),
            "more_than": (value + 1, float("inf")),
            "fewer_than": (0, value - 1),
            "up_to": (0, value),
            "approximately": _around(value, max(_ABOUT_FAR_SHARE * value, _ABOUT_FAR_LEAST if value >= _FEW else 2)),
        }
        return bounds.get(self.qualifier or "", self._rounded(2 * _ROUND_SHARE))

    def _rounded(self, share: float) -> Interval:
        is_round = self.can_be_round and self.value >= _ROUND_TO and self.value % _ROUND_TO == 0
        return _around(self.value, share * self.value if is_round else 0)


def _around(value: int, distance: float) -> Interval:
    return value - distance, value + distance


def _meet(one: Interval, other: Interval) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
