"""Parsed news pages in batch files.

The name of a batch file identifies the captures that it was read from, so an existing batch is not read again. It is
written once and never changed. Each row is one parsed page: its outcome, the text and signature of the article, the
rows of every table as lists, and `content`, a digest of these rows and the text.
"""

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from warehouse.staging.files import write_file
from warehouse.tables import MIN_SHARE_OF_WORDS, QUARANTINE, READ_FROM_NEWS

PAGE: Final = ("page_key", "captured_at", "page_digest")
"""The columns that identify a parsed page: the page and one capture of it."""

CHOICE: Final = ("outcome", "article_id", "words", "damage", "decision", "decision_number", "decided_at")
"""Beside `PAGE`, the columns that decide which capture of a page and which page of an article is in use."""

_COLUMNS: Final = {
    "page_key": pl.String(),
    "captured_at": pl.String(),
    "page_digest": pl.String(),
    "outcome": pl.String(),
    "article_id": pl.String(),
    "published": pl.Date(),
    "words": pl.Int32(),
    "damage": pl.String(),
    "decision": pl.String(),
    "decision_number": pl.Int32(),
    "decided_at": pl.String(),
    "content": pl.String(),
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

    def take(self, files: Mapping[str, bytes]) -> None:
        """Takes batch files that another staging area wrote."""
        for name, data in files.items():
            write_file(self.folder / name, data)

    def remove_others(self, names: Collection[str]) -> None:
        """Removes the files of all other batches."""
        for path in self.folder.glob("*.parquet"):
            if path.stem not in names:
                path.unlink()


def scan_batches(paths: Sequence[Path], *, name: str | None = None) -> pl.LazyFrame:
    """The parsed pages in batch files, lazily: only selected columns are read.

    Args:
        paths: the batch files.
        name: a further column, with the name of the batch.
    """
    pages = pl.scan_parquet(list(paths), include_file_paths=name) if paths else pl.DataFrame(schema=_schema()).lazy()
    if name is None:
        return pages
    named = pl.col(name).str.extract(r"([^/\\]+)\.parquet$") if paths else pl.lit(None, pl.String).alias(name)
    return pages.with_columns(named)


def in_use(readings: pl.LazyFrame) -> pl.LazyFrame:
    """The parsed pages whose rows are in use: of every page one capture, of every article one page.

    Of several addresses of an article, the first with enough of the words of the longest is in use.

    Args:
        readings: all parsed pages, with the columns `PAGE` and `CHOICE`.
    """
    has_enough_words = pl.col("words") >= MIN_SHARE_OF_WORDS * pl.col("words").max().over("article_id")
    complete = captures_in_use(readings).filter(has_enough_words)
    return complete.sort(PAGE).unique("article_id", keep="first", maintain_order=True)


def captures_in_use(readings: pl.LazyFrame) -> pl.LazyFrame:
    """The capture in use of every page: the newest with enough of the words of the longest.

    Damaged captures count only where a page has no whole one, refused captures never. An accepted capture is in use in
    place of all older ones, and newer ones are compared with it: the rules of `sources.archive.capture_in_use`.

    Args:
        readings: all parsed pages, with the columns `PAGE` and `CHOICE`.
    """
    is_accepted = pl.col("decision").eq_missing("accept")
    is_damaged = pl.col("damage").is_not_null() & ~is_accepted
    compared = (
        readings.filter((pl.col("outcome") == "read") & pl.col("decision").ne_missing("refuse"))
        .filter(~is_damaged | is_damaged.all().over("page_key"))
        .with_columns(pl.concat_str("captured_at", "page_digest").alias("_time"))
    )
    accepted = (
        compared.filter(is_accepted)
        .sort("decision_number", "_time")
        .unique("page_key", keep="last", maintain_order=True)
        .select("page_key", _accepted="_time", _accepted_words="words", _accepted_at="decided_at")
    )
    is_later = pl.col("_time") > pl.col("_accepted")
    is_longer = pl.col("_accepted_words") < MIN_SHARE_OF_WORDS * pl.col("words")
    is_contested = (
        pl.col("_accepted").is_null()
        | (pl.col("_time") == pl.col("_accepted"))
        | (is_later & ((pl.col("captured_at") > pl.col("_accepted_at")) | is_longer))
    )
    has_enough_words = pl.col("words") >= MIN_SHARE_OF_WORDS * pl.col("words").max().over("page_key")
    return (
        compared.join(accepted, on="page_key", how="left")
        .filter(is_contested)
        .filter(has_enough_words)
        .sort(PAGE)
        .unique("page_key", keep="last", maintain_order=True)
        .drop("_time", "_accepted", "_accepted_words", "_accepted_at")
    )


def captures_passed_over(readings: pl.LazyFrame, chosen: pl.LazyFrame) -> pl.LazyFrame:
    """By page, the newest readable capture that is newer than the capture in use, and `longest`, the words of that.

    Args:
        readings: all parsed pages, with the columns `PAGE` and `CHOICE`.
        chosen: the captures in use.
    """
    good = readings.filter((pl.col("outcome") == "read") & pl.col("decision").ne_missing("refuse"))
    of_chosen = chosen.select("page_key", _captured_at="captured_at", _page_digest="page_digest", longest="words")
    time, chosen_time = pl.concat_str("captured_at", "page_digest"), pl.concat_str("_captured_at", "_page_digest")
    return (
        good.join(of_chosen, on="page_key")
        .filter(time > chosen_time)
        .sort(PAGE)
        .unique("page_key", keep="last", maintain_order=True)
        .drop("_captured_at", "_page_digest")
    )


def _schema() -> pl.Schema:
    nested = {table.name: pl.List(pl.Struct(dict(table.polars_schema()))) for table in _NESTED}
    return pl.Schema({**_COLUMNS, **nested})
