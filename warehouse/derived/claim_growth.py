"""Claims about how a number grew or fell (`tripled`, `rose by 20 percent`), compared with the official record."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from warehouse.derived.claim_relations import ClaimResult, withheld
from warehouse.derived.claim_statistics import earlier_figures, only_doubtful
from warehouse.derived.official_record import OfficialRecord
from warehouse.tables.vocabulary import WORLD, WithheldReason

Row = Mapping[str, Any]
Pair = tuple[int, int]
"""A number and the earlier one that it is compared with."""

WORLD_ROW: Final = "world"
"""The `region` of the rows of the whole world."""

_NEAR_SHARE: Final = 0.1
_FAR_SHARE: Final = 0.25
"""The largest difference from a factor that fits it, and that contradicts nothing."""
_HALF_POINT: Final = 0.5
_NEAR_POINTS: Final = 1.5
_FAR_POINTS: Final = 5.0
"""The same for percentages, in points: what is rounded, what fits, what contradicts nothing."""
_TWO_EDITIONS_BACK: Final = 3
"""Years between an edition and what the edition two before it counts, which is of the year before that one."""
_NO_FACTOR: Final = ("percent",)
_SHOWN: Final = {"times": "times as many", "times_fewer": "times fewer"}


def compare_multiplier(claim: Row, record: OfficialRecord) -> ClaimResult:
    """The result of a claim about how many times, or by how many percent, a number of a country changed."""
    country, year, measure = claim["country"], claim["report_year"], claim["measure"]
    current = [
        row
        for row in record.statistics(country, year)
        if row["measure"] == measure and row["role"] == "current" and row["value"] is not None
    ]
    back = 2 if claim.get("previous_year") == year - _TWO_EDITIONS_BACK else 1
    pairs = [
        (now["value"], then["value"])
        for now in current
        for then in earlier_figures(claim, record, editions_back=back)
        if then["value"] and _counts_the_same(now, then)
    ]
    what = f"{measure.replace('_', ' ')} in {record.name(country)}"
    if not current and record.has_doubtful(country, year, measure):
        return only_doubtful(year, what)
    return _result(claim, pairs, what, "enforcement_statistics")


def _counts_the_same(one: Row, other: Row) -> bool:
    return all(one.get(name) == other.get(name) for name in ("trafficking_type", "unit"))


def compare_world_growth(claim: Row, record: OfficialRecord, columns: Iterable[str]) -> ClaimResult:
    """The result of such a claim about the world, from the table of the edition that it speaks of.

    Args:
        claim: the claim.
        record: the official record.
        columns: the columns of `global_enforcement` that can be meant.
    """
    what, edition = f"{claim['measure'].replace('_', ' ')} worldwide", claim["report_year"]
    if edition is None:
        return withheld(WithheldReason.EDITION_NOT_SAID, "The article does not say which edition it speaks of.")
    year = claim["data_year"] or edition - 1
    own = [row for row in record.world if row["region"] == WORLD_ROW and row["year"] == edition]
    before = [row for row in record.world if row["region"] == WORLD_ROW and row["year"] == edition - 1]
    pairs = _pairs(own, own, year, columns)
    result = _result(claim, pairs or _pairs(own, before, year, columns), what, "global_enforcement")
    if not pairs and result.relation == "conflict":
        text = f"The {edition} report does not give the earlier number of {what} itself."
        return withheld(WithheldReason.NO_OFFICIAL_FIGURE, text)
    return result


def _pairs(now: list[Row], then: list[Row], year: int, columns: Iterable[str]) -> list[Pair]:
    """The numbers of a year and of the one before it, by column."""
    return [
        (one[column], other[column])
        for column in columns
        for one in now
        for other in then
        if one["data_year"] == year and other["data_year"] == year - 1
        if one.get(column) is not None and other.get(column)
    ]


def _result(claim: Row, pairs: list[Pair], what: str, table: str) -> ClaimResult:
    if not pairs and claim["country"] == WORLD:
        return withheld(WithheldReason.NO_OFFICIAL_FIGURE, f"The figures of {what} that it needs are not held.")
    if not pairs:
        return ClaimResult("not_found", f"The figures of {what} that it needs are not held.", official_table=table)
    growth, told = claim.get("growth") or "times", int(claim["value"])
    if growth in _NO_FACTOR:
        text = f"The article does not say whether {what} rose or fell by {told} percent."
        return withheld(WithheldReason.CLAIM_DOUBTFUL, text)
    now, then = min(pairs, key=lambda pair: abs(_size(growth, *pair) - told))
    text = f"{what[0].upper()}{what[1:]} went from {then:,} to {now:,}, {_described(growth, now, then)}"
    columns: dict[str, Any] = {"official_value": f"{now}/{then}", "official_table": table}
    relation = _relation(growth, told, claim["qualifier"], _size(growth, now, then))
    if relation is None:
        return withheld(WithheldReason.CLAIM_DOUBTFUL, f"{text}, which is near what the article says.", **columns)
    return ClaimResult(relation, f"{text}.", **columns)


def _size(growth: str, now: int, then: int) -> float:
    """The change from one number to another, in the unit of the claim."""
    if growth == "times":
        return now / then
    if growth == "times_fewer":
        return then / now if now else float("inf")
    percent = (now / then - 1) * 100
    return percent if growth == "percent_more" else -percent


def _described(growth: str, now: int, then: int) -> str:
    if growth in _SHOWN:
        return f"{_size(growth, now, then):.2f} {_SHOWN[growth]}"
    change = _size("percent_more", now, then)
    return f"{abs(change):.0f} percent {'more' if change >= 0 else 'fewer'}"


def _relation(growth: str, told: int, qualifier: str | None, found: float) -> str | None:
    """The relation of a change to the one told; None where it is near enough to contradict nothing."""
    is_percent = growth.startswith("percent")
    exact = _HALF_POINT if is_percent else 0
    near = max(_NEAR_POINTS, _NEAR_SHARE * told) if is_percent else _NEAR_SHARE * told
    far = max(_FAR_POINTS, _FAR_SHARE * told) if is_percent else _FAR_SHARE * told
    is_just_over = not is_percent and qualifier == "more_than" and told < found < told + 1
    if abs(found - told) <= exact or is_just_over:
        return "exact"
    bounds = {
        "at_least": found >= told,
        "more_than": found > told,
        "fewer_than": 0 <= found < told,
        "up_to": 0 <= found <= told,
    }
    if bounds.get(qualifier or "", False) or abs(found - told) <= near:
        return "rounded"
    return None if abs(found - told) <= far else "conflict"
