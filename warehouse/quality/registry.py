"""Every check there is, in one place."""

from functools import cache
from typing import Final

from warehouse.quality.control_rules import CONTROL_RULES
from warehouse.quality.coverage_rules import COVERAGE_RULES
from warehouse.quality.declared import declared_rules
from warehouse.quality.drift_rules import DRIFT_RULES
from warehouse.quality.evidence_rules import EVIDENCE_RULES
from warehouse.quality.exception_rules import exception_rules
from warehouse.quality.measure_rules import MEASURE_RULES
from warehouse.quality.news_rules import NEWS_RULES
from warehouse.quality.page_rules import PAGE_RULES
from warehouse.quality.provenance_rules import PROVENANCE_RULES
from warehouse.quality.rebuild_rules import rebuild_rules
from warehouse.quality.rule import Rule
from warehouse.quality.statistics_rules import STATISTICS_RULES
from warehouse.quality.statute_rules import STATUTE_RULES
from warehouse.quality.text_rules import TEXT_RULES
from warehouse.quality.tier_rules import TIER_RULES
from warehouse.quality.worldwide_rules import WORLDWIDE_RULES

_GROUPS: Final = (
    PAGE_RULES,
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
def all_rules() -> dict[str, Rule]:
    """Every rule by name, those from declarations first.

    Raises:
        ValueError: two rules have one name.
    """
    rules = [*declared_rules(), *(rule for group in _GROUPS for rule in group), *rebuild_rules()]
    rules += exception_rules(rules)
    by_name = {rule.name: rule for rule in rules}
    if len(by_name) != len(rules):
        raise ValueError("two checks have one name")
    return by_name


def rules_of_table(table: str) -> list[Rule]:
    """The rules that read one table and no other: they can be checked as soon as it is staged."""
    return [rule for rule in all_rules().values() if rule.tables == (table,)]


def rules_across_tables() -> list[Rule]:
    """The rules that compare several tables: they can be checked when all tables are staged."""
    return [rule for rule in all_rules().values() if len(rule.tables) > 1]
