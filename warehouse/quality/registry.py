"""Every check there is, in one place."""

from functools import cache
from typing import Final

from warehouse.quality.capture_rules import CAPTURE_RULES
from warehouse.quality.check import Check
from warehouse.quality.control_rules import CONTROL_RULES
from warehouse.quality.coverage_rules import COVERAGE_RULES
from warehouse.quality.drift_rules import DRIFT_RULES
from warehouse.quality.evidence_rules import EVIDENCE_RULES
from warehouse.quality.exception_rules import exception_checks
from warehouse.quality.generated import generated_checks
from warehouse.quality.measure_rules import MEASURE_RULES
from warehouse.quality.news_rules import NEWS_RULES
from warehouse.quality.page_rules import PAGE_RULES
from warehouse.quality.provenance_rules import PROVENANCE_RULES
from warehouse.quality.rebuild_rules import rebuild_checks
from warehouse.quality.statistics_rules import STATISTICS_RULES
from warehouse.quality.statute_rules import STATUTE_RULES
from warehouse.quality.text_rules import TEXT_RULES
from warehouse.quality.tier_rules import TIER_RULES
from warehouse.quality.worldwide_rules import WORLDWIDE_RULES

_GROUPS: Final = (
    PAGE_RULES,
    CAPTURE_RULES,
    CONTROL_RULES,
    COVERAGE_RULES,
    PROVENANCE_RULES,
    EVIDENCE_RULES,
    TEXT_RULES,
    TIER_RULES,
    STATUTE_RULES,
    STATISTICS_RULES,
    MEASURE_RULES,
    WORLDWIDE_RULES,
    NEWS_RULES,
    DRIFT_RULES,
)


@cache
def all_checks() -> dict[str, Check]:
    """Every check by name, those from declarations first.

    Raises:
        ValueError: two checks have one name.
    """
    checks = [*generated_checks(), *(check for group in _GROUPS for check in group), *rebuild_checks()]
    checks += exception_checks(checks)
    by_name = {check.name: check for check in checks}
    if len(by_name) != len(checks):
        raise ValueError("two checks have one name")
    return by_name


def checks_of_table(table: str) -> list[Check]:
    """The checks that read one table and no other: they can be checked as soon as it is staged."""
    return [check for check in all_checks().values() if check.tables == (table,)]


def checks_across_tables() -> list[Check]:
    """The checks that compare several tables: they can be checked when all tables are staged."""
    return [check for check in all_checks().values() if len(check.tables) > 1]
