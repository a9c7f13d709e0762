"""Staleness: what must be made again and why, as a pure function of the build specifications and the state of a home.

Files are compared with their metadata by size and time; `tip verify` reads whole files.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from assets.pipeline.build.inputs import EditionMetadata, decisions_digest, edition_metadata, input_digests
from assets.pipeline.home.home import Home
from assets.pipeline.plan.versions import build_code, build_version, reader_code, reader_version
from assets.pipeline.read.captures import archived_editions
from warehouse.builds.build import Build
from warehouse.builds.registry import all_builds
from warehouse.builds.version import Version
from warehouse.staging.area import EditionKey
from warehouse.staging.staged_table import StagedTable

_NAMES_SHOWN: Final = 3

Files = Mapping[str, str]
"""By path in the project, the digest of a file."""


class Reason(StrEnum):
    """Why something is stale."""

    MISSING = "missing"
    CODE = "code"
    SCHEMA = "schema"
    INPUT = "input"
    LIBRARY = "library"
    DAMAGED = "damaged"
    FORCED = "forced"


@dataclass(frozen=True)
class Stale:
    """Why something is stale, and what changed."""

    reason: Reason
    detail: str


@dataclass(frozen=True)
class HomeState:
    """The state of a home that decides what is stale.

    Attributes:
        captures: by archived edition, the digest of its captures.
        editions: the metadata of every staged edition.
        damaged_editions: by staged edition, a file that differs from its metadata.
        tables: the staged tables.
        damaged_tables: by staged table, a file that differs from its metadata.
        code: returns the files that a digest of code covers.
        decisions: the digest of the decisions of people about captures.
    """

    captures: Mapping[EditionKey, str]
    editions: EditionMetadata
    damaged_editions: Mapping[EditionKey, str] = field(default_factory=dict)
    tables: Mapping[str, StagedTable] = field(default_factory=dict)
    damaged_tables: Mapping[str, str] = field(default_factory=dict)
    code: Callable[[str], Files] = lambda _: {}
    decisions: str = ""


@dataclass(frozen=True)
class Plan:
    """What must be made again.

    Attributes:
        editions: the stale editions, by key.
        tables: by table, in build order, why it is stale; None if it is not.
    """

    editions: Mapping[EditionKey, Stale]
    tables: Mapping[str, Stale | None]

    @property
    def stale_tables(self) -> list[str]:
        """The tables to build again, in build order."""
        return [name for name, stale in self.tables.items() if stale is not None]


def plan_of(home: Home, *, rebuild: Collection[str] = ()) -> Plan:
    """The plan for a home.

    Args:
        home: the home.
        rebuild: tables to build again even if they are not stale.
    """
    return plan(home_state(home), all_builds(), rebuild=rebuild)


def plan(state: HomeState, builds: Mapping[str, Build], *, rebuild: Collection[str] = ()) -> Plan:
    """The plan for the state of a home.

    A table is also stale if one of its inputs is, because the new rows of the input are not known before it is built.

    Args:
        state: the state of the home.
        builds: the builds by table, inputs first.
        rebuild: tables to build again even if they are not stale.
    """
    editions = _stale_editions(state)
    digests = {name: staged.digest for name, staged in state.tables.items()}
    tables: dict[str, Stale | None] = {}
    for name, build in builds.items():
        if name in rebuild:
            tables[name] = Stale(Reason.FORCED, "requested by --rebuild")
            continue
        reason = _stale_table(build, state, input_digests(build, state.editions, digests, state.decisions))
        tables[name] = reason or _stale_editions_of(build, editions) or _stale_inputs(build, tables)
    return Plan(editions, tables)


def stale_editions(home: Home) -> Mapping[EditionKey, Stale]:
    """The stale editions of a home."""
    staging, editions = home.staging, edition_metadata(home)
    damaged = {key: file for key in editions if (file := staging.damaged_edition(key)) is not None}
    return _stale_editions(HomeState(archived_editions(home), editions, damaged, code=staging.code))


def home_state(home: Home) -> HomeState:
    """The state of a home."""
    staging, editions = home.staging, edition_metadata(home)
    tables = {name: staged for name in all_builds() if (staged := staging.table(name)) is not None}
    return HomeState(
        captures=archived_editions(home),
        editions=editions,
        damaged_editions={key: file for key in editions if (file := staging.damaged_edition(key)) is not None},
        tables=tables,
        damaged_tables={name: file for name in tables if (file := staging.damaged_table(name)) is not None},
        code=staging.code,
        decisions=decisions_digest(home),
    )


def _stale_editions(state: HomeState) -> dict[EditionKey, Stale]:
    keys = sorted(state.captures.keys() | state.editions.keys(), key=lambda key: key.folder)
    stale_by_key = {key: _stale_edition(key, state) for key in keys}
    return {key: stale for key, stale in stale_by_key.items() if stale is not None}


def _stale_edition(key: EditionKey, state: HomeState) -> Stale | None:
    name = key.folder.replace("/", " ")
    captures, metadata = state.captures.get(key), state.editions.get(key)
    if metadata is None:
        return Stale(Reason.MISSING, f"{name} was never read")
    if key in state.damaged_editions:
        return Stale(Reason.DAMAGED, f"{name}: {state.damaged_editions[key]}")
    if captures is None:
        return Stale(Reason.INPUT, f"{name}: the archive has no captures of it any more")
    now, code = reader_version(key.family), reader_code(key.family).files
    if (stale := _version_change(now, code, metadata.get("made_with"), state.code)) is not None:
        return Stale(stale.reason, f"{name}: {stale.detail}")
    return Stale(Reason.INPUT, f"{name}: other captures") if metadata.get("captures") != captures else None


def _stale_table(build: Build, state: HomeState, inputs: Mapping[str, str]) -> Stale | None:
    staged = state.tables.get(build.name)
    if staged is None:
        return Stale(Reason.MISSING, "not staged")
    if build.name in state.damaged_tables:
        return Stale(Reason.DAMAGED, state.damaged_tables[build.name])
    now, code = build_version(build), build_code(build).files
    if (stale := _version_change(now, code, staged.made_with, state.code)) is not None:
        return stale
    changed = sorted(name for name in inputs.keys() | staged.inputs if inputs.get(name) != staged.inputs.get(name))
    return Stale(Reason.INPUT, f"changed: {_first_names(changed)}") if changed else None


def _version_change(now: Version, files: Files, recorded: Any, known: Callable[[str], Files]) -> Stale | None:
    """Why a version differs from the recorded one; None if it does not."""
    before = Version.from_metadata(recorded)
    if before is None:
        return Stale(Reason.CODE, "made by an earlier version")
    if before.code != now.code:
        return Stale(Reason.CODE, _changed_files(known(before.code), files))
    if before.libraries != now.libraries:
        names = sorted(before.libraries.keys() | now.libraries.keys())
        steps = [
            f"{name} {before.libraries.get(name, 'none')} to {now.libraries.get(name, 'none')}"
            for name in names
            if before.libraries.get(name) != now.libraries.get(name)
        ]
        return Stale(Reason.LIBRARY, _first_names(steps))
    return Stale(Reason.SCHEMA, "the declaration changed") if before.schema != now.schema else None


def _changed_files(before: Files, now: Files) -> str:
    if not before:
        return "the code changed"
    return _first_names(sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path)))


def _stale_editions_of(build: Build, editions: Mapping[EditionKey, Stale]) -> Stale | None:
    """The reason of the first stale edition that a table is read from, and how many more are stale."""
    reasons = [stale for key, stale in editions.items() if build.is_read_from(key.family)]
    if not reasons:
        return None
    more = f", and {len(reasons) - 1} more editions" if reasons[1:] else ""
    return Stale(reasons[0].reason, f"{reasons[0].detail}{more}")


def _stale_inputs(build: Build, tables: Mapping[str, Stale | None]) -> Stale | None:
    stale = [name for name in build.tables if tables.get(name) is not None]
    return Stale(Reason.INPUT, f"stale: {_first_names(stale)}") if stale else None


def _first_names(names: Iterable[str]) -> str:
    listed = list(names)
    more = f", and {len(listed) - _NAMES_SHOWN} more" if listed[_NAMES_SHOWN:] else ""
    return ", ".join(listed[:_NAMES_SHOWN]) + more
