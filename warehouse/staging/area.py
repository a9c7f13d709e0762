"""The staging area: what was read of each edition, and the tables made of it.

    editions/<family>/<year>/<table>.parquet   rows read from one edition, with edition.json beside them
    editions/news/<year>/batches/<batch>.parquet  readings of some news pages, with their texts
    tables/<table>/country=C/year=Y/part-0.parquet
    compact/<table>.parquet
    manifests/<table>.json                     digest, rows and files of a staged table
    manifests/<table>.dirty                the table is being changed, or a change of it was cut short
    check_results/<check>.json                 what a check said of the tables it reads
    code/<digest>.json                         the files of the code that a result was made with

Files are replaced, never changed, so that a release can share them by hard links.
"""

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, cast

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.staging.files import RecordedFile, digest, first_changed, read_json, to_json, to_json_by_line, write_file
from warehouse.staging.leftovers import remove_leftovers
from warehouse.staging.news_batches import BatchFiles
from warehouse.staging.parquet import compact_bytes, partition_bytes, plain_bytes
from warehouse.staging.sorted_rows import RowFile, by_partition
from warehouse.staging.table_files import File, TableFiles, dirty_marker
from warehouse.tables import TABLES, Table

CHUNK: Final = 8_192
"""Rows that are held at a time where a table is gone through."""


class DamagedError(Exception):
    """A staged file cannot be read; the message says which, and that running again mends it."""


@dataclass(frozen=True)
class EditionKey:
    """An edition of a family; both None for pages of no known edition."""

    family: str | None
    year: int | None

    @property
    def folder(self) -> str:
        """Where the edition lies in the staging area."""
        return f"{self.family}/{self.year}" if self.family else "unknown"


@dataclass(frozen=True)
class StagedTable:
    """What is staged of one table.

    Attributes:
        name: the table.
        digest: of its name, columns, types, key and values; check results are recorded for it.
        rows: how many it has.
        files: by path, relative to the staging area and to a release alike.
        prose: digest of the descriptions in its one-file form.
        inputs: digest of each input it was made from: tables by name, or editions by year.
        made_with: the version of what made it, as noted.
        changed: how many files the last staging wrote or removed.
    """

    name: str
    digest: str
    rows: int
    files: dict[str, File]
    prose: str = ""
    inputs: dict[str, str] = field(default_factory=dict)
    made_with: dict[str, Any] = field(default_factory=dict)
    changed: int = 0


