"""Readings of news pages, some pages a file.

A file is named after what it was read from, so that one that is there need not be read again; it is written once and
never changed. Each row is the reading of one page: what became of it, the article's text and signature, and the rows
of every table as lists.
"""

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from warehouse.staging.files import write_file
from warehouse.tables import QUARANTINE, READ_FROM_NEWS

PAGE: Final = ("page_key", "captured_at", "page_digest")
"""What names a reading: a page and one capture of it."""

_COLUMNS: Final = {
    "page_key": pl.String(),
    "captured_at": pl.String(),
    "page_digest": pl.String(),
    "outcome": pl.String(),
    "article_id": pl.String(),
    "published": pl.Date(),
    "words": pl.Int32(),
    "signature": pl.Binary(),
    "text": pl.String(),
}
_NESTED: Final = (*READ_FROM_NEWS, QUARANTINE)


@dataclass(frozen=True)
class BatchFiles:
    """The batch files of one edition.

    Attributes:
        folder: where they lie.
    """

    folder: Path

    def path(self, name: str) -> Path:
        """Where the file of a batch lies."""
        return self.folder / f"{name}.parquet"

    def put(self, name: str, readings: Sequence[Mapping[str, Any]]) -> None:
        """Writes the readings of a batch, whole or not at all."""
        buffer = io.BytesIO()
        pl.DataFrame(readings, schema=_schema(), orient="row").write_parquet(buffer, compression="zstd")
        write_file(self.path(name), buffer.getvalue())

    def keep_only(self, names: Collection[str]) -> None:
        """Removes the files of all other batches."""
        for path in self.folder.glob("*.parquet"):
            if path.stem not in names:
                path.unlink()


def scan_batches(paths: Sequence[Path]) -> pl.LazyFrame:
    """The readings in batch files, lazily: columns that are not asked for are not read."""
    return pl.scan_parquet(list(paths)) if paths else pl.DataFrame(schema=_schema()).lazy()


def in_use(readings: pl.LazyFrame) -> pl.LazyFrame:
    """The readings whose rows are in use: of every page the newest that is good, of every article one page.

    An article under two addresses is told by the first of them.
    """
    good = readings.filter(pl.col("outcome") == "read")
    newest = good.sort(PAGE).unique("page_key", keep="last", maintain_order=True)
    return newest.unique("article_id", keep="first", maintain_order=True)


def _schema() -> pl.Schema:
    nested = {table.name: pl.List(pl.Struct(dict(table.polars_schema()))) for table in _NESTED}
    return pl.Schema({**_COLUMNS, **nested})
