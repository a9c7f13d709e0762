"""The inputs of builds in a home: their digests, which decide whether a table is stale, and their rows."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import polars as pl
import pyarrow as pa

from assets.pipeline.home.home import Home
from assets.pipeline.plan.versions import REFERENCE_MODULES
from assets.pipeline.settings.load import settings
from sources.archive.decisions import FILE, decision_rows
from sources.registry.families import NEWS
from warehouse.builds.build import Build, Decisions, Editions, Input, NewsBatches, Reference, Staged
from warehouse.staging.area import EditionKey
from warehouse.staging.files import digest
from warehouse.staging.replaced import Replaced
from warehouse.tables import Table

EditionMetadata = Mapping[EditionKey, Mapping[str, Any]]
"""The metadata of every staged edition."""

_REFERENCE_FUNCTIONS: Final[Mapping[str, str]] = {
    "countries": "country_rows",
    "editions": "edition_rows",
    "tier_events": "event_rows",
    "tier_record": "placement_rows",
    "verdict_corrections": "verdict_correction_rows",
}
"""By name of reviewed rows, the function that returns them; `assets.pipeline.plan.versions` names its module."""


def reference_rows(name: str) -> list[dict[str, Any]]:
    """The reviewed rows with a name."""
    rows: list[dict[str, Any]] = getattr(import_module(REFERENCE_MODULES[name]), _REFERENCE_FUNCTIONS[name])()
    return rows


def edition_metadata(home: Home) -> EditionMetadata:
    """The metadata of every staged edition."""
    found = {key: home.staging.edition(key) for key in home.staging.editions()}
    return {key: metadata for key, metadata in found.items() if metadata is not None}


def decisions_digest(home: Home) -> str:
    """The digest of the decisions of people about captures."""
    path = home.archive_folder / FILE
    return digest(path.read_bytes() if path.exists() else b"")


def input_digests(build: Build, editions: EditionMetadata, tables: Mapping[str, str], decisions: str) -> dict[str, str]:
    """The digest of each input of a build, by table or by year; reviewed rows count in the code version instead.

    Args:
        build: the build.
        editions: metadata of the staged editions.
        tables: digests of the staged tables, by name.
        decisions: the digest of the decisions about captures.
    """
    digests: dict[str, str] = {}
    for source in build.inputs.values():
        if isinstance(source, Staged):
            digests[source.table] = tables.get(source.table, "")
        elif isinstance(source, Editions):
            digests |= _edition_digests(build.table, source, editions)
        elif isinstance(source, NewsBatches):
            digests |= _batch_digests(source, editions)
        elif isinstance(source, Decisions):
            digests[FILE] = decisions
    return digests


def _edition_digests(table: Table, source: Editions, editions: EditionMetadata) -> dict[str, str]:
    files_by_year: dict[str, list[str]] = {}
    for key, metadata in editions.items():
        if (file := metadata["files"].get(table.name)) is not None:
            files_by_year.setdefault(str(key.year or 0), []).append(f"{key.folder} {file['sha256']}")
    by_year = {year: digest("\n".join(sorted(lines)).encode()) for year, lines in sorted(files_by_year.items())}
    if not source.years_before:
        return by_year
    spans = {year: range(int(year) - source.years_before, int(year) + 1) for year in by_year}
    return {
        year: digest(" ".join(by_year.get(str(each), "") for each in span).encode()) for year, span in spans.items()
    }


def _batch_digests(source: NewsBatches, editions: EditionMetadata) -> dict[str, str]:
    if source.switch is not None and not settings().publish_article_text:
        return {source.switch: "off"}
    batches = {str(key.year): metadata["batches"] for key, metadata in editions.items() if key.family == NEWS}
    digests = {year: digest("\n".join(names).encode()) for year, names in batches.items()}
    return {**digests, source.switch: "on"} if source.switch is not None else digests


def input_rows(home: Home, build: Build, source: Input) -> Any:
    """The rows of an input, in the form that the function of the build expects."""
    if isinstance(source, Reference | Decisions):
        return reference_rows(source.name) if isinstance(source, Reference) else decision_rows(home.archive_folder)
    if isinstance(source, Editions):
        return home.staging.edition_rows(build.table)
    if isinstance(source, NewsBatches):
        return _sorted_news(home, build.table, source)
    if source.in_chunks:
        return home.staging.chunks(source.table)
    if source.columns:
        return home.staging.scan(source.table).select(source.columns).collect()
    return home.staging.read(source.table)


def _sorted_news(home: Home, table: Table, source: NewsBatches) -> Iterator[pa.Table]:
    from assets.pipeline.build.news_in_use import pages_in_use, staged_batches  # noqa: PLC0415 - imported only for news

    if source.switch is not None and not settings().publish_article_text:
        return iter(())
    paths = [path for year_paths in staged_batches(home.staging).values() for path in year_paths]
    return _news_rows(home, table, source, paths, pages_in_use(home.staging))


def replaced_news(home: Home, table: Table, source: NewsBatches, before: Mapping[str, str]) -> Replaced | None:
    """The rows of a table whose articles changed since it was staged; None where that is not known.

    Args:
        home: the home.
        table: a table that is read from news.
        source: its input.
        before: the digests of its inputs when it was staged.
    """
    from assets.pipeline.build.news_in_use import changed_articles  # noqa: PLC0415 - imported only for news

    if source.switch is not None and not settings().publish_article_text:
        return None
    batches = {year: found for year, found in before.items() if year != source.switch}
    changed = changed_articles(home.staging, batches)
    if changed is None:
        return None
    chunks = _news_rows(home, table, source, changed.paths, changed.used)
    rows = pa.concat_tables([pa.Table.from_batches([], schema=table.arrow_schema()), *chunks])
    return Replaced("article_id", changed.ids, rows)


def _news_rows(
    home: Home, table: Table, source: NewsBatches, paths: Sequence[Path], used: pl.DataFrame
) -> Iterator[pa.Table]:
    from warehouse.staging.sorting import sorted_rows  # noqa: PLC0415 - imported only for news

    nested = source.nested or table.name
    return sorted_rows(table, paths, used, home.staging.folder, nested=nested, extra=source.extra)
