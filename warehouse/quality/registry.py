"""Every check.

A module of `warehouse.quality.checks` with `CHECKS` is found automatically.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import warehouse.quality.checks
from warehouse.quality.check import Check
from warehouse.quality.checks.exceptions import exception_checks
from warehouse.quality.checks.generated import generated_checks
from warehouse.quality.checks.rebuilt import rebuild_checks


@cache
def all_checks() -> dict[str, Check]:
    """Every check by name; those generated from declarations come first.

    Raises:
        ValueError: two checks have one name.
    """
    checks = [*generated_checks(), *_declared_checks(), *rebuild_checks()]
    checks += exception_checks(checks)
    by_name = {check.name: check for check in checks}
    if len(by_name) != len(checks):
        raise ValueError("two checks have one name")
    return by_name


def _declared_checks() -> Iterator[Check]:
    for name in sorted(module.name for module in iter_modules(warehouse.quality.checks.__path__)):
        yield from getattr(import_module(f"warehouse.quality.checks.{name}"), "CHECKS", ())


def checks_of_table(table: str) -> list[Check]:
    """The checks that read only this table: they can run as soon as it is staged."""
    return [check for check in all_checks().values() if check.tables == (table,)]


def checks_across_tables() -> list[Check]:
    """The checks that read several tables: they can run when all tables are staged."""
    return [check for check in all_checks().values() if len(check.tables) > 1]
