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
from sources.rejected import RejectedRow
from warehouse.derived.rejected_rows import one_row_per_reason
from warehouse.staging.area import EditionKey
from warehouse.staging.news_batches import (
    CHOICE,
    PAGE,
    BatchFiles,
    captures_in_use,
    captures_passed_over,
    in_use,
    scan_batches,
)
from warehouse.tables import NEWS_ARTICLES, QUARANTINE, READ_FROM_NEWS
from warehouse.tables.vocabulary import Reason

_PENDING_TASKS: Final = 4
"""The most tasks that wait for workers, so that the captures of a year are never all in memory."""

_TASK_CAPTURES: Final = 20
"""Captures of a task of several small batches. Larger batches are a task of their own."""

_LINES_SHOWN: Final = 20
"""The most rejected pages that a run names; the table `quarantine` holds all."""


def stage_news(
    home: Home, key: EditionKey, source: Mapping[str, Any], workers: Executor | None = None
) -> EditionResult:
    """Reads the batches of a year's news that are not staged yet, and records the outcome of all its pages.

    Batches are staged as soon as they are read, so an interrupted run continues with the next ones.

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
    tasks = _tasks(batches)
    first = list(islice(tasks, 2))
    if workers is None or len(first) < 2:
        for task in chain(first, tasks):
            stage_batches(home.folder, key, version, task)
        return
    pending: list[Future[None]] = []
    for task in chain(first, tasks):
        if len(pending) >= _PENDING_TASKS:
            pending.pop(0).result()
        pending.append(workers.submit(stage_batches, home.folder, key, version, task))
    for future in pending:
        future.result()


def _tasks(batches: Iterable[Batch]) -> Iterator[list[Batch]]:
    """Consecutive batches that are read together."""
    task: list[Batch] = []
    for batch in batches:
        task.append(batch)
        if sum(len(each.captures) for each in task) >= _TASK_CAPTURES:
            yield task
            task = []
    if task:
        yield task


def stage_batches(home_folder: Path, key: EditionKey, version: str, batches: Sequence[Batch]) -> None:
    """Reads batches from the archive of a home and stages each; its file name depends on the version of the reader."""
    home = Home(home_folder)
    for task in _tasks(batches):  # so that the rows of many large batches are never all in memory
        for batch, rows in zip(task, read_news(home.archive_folder, task), strict=True):
            home.staging.batches(key).write(batch.name(version), rows)


def _outcomes(paths: Sequence[Path]) -> tuple[dict[str, int], pl.DataFrame]:
    """The counts of a year and its rejected rows; each page counts once, with its capture in use."""
    sizes = [pl.col(table.name).list.len().alias(table.name) for table in READ_FROM_NEWS]
    url = pl.col(NEWS_ARTICLES.name).list.first().struct.field("source_url").alias("url")
    readings = scan_batches(paths).select(*PAGE, *CHOICE, url, *sizes, QUARANTINE.name).collect()
    chosen = captures_in_use(readings.lazy()).collect()
    others = (
        readings.join(chosen, on="page_key", how="anti")
        .with_columns((pl.col("outcome") == "read").alias("is_refused"))
        .sort(~pl.col("is_refused"), *PAGE)
        .unique("page_key", keep="last", maintain_order=True)
    )
    refused = others.filter("is_refused")
    pages = pl.concat([chosen, others.filter(~pl.col("is_refused")).drop("is_refused")])
    used = in_use(chosen.lazy()).collect()
    outcomes = Counter(pages["outcome"])
    counts = {
        "pages": pages.height + refused.height,
        "read": outcomes["read"],
        "quarantined": outcomes["quarantined"] + refused.height,
        "irrelevant": outcomes["irrelevant"],
        "words": int(used["words"].sum()),
        **{table.name: int(used[table.name].sum()) for table in READ_FROM_NEWS},
    }
    rejected = pages.select(QUARANTINE.name).explode(QUARANTINE.name).drop_nulls().unnest(QUARANTINE.name)
    rows = rejected.select(QUARANTINE.columns).cast(QUARANTINE.polars_schema())
    passed_over = captures_passed_over(readings.lazy(), chosen.lazy()).collect()
    doubted = [*_refused_pages(refused), *_rejected_captures(passed_over), *_damaged_in_use(chosen)]
    return counts, one_row_per_reason(pl.concat([rows, QUARANTINE.frame([each.row for each in doubted])]))


def _refused_pages(refused: pl.DataFrame) -> Iterator[RejectedRow]:
    for page in refused.iter_rows(named=True):
        detail = f"a person refused every capture of the page that can be read: {page['url']}"
        yield _rejected_capture(page, Reason.REFUSED, detail)


def _rejected_captures(passed_over: pl.DataFrame) -> Iterator[RejectedRow]:
    """A rejected row for the newest capture of a page that is not in use."""
    for page in passed_over.iter_rows(named=True):
        reason = Reason.INCOMPLETE if page["damage"] is None else Reason.TRUNCATED
        why = page["damage"] or f"it has {page['words']:,} words, and the capture in use has {page['longest']:,}"
        detail = f"the capture of {page['captured_at']} is {reason}: {why}: {page['url']}"
        yield _rejected_capture(page, reason, detail)


def _damaged_in_use(chosen: pl.DataFrame) -> Iterator[RejectedRow]:
    is_damaged = pl.col("damage").is_not_null() & pl.col("decision").ne_missing("accept")
    for page in chosen.filter(is_damaged).iter_rows(named=True):
        why = f"{page['damage']}; it is in use, because the archive has no whole capture"
        detail = f"the capture of {page['captured_at']} is {Reason.TRUNCATED}: {why}: {page['url']}"
        yield _rejected_capture(page, Reason.TRUNCATED, detail)


def _rejected_capture(page: Mapping[str, Any], reason: Reason, detail: str) -> RejectedRow:
    return RejectedRow(NEWS_ARTICLES.name, page["url"], reason, page["page_digest"], detail)
