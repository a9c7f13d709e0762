"""Reads and stages news in batches of limited size; each batch is read once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import polars as pl

from assets.pipeline.home.home import Home
from assets.pipeline.plan.versions import reader_version
from assets.pipeline.read.captures import captures_of
from assets.pipeline.read.edition_result import EditionResult
from assets.pipeline.read.news_rows import read_news
from sources.news.batches import Batch, batches_of
from sources.registry.families import NEWS
from warehouse.staging.area import EditionKey
from warehouse.staging.news_batches import PAGE, BatchFiles, in_use, scan_batches
from warehouse.tables import QUARANTINE, READ_FROM_NEWS

_PENDING_BATCHES: Final = 4
"""The most batches that wait for workers, so that the captures of a year are never all in memory."""

_LINES_SHOWN: Final = 20
"""The most rejected pages that a run names; the table `quarantine` holds all."""


def stage_news(
    home: Home, key: EditionKey, source: Mapping[str, Any], workers: Executor | None = None
) -> EditionResult:
    """Reads the batches of a year's news that are not staged yet, and records the outcome of all its pages.

    Each batch is staged as soon as it is read, so an interrupted run continues with the next batch.

    Args:
        home: the home.
        key: the year.
        source: metadata of its input: the digest of the captures and the version of the reader.
        workers: the processes that read; None to read in this process.
    """
    batches = home.staging.batches(key)
    version = reader_version(NEWS).digest
    names: list[str] = []
    with home.archive() as archive:
        all_batches = batches_of(captures_of(archive.index, key))
        _read_all(home, key, version, _unstaged_batches(batches, version, all_batches, names), workers)
    paths = [batches.path(name) for name in names]
    counts, quarantine = _outcomes(paths)
    home.staging.write_edition(key, {QUARANTINE.name: quarantine}, {**source, "batches": names, "counts": counts})
    batches.remove_others(set(names))
    lines = [f"rejected ({reason}): {detail}" for reason, detail in quarantine.select("reason", "detail").iter_rows()]
    if len(lines) > _LINES_SHOWN:
        more = f"rejected: {len(lines) - _LINES_SHOWN} more news pages; see the table quarantine"
        lines = [*lines[:_LINES_SHOWN], more]
    return EditionResult(key, counts, lines)


def _unstaged_batches(staged: BatchFiles, version: str, batches: Iterable[Batch], names: list[str]) -> Iterator[Batch]:
    """The batches that are not staged; appends the names of all batches to `names`."""
    for batch in batches:
        names.append(batch.name(version))
        if not staged.path(names[-1]).exists():
            yield batch


def _read_all(home: Home, key: EditionKey, version: str, batches: Iterator[Batch], workers: Executor | None) -> None:
    first = list(islice(batches, 2))
    if workers is None or len(first) < 2:
        for batch in chain(first, batches):
            stage_batch(home.folder, key, version, batch)
        return
    pending: list[Future[None]] = []
    for batch in chain(first, batches):
        if len(pending) >= _PENDING_BATCHES:
            pending.pop(0).result()
        pending.append(workers.submit(stage_batch, home.folder, key, version, batch))
    for future in pending:
        future.result()


def stage_batch(home_folder: Path, key: EditionKey, version: str, batch: Batch) -> None:
    """Reads one batch from the archive of a home and stages it; its file name depends on the version of the reader."""
    home = Home(home_folder)
    rows = read_news(home.archive_folder, batch)
    home.staging.batches(key).write(batch.name(version), rows)


def _outcomes(paths: Sequence[Path]) -> tuple[dict[str, int], pl.DataFrame]:
    """The counts of a year and its rejected rows; each page counts once, with the last capture that was read."""
    sizes = [pl.col(table.name).list.len().alias(table.name) for table in READ_FROM_NEWS]
    pages_read = scan_batches(paths).select(*PAGE, "outcome", "article_id", "words", *sizes, QUARANTINE.name)
    ordered = pages_read.with_columns((pl.col("outcome") == "read").alias("good")).sort("good", *PAGE)
    pages = ordered.unique("page_key", keep="last", maintain_order=True).sort("page_key").collect()
    used = in_use(pages.lazy()).collect()
    outcomes = Counter(pages["outcome"])
    counts = {
        "pages": pages.height,
        **{name: outcomes[name] for name in ("read", "quarantined", "irrelevant")},
        "words": int(used["words"].sum()),
        **{table.name: int(used[table.name].sum()) for table in READ_FROM_NEWS},
    }
    rejected = pages.select(QUARANTINE.name).explode(QUARANTINE.name).drop_nulls().unnest(QUARANTINE.name)
    return counts, rejected.select(QUARANTINE.columns).cast(QUARANTINE.polars_schema()).sort(QUARANTINE.key)
