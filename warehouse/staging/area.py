"""The staging area: the rows read from each edition, and the staged tables.

    editions/<family>/<year>/<table>.parquet      rows read from one edition, with edition.json beside them
    editions/news/<year>/batches/<batch>.parquet  parsed news pages, with their texts
    tables/<table>/country=C/year=Y/part-0.parquet
    compact/<table>.parquet
    manifests/<table>.json                        digest, rows and files of a staged table
    manifests/<table>.dirty                       the table is being changed, or a change of it was interrupted
    check_results/<check>.json                    the last result of a check
    code/<digest>.json                            the files of the code that made a result

Files are replaced, never changed, so that a release can share them by hard links.
"""

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, cast

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.staging.files import RecordedFile, digest, file_digest, first_changed, read_json, to_json, write_file
from warehouse.staging.leftovers import remove_leftovers
from warehouse.staging.news_batches import BatchFiles
from warehouse.staging.parquet import PARTITION_COLUMNS, compact_bytes, plain_bytes, read_or_invalidate
from warehouse.staging.partitions import country_of, partition_path, write_partitions
from warehouse.staging.replaced import Partition, Replaced, rows_in, with_replaced
from warehouse.staging.sorted_rows import RowFile, by_partition
from warehouse.staging.staged_table import (
    StagedTable,
    is_same_manifest,
    manifest_bytes,
    prose_digest,
    read_manifest,
    table_digest,
)
from warehouse.staging.table_files import TableFiles, compact_path, dirty_marker
from warehouse.staging.unchanged import trusted_rows
from warehouse.tables import TABLES, Table

CHUNK_ROWS: Final = 8_192
"""Rows in memory at a time while a table is read in chunks."""


@dataclass(frozen=True)
class EditionKey:
    """An edition of a family; both None for pages of no known edition."""

    family: str | None
    year: int | None

    @property
    def folder(self) -> str:
        """The folder of the edition in the staging area."""
        return f"{self.family}/{self.year}" if self.family else "unknown"


