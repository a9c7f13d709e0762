"""The inputs of builds as a home holds them: their digests, which tell whether a table is stale, and their rows."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, Final

import pyarrow as pa

from assets.pipeline.build.article_text import publishes_article_text
from assets.pipeline.home.home import Home
from assets.pipeline.plan.versions import REFERENCE_MODULES
from sources.registry.families import NEWS
from warehouse.builds.build import Build, Editions, Input, NewsBatches, Reference, Staged
from warehouse.staging.area import EditionKey
from warehouse.staging.files import digest
from warehouse.tables import TABLES, Table

EditionMetadata = Mapping[EditionKey, Mapping[str, Any]]
"""What is noted of every staged edition."""

_REFERENCES: Final[Mapping[str, str]] = {
    "countries": "country_rows",
    "editions": "edition_rows",
    "tier_events": "event_rows",
    "tier_record": "placement_rows",
}
"""By name of reviewed rows, the function that gives them; its module stands in `assets.pipeline.plan.versions`."""


def reference_rows(name: str) -> list[dict[str, Any]]:
    """The reviewed rows of a name."""
    rows: list[dict[str, Any]] = getattr(import_module(REFERENCE_MODULES[name]), _REFERENCES[name])()
    return rows


def edition_metadata(home: Home) -> EditionMetadata:
    """What is noted of every staged edition."""
    return {key: home.staging.edition(key) or {} for key in home.staging.editions()}


def input_digests(build: Build, notes: EditionMetadata, tables: Mapping[str, str]) -> dict[str, str]:
    """The digest of each input of a build, by table or by year; reviewed rows are part of the code version.

    Args:
        build: the build.
        notes: of the staged editions.
        tables: digests of the staged tables.
    """
    digests: dict[str, str] = {}
    for given in build.inputs.values():
        if isinstance(given, Staged):
            digests[given.table] = tables.get(given.table, "")
        elif isinstance(given, Editions):
            digests |= _of_editions(build.table, given, notes)
        elif isinstance(given, NewsBatches):
            digests |= _of_batches(given, notes)
    return digests


def _of_editions(table: Table, given: Editions, notes: EditionMetadata) -> dict[str, str]:
    own: dict[str, list[str]] = {}
    for key, note in notes.items():
        if (file := note["files"].get(table.name)) is not None:
            own.setdefault(str(key.year or 0), []).append(f"{key.folder} {file['sha256']}")
    by_year = {year: digest("\n".join(sorted(lines)).encode()) for year, lines in sorted(own.items())}
    if not given.years_before:
        return by_year
    spans = {year: range(int(year) - given.years_before, int(year) + 1) for year in by_year}
    return {
        year: digest(" ".join(by_year.get(str(each), "") for each in span).encode()) for year, span in spans.items()
    }


def _of_batches(given: NewsBatches, notes: EditionMetadata) -> dict[str, str]:
    if given.switch is not None and not publishes_article_text():
        return {given.switch: "off"}
    batches = {str(key.year): note["batches"] for key, note in notes.items() if key.family == NEWS}
    digests = {year: digest("\n".join(names).encode()) for year, names in batches.items()}
    return {**digests, given.switch: "on"} if given.switch is not None else digests


def handed(home: Home, build: Build, given: Input) -> Any:
    """The rows of an input as the function of a build is handed them."""
    if isinstance(given, Reference):
        return reference_rows(given.name)
    if isinstance(given, Editions):
        return home.staging.edition_rows(build.table)
    if isinstance(given, NewsBatches):
        return _sorted_news(home, build.table, given)
    if given.in_chunks:
        return home.staging.chunks(given.table)
    if given.columns:
        return home.staging.scan(given.table).select(given.columns).collect()
    return home.staging.read(given.table)


def _sorted_news(home: Home, table: Table, given: NewsBatches) -> Iterator[pa.Table]:
    from assets.pipeline.build.news_in_use import pages_in_use, staged_batches  # noqa: PLC0415 - needed for news alone
    from warehouse.staging.sorting import sorted_rows  # noqa: PLC0415

    if given.switch is not None and not publishes_article_text():
        return iter(())
    batches = staged_batches(home.staging)
    paths: Sequence[Any] = [path for of_year in batches.values() for path in of_year]
    nested = TABLES[given.nested] if given.nested else table
    used = pages_in_use(home.staging)
    return sorted_rows(table, paths, used, home.staging.folder, nested=nested.name, extra=given.extra)
