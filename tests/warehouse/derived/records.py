"""Small official records, claims and results."""

from typing import Any

from warehouse.derived.claim_relations import ClaimResult
from warehouse.derived.official_record import OfficialRecord

Placed = dict[tuple[str, int], Any]


def record(placed: Placed | None = None, figures: list[dict[str, Any]] | None = None, **fields: Any) -> OfficialRecord:
    """A record of placements, given as tiers or as rows, and of figures."""
    rows = {key: said if isinstance(said, dict) else {"tier": said} for key, said in (placed or {}).items()}
    by_narrative: dict[tuple[str, int], list[Any]] = {}
    for figure in figures or ():
        by_narrative.setdefault((figure["country"], figure["year"]), []).append(figure)
    return OfficialRecord(placements=rows, figures=by_narrative, years=frozenset(year for _, year in rows), **fields)


def claim(kind: str, value: str | None, year: int | None = 2010, **fields: Any) -> dict[str, Any]:
    none = dict.fromkeys(("measure", "trafficking_type", "qualifier", "previous_value", "data_year"))
    known = {"claim_kind": kind, "country": "KHM", "value": value, "report_year": year, "attribution": "report"}
    return none | known | fields


def placed(relation: str, text: str, official: str | None = None, **fields: Any) -> ClaimResult:
    return ClaimResult(relation, text, official_value=official, official_table="tier_placements", **fields)