class StagingArea:
    """The staging area of a home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    # -- what was read of each edition

    def edition(self, key: EditionKey) -> dict[str, Any] | None:
        """What is noted of a staged edition: its captures, version, counts and files; None where none is staged."""
        noted: dict[str, Any] | None = read_json(self._edition_folder(key) / "edition.json")
        return noted

    def editions(self) -> list[EditionKey]:
        """The editions that are staged, in order."""
        noted = self.folder.glob("editions/*/*/edition.json")
        keys = [EditionKey(path.parent.parent.name, int(path.parent.name)) for path in noted]
        if (self.folder / "editions/unknown/edition.json").exists():
            keys.append(EditionKey(None, None))
        return sorted(keys, key=lambda key: key.folder)

    def put_edition(self, key: EditionKey, frames: Mapping[str, pl.DataFrame], note: Mapping[str, Any]) -> None:
        """Stages what was read of an edition; files whose bytes would not change are not touched.

        The note is written last: without it the edition counts as unread.
        """
        folder = self._edition_folder(key)
        is_whole = self.damaged_edition(key) is None
        kept = (self.edition(key) or {}).get("files", {}) if is_whole else {}
        (folder / "edition.json").unlink(missing_ok=True)
        files = {}
        for name, frame in frames.items():
            data = compact_bytes(TABLES[name], frame)
            files[name] = {"sha256": digest(data), "bytes": len(data)}
            path = folder / f"{name}.parquet"
            if kept.get(name) != files[name] or not path.exists():
                write_file(path, data)
        write_file(folder / "edition.json", to_json({**note, "files": files}))

    def damaged_edition(self, key: EditionKey) -> str | None:
        """The first file of a staged edition that is not as it was noted (`first_changed`); None where all are.

        Of the batches that news is read in, only whether they are there.
        """
        folder = self._edition_folder(key)
        note = self.edition(key) or {}
        files = {f"{name}.parquet": RecordedFile(**file) for name, file in note.get("files", {}).items()}
        batches = dict.fromkeys(f"batches/{name}.parquet" for name in note.get("batches", ()))
        return first_changed(folder, {**files, **batches}, recorded_in=folder / "edition.json")

    def batches(self, key: EditionKey) -> BatchFiles:
        """The batches that an edition of news is read in."""
        return BatchFiles(self._edition_folder(key) / "batches")

    def drop_edition(self, key: EditionKey) -> None:
        """Forgets an edition of which the archive holds nothing any more."""
        shutil.rmtree(self._edition_folder(key), ignore_errors=True)

    def edition_rows(self, table: Table, keys: Iterable[EditionKey] | None = None) -> pl.DataFrame:
        """The rows of a table read from the given editions (all by default), sorted by its key."""
        chosen = self.editions() if keys is None else list(keys)
        paths = [path for key in chosen if (path := self._edition_folder(key) / f"{table.name}.parquet").exists()]
        if not paths:
            return table.empty()
        frame = pl.concat([_read(path, forget=path.with_name("edition.json").unlink) for path in paths])
        return frame.select(table.columns).cast(table.polars_schema()).sort(table.key)

    def _edition_folder(self, key: EditionKey) -> Path:
        return self.folder / "editions" / key.folder

    # -- tables

    def table(self, name: str) -> StagedTable | None:
        """What is staged of a table; None where nothing is, or where its last staging was cut short."""
        return None if dirty_marker(self.folder, name).exists() else self._noted(name)

    def _noted(self, name: str) -> StagedTable | None:
        path = self._manifest(name)
        try:
            stamp = path.stat()
        except FileNotFoundError:
            return None
        return _read_manifest(path, stamp.st_ino, stamp.st_mtime_ns)

    def damaged_table(self, name: str) -> str | None:
        """The first file of a staged table that is not as it was noted (`first_changed`); None where all are."""
        staged = self.table(name)
        files = {path: RecordedFile(file.bytes, file.sha256) for path, file in staged.files.items()} if staged else {}
        return first_changed(self.folder, files, recorded_in=self._manifest(name))

    def scan(self, name: str) -> pl.LazyFrame:
        """The rows of a staged table, lazily: columns that are not asked for are not read.

        Raises:
            FileNotFoundError: the table is not staged.
        """
        path = self.folder / compact_path(name)
        if not path.exists():
            raise FileNotFoundError(path)
        return pl.scan_parquet(path)

    def chunks(self, name: str) -> Iterator[pl.DataFrame]:
        """The rows of a staged table in order, some at a time.

        Raises:
            FileNotFoundError: the table is not staged.
        """
        with pq.ParquetFile(self.folder / compact_path(name)) as file:
            for batch in file.iter_batches(CHUNK):
                yield cast("pl.DataFrame", pl.from_arrow(batch))

    def read(self, name: str) -> pl.DataFrame:
        """The rows of a staged table.

        Raises:
            FileNotFoundError: the table is not staged.
            DamagedError: it is not readable; the next run stages it anew.
        """
        return _read(self.folder / compact_path(name), forget=lambda: self.mark_dirty(name))

    def put_table(
        self,
        table: Table,
        frame: pl.DataFrame,
        *,
        inputs: Mapping[str, str] | None = None,
        made_with: Mapping[str, Any] | None = None,
        unchanged_years: Collection[int] = (),
    ) -> StagedTable:
        """Stages a whole table; files whose bytes would not change are not touched.

        Args:
            table: the declaration.
            frame: all its rows.
            inputs: digest of what the table was made from, by table or by year.
            made_with: the version of what made it.
            unchanged_years: years whose partitions are taken as they are noted.
        """
        before = self._noted(table.name)
        files = TableFiles(self.folder, table.name, before.files if before else None)
        if table.partitioned:
            _put_partitions(files, table, frame, set(unchanged_years))
        compact = compact_path(table.name)
        if table.partitioned and before and before.prose == _prose_digest(table) and files.would_be_kept(compact):
            files.keep(compact)
        else:
            files.put(compact, compact_bytes(table, frame), frame.height, is_read=True)
        plain = None if table.partitioned else digest(plain_bytes(table, frame))
        return self._note_table(table, before, files, frame.height, plain, inputs, made_with)

    def _note_table(
        self,
        table: Table,
        before: StagedTable | None,
        files: TableFiles,
        rows: int,
        plain: str | None,
        inputs: Mapping[str, str] | None,
        made_with: Mapping[str, Any] | None,
    ) -> StagedTable:
        """Removes files that are no part of the table any more, and notes those that are.

        Args:
            plain: digest of the rows of a table without partitions, descriptions left out.
        """
        files.remove_others()
        staged = StagedTable(
            name=table.name,
            digest=_table_digest(table, files.files, plain),
            rows=rows,
            files=files.files,
            prose=_prose_digest(table),
            inputs=dict(inputs or {}),
            made_with=dict(made_with or {}),
            changed=files.changed,
        )
        if before is None or files.changed or _note(before) != _note(staged):
            write_file(self._manifest(table.name), to_json_by_line(_note(staged), "files", _note_of_files(staged)))
        files.done()
        return staged

    def mark_dirty(self, name: str) -> None:
        """Lets the next staging of a table look at its files rather than at what is noted of them."""
        dirty_marker(self.folder, name).touch()

    def put_sorted(
        self,
        table: Table,
        chunks: Iterable[pa.Table],
        *,
        inputs: Mapping[str, str] | None = None,
        made_with: Mapping[str, Any] | None = None,
    ) -> StagedTable:
        """Stages a whole partitioned table from its rows in the order of its key, without ever holding them all.

        Args:
            table: the declaration, of a partitioned table.
            chunks: all its rows, some at a time.
            inputs: digest of what the table was made from, by table or by year.
            made_with: the version of what made it.
        """
        before = self._noted(table.name)
        files = TableFiles(self.folder, table.name, before.files if before else None)
        files.begin()
        compact = RowFile(self.folder / compact_path(table.name), table.arrow_schema(), with_schema=True)
        partition: tuple[str, RowFile] | None = None
        for country, year, rows in by_partition(table, _copied_to(compact, chunks)):
            path = f"tables/{table.name}/country={country}/year={year}/part-0.parquet"
            if partition is None or partition[0] != path:
                if partition is not None:
                    files.put_written(*partition)
                partition = path, RowFile(self.folder / path, rows.schema, with_schema=False)
            partition[1].add(rows)
        if partition is not None:
            files.put_written(*partition)
        files.put_written(compact_path(table.name), compact)
        return self._note_table(table, before, files, compact.rows, None, inputs, made_with)

    # -- the code that results were made with

    def record_code(self, code: str, files: Mapping[str, str]) -> None:
        """Keeps the digests of the files that a digest of code stands for, so that a change can be named later."""
        path = self._code(code)
        if not path.exists():
            write_file(path, to_json(dict(files)))

    def code(self, code: str) -> Mapping[str, str]:
        """By path, the digests of the files that a digest of code stands for; empty where it is not known."""
        return read_json(self._code(code)) or {}

    def _code(self, code: str) -> Path:
        return self.folder / "code" / f"{code[:24]}.json"

    def remove_leftovers(self) -> None:
        """Removes what killed processes left half-written; among the partitions nothing is ever left under another
        name."""
        remove_leftovers(self.folder, but=("tables",))

    def _manifest(self, name: str) -> Path:
        return self.folder / "manifests" / f"{name}.json"


@lru_cache(maxsize=64)
def _read_manifest(path: Path, inode: int, mtime: int) -> StagedTable | None:
    """A manifest as it stands; manifests are replaced, never changed, so that inode and time tell one from another."""
    noted = read_json(path)
    if noted is None:
        return None
    files = {name: File(**file) for name, file in noted.pop("files").items()}
    return StagedTable(**noted, files=files)


def _read(path: Path, forget: Callable[[], object]) -> pl.DataFrame:
    """A staged file's rows. One that a power cut left unwritten is forgotten, so that the next run makes it anew."""
    try:
        return pl.read_parquet(path)
    except pl.exceptions.PolarsError as error:
        forget()
        raise DamagedError(f"{path} is damaged; run again, it is then made anew") from error


