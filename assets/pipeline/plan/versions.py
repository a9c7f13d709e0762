"""The versions of what the pipeline makes: of every table, of what is read from pages, of how captures are assigned."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from sources.registry.families import NEWS
from warehouse.builds.build import Build, Editions, NewsBatches, Reference, Staged
from warehouse.builds.code_version import CodeVersion, code_version
from warehouse.builds.schema_version import schema_version
from warehouse.builds.version import Version
from warehouse.staging.files import digest
from warehouse.tables import QUARANTINE, READ_FROM_NEWS, READ_FROM_PAGES

_FILES: Final = "warehouse.staging.parquet"
"""What decides the bytes of staged files; part of everything that is staged."""

_FILES_IN_CHUNKS: Final = "warehouse.staging.sorted_rows"
"""The same for tables that are made in chunks."""

_CODE_OF_INPUTS: Final[Mapping[type, tuple[str, ...]]] = {
    Staged: (),
    Editions: (),
    NewsBatches: ("assets.pipeline.build.news_in_use", "warehouse.staging.sorting"),
    Reference: (),
}
"""By kind of input, the modules that put its rows together."""

REFERENCE_MODULES: Final[Mapping[str, str]] = {
    "countries": "sources.reference.countries",
    "editions": "sources.reference.editions",
    "tier_events": "sources.reference.tier_events",
    "tier_record": "sources.reference.placements",
}
"""By name of reviewed rows, the module that gives them (`assets.pipeline.build.inputs`)."""


def reader_code(family: str | None) -> CodeVersion:
    """The code that reads the pages of a family, of news, or of no known edition (None)."""
    return code_version(
        "assets.pipeline.read.news_rows" if family == NEWS else "assets.pipeline.read.report_rows", _FILES
    )


@cache
def reader_version(family: str | None) -> Version:
    """The version of what reads the pages of a family, of news, or of no known edition (None)."""
    tables = (*READ_FROM_NEWS, QUARANTINE) if family == NEWS else READ_FROM_PAGES
    return Version.of(reader_code(family), digest("\n".join(map(schema_version, tables)).encode()))


def build_code(build: Build) -> CodeVersion:
    """The code that takes part in making a table, with what its specification says of its inputs."""
    of_inputs = [module for given in build.inputs.values() for module in _CODE_OF_INPUTS[type(given)]]
    references = [REFERENCE_MODULES[name] for name in build.references]
    files = [_FILES, _FILES_IN_CHUNKS] if build.is_in_chunks else [_FILES]
    code = code_version(build.module, *of_inputs, *references, *files)
    specified = {f"inputs of {build.name}": digest(repr(build.inputs).encode())}
    return CodeVersion({**code.files, **specified}, code.libraries)


def build_version(build: Build) -> Version:
    """The version of what makes a table."""
    return Version.of(build_code(build), schema_version(build.table))


@cache
def assignment_version() -> str:
    """The version of what decides of which edition a capture is."""
    return Version.of(code_version("sources.assignment"), "").digest
