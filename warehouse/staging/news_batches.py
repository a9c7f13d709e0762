"""Parsed news pages in batch files.

The name of a batch file identifies the captures that it was read from, so an existing batch is not read again. It is
written once and never changed. Each row is one parsed page: its outcome, the text and signature of the article, and
the rows of every table as lists.
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
"""The columns that identify a parsed page: the page and one capture of it."""

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
        folder: their folder.
    """

    folder: Path

    def path(self, name: str) -> Path:
        """The path of a batch file."""
        return self.folder / f"{name}.parquet"

    def write(self, name: str, parsed: Sequence[Mapping[str, Any]]) -> None:
        """Writes the parsed pages of a batch in one step."""
        buffer = io.BytesIO()
        pl.DataFrame(parsed, schema=_schema(), orient="row").write_parquet(buffer, compression="zstd")
        write_file(self.path(name), buffer.getvalue())

    def remove_others(self, names: Collection[str]) -> None:
        """Removes the files of all other batches."""
        for path in self.folder.glob("*.parquet"):
            if path.stem not in names:
                path.unlink()


def scan_batches(paths: Sequence[Path]) -> pl.LazyFrame:
    """The parsed pages in batch files, lazily: only selected columns are read."""
    return pl.scan_parquet(list(paths)) if paths else pl.DataFrame(schema=_schema()).lazy()


def in_use(parsed: pl.LazyFrame) -> pl.LazyFrame:
    """The parsed pages whose rows are in use: the newest good capture of each page, and one page of each article.

    Of an article with two addresses the first one is in use.
    """
    good = parsed.filter(pl.col("outcome") == "read")
    newest = good.sort(PAGE).unique("page_key", keep="last", maintain_order=True)
    return newest.unique("article_id", keep="first", maintain_order=True)


def _schema() -> pl.Schema:
    nested = {table.name: pl.List(pl.Struct(dict(table.polars_schema()))) for table in _NESTED}
    return pl.Schema({**_COLUMNS, **nested})