def _put_partitions(files: TableFiles, table: Table, frame: pl.DataFrame, unchanged_years: set[int]) -> None:
    """Puts the country/year files of the years that changed and keeps those of the others."""
    same_years = unchanged_years if files.noted else set()
    for path in files.noted:
        if _year_of(path) in same_years:
            files.keep(path)
    changing = frame.filter(~pl.col("year").is_in(sorted(same_years))) if same_years else frame
    for country, year, data, rows in partition_bytes(table, changing):
        files.put(f"tables/{table.name}/country={country}/year={year}/part-0.parquet", data, rows)


def _year_of(path: str) -> int | None:
    """The year in a partition file's path."""
    return int(path.split("/year=")[1].split("/", maxsplit=1)[0]) if "/year=" in path else None


def _copied_to(file: RowFile, chunks: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The chunks as they come, each written to a file on its way."""
    for chunk in chunks:
        file.add(chunk)
        yield chunk


def compact_path(name: str) -> str:
    """Where the one-file form of a table lies, in staging and in a release."""
    return f"compact/{name}.parquet"


def _prose_digest(table: Table) -> str:
    """Digest of the schema with its descriptions, as a one-file form holds them."""
    return digest(str(table.arrow_schema().to_string(truncate_metadata=False)).encode())


def _table_digest(table: Table, files: Mapping[str, File], plain: str | None) -> str:
    """Digest of a table's name, columns, types, key and values, without any prose.

    Partition files hold no descriptions, so their bytes stand for the values; of a table without partitions its rows
    written like one of them.
    """
    columns = (f"{column.name} {column.type} {column.key}" for column in table.describe())
    values = (f"{path} {file.sha256}" for path, file in sorted(files.items()) if path.startswith("tables/"))
    return digest("\n".join((table.name, *columns, *(values if plain is None else (plain,)))).encode())


def _note(staged: StagedTable) -> dict[str, Any]:
    return {
        "name": staged.name,
        "digest": staged.digest,
        "rows": staged.rows,
        "prose": staged.prose,
        "inputs": staged.inputs,
        "made_with": staged.made_with,
    }


def _note_of_files(staged: StagedTable) -> dict[str, Any]:
    return {path: vars(file) for path, file in staged.files.items()}
