"""Which part of a claim was compared: `for the first time`, and reasons, are not part of a placement.

The parts that the record can answer are compared as well, and the explanation says so.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from warehouse.derived.claim_relations import ClaimResult
from warehouse.derived.official_record import OfficialRecord, tier_label
from warehouse.tables.vocabulary import FIRST_EDITION

Row = Mapping[str, Any]

_FIRST_TIME: Final = re.compile(
    r"\b(?:for\s(?:only\s)?the\s(?:very\s)?first\stime|its\sfirst\s(?:ever\s)?(?:time|appearance)"
    r"|por\sprimera\svez|pela\sprimeira\svez|pour\sla\spremi[èe]re\sfois)\b",
    re.IGNORECASE,
)
_LIMITED: Final = re.compile(
    r"^\s(?:in|since|desde|en|depuis|em)\s(?:(?:over|more\sthan|at\sleast|m[áa]s\sde|mais\sde|plus\sde)\s)?[\w-]+",
    re.IGNORECASE,
)
_REASON: Final = re.compile(
    r"\b(?:because|due\sto|owing\sto|for\s(?:failing|not\s\w+ing)|porque|debido\sa|por\sn[ãa]o|devido\sa|parce\sque"
    r"|en\sraison\sd)",
    re.IGNORECASE,
)
_SPARED: Final = ("tier", "list", "tier_change", "tier_history")


def remark_on_extent(claim: Row, result: ClaimResult, record: OfficialRecord) -> ClaimResult:
    """The result, with a remark for each part of the sentence that was not compared, or was compared beside it."""
    if claim["claim_kind"] not in _SPARED:
        return result
    first = _FIRST_TIME.search(claim["sentence"])
    if first is not None and claim["value"] != "first":
        result = result.with_remark(_first_time(claim, claim["sentence"][first.end() :], record))
    if _REASON.search(claim["sentence"]):
        result = result.with_remark("the reason that the sentence gives was not compared")
    return result


def _first_time(claim: Row, rest: str, record: OfficialRecord) -> str:
    """What the record says of `for the first time`."""
    not_compared = "“for the first time” was not compared"
    year, tier = claim["report_year"], _tier_of(claim, record)
    if year is None or tier is None or _LIMITED.match(rest):
        return not_compared
    earlier = range(min(record.complete, default=year), year)
    before = [other for other in earlier if record.tier(claim["country"], other) == tier]
    if before:
        return f"the record also has it on {tier_label(tier)} in the {before[-1]} report"
    if earlier and set(earlier) <= record.complete and earlier[0] == FIRST_EDITION:
        return f"no earlier report has it on {tier_label(tier)}"
    return not_compared


def _tier_of(claim: Row, record: OfficialRecord) -> str | None:
    """The tier that a claim puts the country on, by the record where the claim names only a change."""
    if claim["claim_kind"] == "tier_change":
        return record.tier(claim["country"], claim["report_year"]) if claim["report_year"] else None
    value: str | None = claim["value"]
    return value
