"""The manifest of a staged table: its digest, its files, its inputs and the version of its code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from warehouse.staging.files import digest, read_json, to_json_by_line
from warehouse.staging.table_files import File
from warehouse.tables import Table


@dataclass(frozen=True)
class StagedTable:
    """The manifest of a staged table.

    Attributes:
        name: the table.
        digest: digest of name, columns, types, key and values; check results are recorded for it.
        rows: the number of rows.
        files: by path, relative to the staging area and to a release alike.
        prose: digest of the descriptions in the compact file.
        inputs: digest of each input: tables by name, or editions by year.
        made_with: the version of the code that made it.
        made_of: by country, the digest of what its rows are made of; empty where that is not known.
        changed: the number of files that the last staging wrote or removed.
    """

    name: str
    digest: str
    rows: int
    files: dict[str, File]
    prose: str = ""
    inputs: dict[str, str] = field(default_factory=dict)
    made_with: dict[str, Any] = field(default_factory=dict)
    made_of: dict[str, str] = field(default_factory=dict)
    changed: int = 0


def read_manifest(path: Path) -> StagedTable | None:
    """The manifest of a table; None where there is none, or none in the form of this version."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return _read_manifest(path, stat.st_ino, stat.st_mtime_ns)


@lru_cache(maxsize=64)
def _read_manifest(path: Path, inode: int, mtime: int) -> StagedTable | None:
    """A manifest; it is replaced and never changed, so inode and time identify its version."""
    fields = read_json(path)
    if fields is None:
        return None
    try:
        files = {name: File(**file) for name, file in fields.pop("files").items()}
        return StagedTable(**fields, files=files)
    except (TypeError, KeyError, AttributeError):
        return None  # another version of the project wrote it in another form; the table is built again


def prose_digest(table: Table) -> str:
    """Digest of the schema with its descriptions, as in the compact file."""
    return digest(str(table.arrow_schema().to_string(truncate_metadata=False)).encode())


def table_digest(table: Table, files: Mapping[str, File], plain: str | None) -> str:
    """Digest of a table's name, columns, types, key and values, without any prose.

    Partition files have no descriptions, so their digests represent the values. A table without partitions has `plain`,
    the digest of its rows written like a partition.
    """
    columns = (f"{column.name} {column.type} {column.key}" for column in table.describe())
    values = (f"{path} {file.sha256}" for path, file in sorted(files.items()) if path.startswith("tables/"))
    return digest("\n".join((table.name, *columns, *(values if plain is None else (plain,)))).encode())


def is_same_manifest(one: StagedTable | None, other: StagedTable) -> bool:
    """Whether two manifests have the same metadata, files left out."""
    return one is not None and _metadata(one) == _metadata(other)


def manifest_bytes(staged: StagedTable) -> bytes:
    """The manifest as JSON, one file per line."""
    return to_json_by_line(_metadata(staged), "files", _files(staged))


def _metadata(staged: StagedTable) -> dict[str, Any]:
    return {
        "name": staged.name,
        "digest": staged.digest,
        "rows": staged.rows,
        "prose": staged.prose,
        "inputs": staged.inputs,
        "made_with": staged.made_with,
        "made_of": staged.made_of,
    }


def _files(staged: StagedTable) -> dict[str, Any]:
    return {path: vars(file) for path, file in staged.files.items()}
