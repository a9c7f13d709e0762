"""Every build specification, in an order in which the tables can be made.

A module of `warehouse.derived` that has a `BUILD` is found automatically.
"""

from collections.abc import Mapping
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

import warehouse.derived
from warehouse.builds import read, reference
from warehouse.builds.build import Build
from warehouse.tables import QUALITY_RESULTS, TABLES

_LINEAGE_OF_RESULTS: Final = "the results of the checks on the staged tables"


@cache
def all_builds() -> Mapping[str, Build]:
    """The builds by table; a table comes after its inputs.

    Raises:
        ValueError: a table of `TABLES` has no build or two, or a build reads a table without a build.
    """
    builds = (*reference.BUILDS, *read.BUILDS, *_derived())
    by_table = {build.name: build for build in builds}
    known = {name for name, table in TABLES.items() if table.in_identity}
    if len(by_table) != len(builds) or known - by_table.keys():
        raise ValueError(f"each table needs one build; missing: {', '.join(sorted(known - by_table.keys())) or 'none'}")
    without_build = sorted({name for build in builds for name in build.tables} - by_table.keys())
    if without_build:
        raise ValueError(f"builds read tables without a build: {', '.join(without_build)}")
    order = TopologicalSorter({name: build.tables for name, build in by_table.items()}).static_order()
    return {name: by_table[name] for name in order}


def lineage_of(table: str) -> str:
    """The inputs of a table in words."""
    return _LINEAGE_OF_RESULTS if table == QUALITY_RESULTS.name else all_builds()[table].lineage


def _derived() -> tuple[Build, ...]:
    names = sorted(module.name for module in iter_modules(warehouse.derived.__path__))
    modules = (import_module(f"warehouse.derived.{name}") for name in names)
    return tuple(module.BUILD for module in modules if hasattr(module, "BUILD"))
