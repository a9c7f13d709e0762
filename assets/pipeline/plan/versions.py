"""Versions of the code that makes each table, reads pages, and assigns captures to editions."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from sources.registry.families import NEWS
from warehouse.builds.build import Build, Decisions, Editions, NewsBatches, Reference, Staged
from warehouse.builds.code_version import CodeVersion, code_version
from warehouse.builds.schema_version import schema_version
from warehouse.builds.version import Version
from warehouse.staging.files import digest
from warehouse.tables import QUARANTINE, READ_FROM_NEWS, READ_FROM_PAGES

_FILE_WRITER: Final = "warehouse.staging.parquet"
"""The module that writes staged files; it counts in every version."""

_CHUNK_WRITER: Final = "warehouse.staging.sorted_rows"
"""The same for tables that are built in chunks."""

_INPUT_MODULES: Final[Mapping[type, tuple[str, ...]]] = {
    Staged: (),
    Editions: (),
    NewsBatches: ("assets.pipeline.build.news_in_use", "warehouse.staging.sorting"),
    Reference: (),
    Decisions: ("sources.archive.decisions",),
}
"""By kind of input, the modules that make its rows."""

REFERENCE_MODULES: Final[Mapping[str, str]] = {
    "countries": "sources.reference.countries",
    "editions": "sources.reference.editions",
    "tier_events": "sources.reference.tier_events",
    "tier_record": "sources.reference.placements",
    "verdict_corrections": "sources.reference.verdict_corrections",
}
"""By name of reviewed rows, the module that returns them (`assets.pipeline.build.inputs`)."""


def reader_code(family: str | None) -> CodeVersion:
    """The code that reads the pages of a family, of news, or of no known edition (None)."""
    return code_version(
        "assets.pipeline.read.news_rows" if family == NEWS else "assets.pipeline.read.report_rows", _FILE_WRITER
    )


@cache
def reader_version(family: str | None) -> Version:
    """The version of the code that reads the pages of a family, of news, or of no known edition (None)."""
    tables = (*READ_FROM_NEWS, QUARANTINE) if family == NEWS else READ_FROM_PAGES
    return Version.of(reader_code(family), digest("\n".join(map(schema_version, tables)).encode()))


def build_code(build: Build) -> CodeVersion:
    """The code that makes a table, and the inputs of its specification."""
    input_modules = [module for source in build.inputs.values() for module in _INPUT_MODULES[type(source)]]
    references = [REFERENCE_MODULES[name] for name in build.references]
    writers = [_FILE_WRITER, _CHUNK_WRITER] if build.is_in_chunks else [_FILE_WRITER]
    code = code_version(build.module, *input_modules, *references, *writers)
    specified = {f"inputs of {build.name}": digest(repr(build.inputs).encode())}
    return CodeVersion({**code.files, **specified}, code.libraries)


def build_version(build: Build) -> Version:
    """The version of the code and the schema of a table."""
    return Version.of(build_code(build), schema_version(build.table))


@cache
def sifting_version() -> str:
    """The version of the code that sifts news WARC files."""
    return Version.of(code_version("sources.news.discovery.sifting", "sources.assignment"), "").digest


@cache
def assignment_version() -> str:
    """The version of the code that assigns captures to editions."""
    return Version.of(code_version("sources.assignment"), "").digest


@cache
def captures_version() -> str:
    """The version of the code that says in which order and how the captures of an edition count."""
    return Version.of(code_version("assets.pipeline.read.captures"), "").digest