class StagingArea:
    """The staging area of a home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    # -- rows read from editions

    def edition(self, key: EditionKey) -> dict[str, Any] | None:
        """The metadata of a staged edition: captures, version, counts and files.

        None where none is staged, and where another version of the project wrote it in another form.
        """
        metadata: dict[str, Any] | None = read_json(self.edition_folder(key) / "edition.json")
        if metadata is None or not all(isinstance(file, dict) for file in metadata.get("files", {}).values()):
            return None
        return metadata

    def editions(self) -> list[EditionKey]:
        """The staged editions, in order."""
        paths = self.folder.glob("editions/*/*/edition.json")
        keys = [EditionKey(path.parent.parent.name, int(path.parent.name)) for path in paths]
        if (self.folder / "editions/unknown/edition.json").exists():
            keys.append(EditionKey(None, None))
        return sorted(keys, key=lambda key: key.folder)

    def write_edition(self, key: EditionKey, frames: Mapping[str, pl.DataFrame], metadata: Mapping[str, Any]) -> None:
        """Stages the rows read from an edition; files whose bytes would not change are not written.

        The metadata are written last: without them the edition counts as unread.
        """
        folder = self.edition_folder(key)
        is_undamaged = self.damaged_edition(key) is None
        unchanged = (self.edition(key) or {}).get("files", {}) if is_undamaged else {}
        (folder / "edition.json").unlink(missing_ok=True)
        files = {}
        for name, frame in frames.items():
            data = compact_bytes(TABLES[name], frame)
            files[name] = {"sha256": digest(data), "bytes": len(data)}
            path = folder / f"{name}.parquet"
            if unchanged.get(name) != files[name] or not path.exists():
                write_file(path, data)
        write_file(folder / "edition.json", to_json({**metadata, "files": files}))

    def take_edition(self, key: EditionKey, files: Mapping[str, bytes]) -> None:
        """Stages an edition from the files of its folder that another staging area wrote; the metadata come last."""
        folder = self.edition_folder(key)
        (folder / "edition.json").unlink(missing_ok=True)
        for name in sorted(files, key=lambda name: name == "edition.json"):
            path = folder / name
            if not path.exists() or path.read_bytes() != files[name]:
                write_file(path, files[name])

    def damaged_edition(self, key: EditionKey) -> str | None:
        """The first file of a staged edition that differs from its metadata (`first_changed`); None where none does.

        Batches of news are not compared; they only have to exist.
        """
        folder = self.edition_folder(key)
        metadata = self.edition(key) or {}
        files = {f"{name}.parquet": RecordedFile(**file) for name, file in metadata.get("files", {}).items()}
        batches = dict.fromkeys(f"batches/{name}.parquet" for name in metadata.get("batches", ()))
        return first_changed(folder, {**files, **batches}, recorded_in=folder / "edition.json")

    def batches(self, key: EditionKey) -> BatchFiles:
        """The batch files of an edition of news."""
        return BatchFiles(self.edition_folder(key) / "batches")

    def remove_edition(self, key: EditionKey) -> None:
        """Removes an edition without pages in the archive."""
        shutil.rmtree(self.edition_folder(key), ignore_errors=True)

    def edition_rows(self, table: Table, keys: Iterable[EditionKey] | None = None) -> pl.DataFrame:
        """The rows of a table read from the given editions (all by default), sorted by its key."""
        chosen = self.editions() if keys is None else list(keys)
        paths = [path for key in chosen if (path := self.edition_folder(key) / f"{table.name}.parquet").exists()]
        if not paths:
            return table.empty()
        frame = pl.concat(
            [read_or_invalidate(path, invalidate=path.with_name("edition.json").unlink) for path in paths]
        )
        return frame.select(table.columns).cast(table.polars_schema()).sort(table.key)

    def edition_folder(self, key: EditionKey) -> Path:
        """The folder of the rows read from an edition."""
        return self.folder / "editions" / key.folder

    # -- tables

    def table(self, name: str) -> StagedTable | None:
        """The manifest of a staged table; None where it is not staged, or where its last staging was interrupted."""
        return None if dirty_marker(self.folder, name).exists() else read_manifest(self._manifest(name))

    def digests_by_country(self, name: str) -> dict[str, str]:
        """By country, a digest of the partition files of a staged table."""
        staged = self.table(name)
        lines: dict[str, list[str]] = {}
        for path, file in sorted(staged.files.items()) if staged else ():
            if (country := country_of(path)) is not None:
                lines.setdefault(country, []).append(f"{path} {file.sha256}")
        return {country: digest("\n".join(of_country).encode()) for country, of_country in lines.items()}

    def damaged_table(self, name: str) -> str | None:
        """The first file of a staged table that differs from its manifest (`first_changed`); None where none does."""
        staged = self.table(name)
        files = {path: RecordedFile(file.bytes, file.sha256) for path, file in staged.files.items()} if staged else {}
        return first_changed(self.folder, files, recorded_in=self._manifest(name))

    def scan(self, name: str) -> pl.LazyFrame:
        """The rows of a staged table, lazily: only selected columns are read.

        Raises:
            FileNotFoundError: the table is not staged.
        """
        path = self.folder / compact_path(name)
        if not path.exists():
            raise FileNotFoundError(path)
        return pl.scan_parquet(path)

    def chunks(self, name: str) -> Iterator[pl.DataFrame]:
        """The rows of a staged table in order, in chunks.

        Raises:
            FileNotFoundError: the table is not staged.
        """
        with pq.ParquetFile(self.folder / compact_path(name)) as file:
            for batch in file.iter_batches(CHUNK_ROWS):
                yield cast("pl.DataFrame", pl.from_arrow(batch))

    def read(self, name: str) -> pl.DataFrame:
        """The rows of a staged table.

        Raises:
            FileNotFoundError: the table is not staged.
            DamagedError: it cannot be read; the next run stages it again.
        """
        return read_or_invalidate(self.folder / compact_path(name), invalidate=lambda: self.mark_dirty(name))

    def write_table(
        self,
        table: Table,
        frame: pl.DataFrame,
        *,
        inputs: Mapping[str, str] | None = None,
        made_with: Mapping[str, Any] | None = None,
        unchanged_years: Collection[int] = (),
    ) -> StagedTable:
        """Stages a whole table; files whose bytes would not change are not written.

        Args:
            table: the declaration.
            frame: all its rows.
            inputs: digest of each input, by table or by year.
            made_with: the version of the code that made it.
            unchanged_years: years whose partitions stay as they are in the manifest.
        """
        before = read_manifest(self._manifest(table.name))
        files = TableFiles(self.folder, table.name, before.files if before else None)
        compact = compact_path(table.name)
        if table.partitioned:
            trusted = trusted_rows(self.folder, table, files, before, made_with)
            rows_before = (
                read_or_invalidate(trusted, invalidate=lambda: self.mark_dirty(table.name)) if trusted else None
            )
            write_partitions(files, table, frame, set(unchanged_years), rows_before)
        if table.partitioned and before and before.prose == prose_digest(table) and files.is_unchanged(compact):
            files.skip(compact)
        else:
            files.write(compact, compact_bytes(table, frame), frame.height, is_read=True)
        plain = None if table.partitioned else digest(plain_bytes(table, frame))
        return self._write_manifest(table, before, files, frame.height, plain, inputs, made_with)

    def _write_manifest(
        self,
        table: Table,
        before: StagedTable | None,
        files: TableFiles,
        rows: int,
        plain: str | None,
        inputs: Mapping[str, str] | None,
        made_with: Mapping[str, Any] | None,
        made_of: Mapping[str, str] | None = None,
    ) -> StagedTable:
        """Removes the other files of the table and writes its manifest.

        Args:
            plain: for a table without partitions, the digest of its rows; None for a partitioned table.
        """
        files.remove_others()
        staged = StagedTable(
            name=table.name,
            digest=table_digest(table, files.files, plain),
            rows=rows,
            files=files.files,
            prose=prose_digest(table),
            inputs=dict(inputs or {}),
            made_with=dict(made_with or {}),
            made_of=dict(made_of or {}),
            changed=files.changed,
        )
        if files.changed or not is_same_manifest(before, staged):
            write_file(self._manifest(table.name), manifest_bytes(staged))
        files.remove_marker()
        return staged

    def mark_dirty(self, name: str) -> None:
        """Makes the next staging of a table compare its files rather than its manifest."""
        dirty_marker(self.folder, name).touch()

    def write_sorted_table(
        self,
        table: Table,
        chunks: Iterable[pa.Table],
        *,
        inputs: Mapping[str, str] | None = None,
        made_with: Mapping[str, Any] | None = None,
        made_of: Mapping[str, str] | None = None,
    ) -> StagedTable:
        """Stages a partitioned table from its rows in the order of its key, chunk by chunk.

        Args:
            table: the declaration, of a partitioned table.
            chunks: all its rows.
            inputs: digest of each input, by table or by year.
            made_with: the version of the code that made it.
            made_of: by country, the digest of what its rows are made of, where that is known.
        """
        before = read_manifest(self._manifest(table.name))
        files = TableFiles(self.folder, table.name, before.files if before else None)
        rows = self._write_sorted(table, files, chunks, None)
        return self._write_manifest(table, before, files, rows, None, inputs, made_with, made_of)

    def replace_rows(
        self,
        table: Table,
        replaced: Replaced,
        *,
        inputs: Mapping[str, str] | None = None,
        made_with: Mapping[str, Any] | None = None,
        made_of: Mapping[str, str] | None = None,
    ) -> StagedTable | None:
        """Stages a partitioned table with the rows of the last staging, of which some are replaced.

        The result is that of `write_sorted_table` with all rows. Files of other partitions are not compared.

        Args:
            table: the declaration, of a partitioned table.
            replaced: the rows that are replaced, and the rows in their place.
            inputs: digest of each input, by table or by year.
            made_with: the version of the code that made it.
            made_of: by country, the digest of what its rows are made of, where that is known.

        Returns:
            The manifest; None, and no row is staged, where the rows of the last staging are not there, damaged, or not
            of this version of the code.
        """
        before = read_manifest(self._manifest(table.name))
        files = TableFiles(self.folder, table.name, before.files if before else None)
        trusted = trusted_rows(self.folder, table, files, before, made_with)
        if trusted is None:
            return None
        if file_digest(trusted) != files.recorded[compact_path(table.name)].sha256:  # its rows would be handed on
            self.mark_dirty(table.name)
            return None
        rows = self._write_sorted(table, files, with_replaced(table, trusted, replaced), replaced.places(trusted))
        return self._write_manifest(table, before, files, rows, None, inputs, made_with, made_of)

    def _write_sorted(
        self, table: Table, files: TableFiles, chunks: Iterable[pa.Table], changed: Set[Partition] | None
    ) -> int:
        """Writes the compact file and the partitions of a table; returns the number of rows.

        Args:
            table: the declaration.
            files: the files of the table.
            chunks: all rows in the order of the key.
            changed: the partitions whose rows may differ from the last staging; None for all.
        """
        files.set_marker()
        compact = RowFile(self.folder / compact_path(table.name), table.arrow_schema(), with_schema=True)
        schema = table.arrow_schema(without=PARTITION_COLUMNS)
        written = _with_copy_to(compact, chunks)
        if changed is not None:
            files.skip_others({partition_path(table.name, *place) for place in changed})
            written = rows_in(changed, written)
        for place, pieces in groupby(by_partition(table, written), key=itemgetter(0, 1)):
            partition = RowFile(self.folder / partition_path(table.name, *place), schema, with_schema=False)
            for _, _, rows in pieces:
                partition.add(rows)
            files.place(partition_path(table.name, *place), partition)
        files.place(compact_path(table.name), compact)
        return compact.rows

    # -- the code of results

    def record_code(self, code: str, files: Mapping[str, str]) -> None:
        """Records the digests of the files behind a digest of code, so that a later change can be named."""
        path = self._code(code)
        if not path.exists():
            write_file(path, to_json(dict(files)))

    def code(self, code: str) -> Mapping[str, str]:
        """The digests of the files that a digest of code covers, by path; empty if it is unknown."""
        return read_json(self._code(code)) or {}

    def _code(self, code: str) -> Path:
        return self.folder / "code" / f"{code[:24]}.json"

    def remove_leftovers(self) -> None:
        """Removes the partial files of killed processes; partitions are written without partial files."""
        remove_leftovers(self.folder, skipped=("tables",))

    def _manifest(self, name: str) -> Path:
        return self.folder / "manifests" / f"{name}.json"


def _with_copy_to(file: RowFile, chunks: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The chunks, each also written to a file."""
    for chunk in chunks:
        file.add(chunk)
        yield chunk
