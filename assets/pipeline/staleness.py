"""What is stale, and why: a pure function of the build specifications and of what a home holds.

Files are compared by size and time with what was noted of them; `tip verify` reads them whole.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from assets.pipeline.captures import held_editions
from assets.pipeline.home import Home
from assets.pipeline.inputs import EditionMetadata, edition_metadata, input_digests
from assets.pipeline.versions import build_code, build_version, reader_code, reader_version
from warehouse.builds.build import Build
from warehouse.builds.registry import all_builds
from warehouse.builds.version import Version
from warehouse.staging.area import EditionKey
from warehouse.staging.staged_table import StagedTable

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
    """Why something is stale, and what exactly changed."""

    reason: Reason
    detail: str


@dataclass(frozen=True)
class Holdings:
    """What a home holds, as far as it decides what is stale.

    Attributes:
        captures: by edition that the archive holds, the digest of its captures.
        editions: what is noted of every staged edition.
        damaged_editions: by staged edition, a file that is not as it was noted.
        tables: the staged tables.
        damaged_tables: by staged table, a file that is not as it was noted.
        code: by digest of code, the files it stands for.
    """

    captures: Mapping[EditionKey, str]
    editions: EditionMetadata
    damaged_editions: Mapping[EditionKey, str] = field(default_factory=dict)
    tables: Mapping[str, StagedTable] = field(default_factory=dict)
    damaged_tables: Mapping[str, str] = field(default_factory=dict)
    code: Callable[[str], Files] = lambda _: {}


@dataclass(frozen=True)
class Plan:
    """What is stale.

    Attributes:
        editions: the editions to read again, by key.
        tables: by table, in the order of building, why it is stale; None where it is not.
    """

    editions: Mapping[EditionKey, Stale]
    tables: Mapping[str, Stale | None]

    @property
    def stale_tables(self) -> list[str]:
        """The tables to build again, in the order of building."""
        return [name for name, stale in self.tables.items() if stale is not None]


def plan_of(home: Home, *, rebuild: Collection[str] = ()) -> Plan:
    """What is stale in a home.

    Args:
        home: the home.
        rebuild: tables to build again whatever they are.
    """
    return plan(holdings_of(home), all_builds(), rebuild=rebuild)


def plan(holdings: Holdings, builds: Mapping[str, Build], *, rebuild: Collection[str] = ()) -> Plan:
    """What is stale.

    A table is stale as well where one of its inputs is: what that will hold is not known before it is built.

    Args:
        holdings: what is held.
        builds: the builds by table, inputs first.
        rebuild: tables to build again whatever they are.
    """
    editions = _stale_editions(holdings)
    digests = {name: staged.digest for name, staged in holdings.tables.items()}
    tables: dict[str, Stale | None] = {}
    for name, build in builds.items():
        if name in rebuild:
            tables[name] = Stale(Reason.FORCED, "asked for by --rebuild")
            continue
        own = _stale_table(build, holdings, input_digests(build, holdings.editions, digests))
        tables[name] = own or _stale_editions_of(build, editions) or _stale_inputs(build, tables)
    return Plan(editions, tables)


def stale_editions(home: Home) -> Mapping[EditionKey, Stale]:
    """The editions of a home to read again."""
    staging, notes = home.staging, edition_metadata(home)
    damaged = {key: file for key in notes if (file := staging.damaged_edition(key)) is not None}
    return _stale_editions(Holdings(held_editions(home), notes, damaged, code=staging.code))


def holdings_of(home: Home) -> Holdings:
    """What a home holds."""
    staging, notes = home.staging, edition_metadata(home)
    tables = {name: staged for name in all_builds() if (staged := staging.table(name)) is not None}
    return Holdings(
        captures=held_editions(home),
        editions=notes,
        damaged_editions={key: file for key in notes if (file := staging.damaged_edition(key)) is not None},
        tables=tables,
        damaged_tables={name: file for name in tables if (file := staging.damaged_table(name)) is not None},
        code=staging.code,
    )


def _stale_editions(holdings: Holdings) -> dict[EditionKey, Stale]:
    keys = sorted(holdings.captures.keys() | holdings.editions.keys(), key=lambda key: key.folder)
    found = {key: _stale_edition(key, holdings) for key in keys}
    return {key: stale for key, stale in found.items() if stale is not None}


def _stale_edition(key: EditionKey, holdings: Holdings) -> Stale | None:
    named = key.folder.replace("/", " ")
    captures, note = holdings.captures.get(key), holdings.editions.get(key)
    if note is None:
        return Stale(Reason.MISSING, f"{named} was never read")
    if key in holdings.damaged_editions:
        return Stale(Reason.DAMAGED, f"{named}: {holdings.damaged_editions[key]}")
    if captures is None:
        return Stale(Reason.INPUT, f"{named}: the archive holds nothing of it any more")
    now, code = reader_version(key.family), reader_code(key.family).files
    if (stale := _other_version(now, code, note.get("made_with"), holdings.code)) is not None:
        return Stale(stale.reason, f"{named}: {stale.detail}")
    return Stale(Reason.INPUT, f"{named}: other captures") if note.get("captures") != captures else None


def _stale_table(build: Build, holdings: Holdings, inputs: Mapping[str, str]) -> Stale | None:
    staged = holdings.tables.get(build.name)
    if staged is None:
        return Stale(Reason.MISSING, "not staged")
    if build.name in holdings.damaged_tables:
        return Stale(Reason.DAMAGED, holdings.damaged_tables[build.name])
    now, code = build_version(build), build_code(build).files
    if (stale := _other_version(now, code, staged.made_with, holdings.code)) is not None:
        return stale
    changed = sorted(name for name in inputs.keys() | staged.inputs if inputs.get(name) != staged.inputs.get(name))
    return Stale(Reason.INPUT, f"changed: {_some(changed)}") if changed else None


def _other_version(now: Version, files: Files, noted: Any, known: Callable[[str], Files]) -> Stale | None:
    """Why a version differs from the one that is noted; None where it does not."""
    before = Version.from_metadata(noted)
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
        return Stale(Reason.LIBRARY, _some(steps))
    return Stale(Reason.SCHEMA, "the declaration changed") if before.schema != now.schema else None


def _changed_files(before: Files, now: Files) -> str:
    if not before:
        return "the code changed"
    return _some(sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path)))


def _stale_editions_of(build: Build, editions: Mapping[EditionKey, Stale]) -> Stale | None:
    """Why the editions that a table is read from are stale; the first of them speaks for all."""
    feeding = [stale for key, stale in editions.items() if build.is_read_from(key.family)]
    if not feeding:
        return None
    more = f", and {len(feeding) - 1} more editions" if feeding[1:] else ""
    return Stale(feeding[0].reason, f"{feeding[0].detail}{more}")


def _stale_inputs(build: Build, tables: Mapping[str, Stale | None]) -> Stale | None:
    stale = [name for name in build.tables if tables.get(name) is not None]
    return Stale(Reason.INPUT, f"stale: {_some(stale)}") if stale else None


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:_NAMED]) + (f", and {len(listed) - _NAMED} more" if listed[_NAMED:] else "")


_NAMED = 3
