"""Reading and staging news: pages in batches of bounded size, each read once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import polars as pl

from assets.pipeline.captures import captures_of
from assets.pipeline.edition_result import EditionResult
from assets.pipeline.home import Home
from assets.pipeline.news_rows import read_news
from assets.pipeline.versions import reader_version
from sources.news.batches import Batch, batches_of
from sources.registry.families import NEWS
from warehouse.staging.area import EditionKey
from warehouse.staging.news_batches import PAGE, BatchFiles, in_use, scan_batches
from warehouse.tables import QUARANTINE, READ_FROM_NEWS

_IN_FLIGHT: Final = 4
"""BatchFiles handed to the workers at a time, so that a year's captures are never all in memory."""

_LINES: Final = 20
"""Pages set aside that a run names; the table `quarantine` names all."""


def stage_news(home: Home, key: EditionKey, note: Mapping[str, Any], workers: Executor | None = None) -> EditionResult:
    """Reads those batches of a year's news that have not been read yet, and notes what became of all its pages.

    Every batch is staged as soon as it is read: what is stopped goes on with the next batch.

    Args:
        home: the home.
        key: the year.
        note: what is noted of the edition beside what is read.
        workers: who reads; this process without them.
    """
    batches = home.staging.batches(key)
    readers = reader_version(NEWS).digest
    names: list[str] = []
    with home.archive() as archive:
        found = batches_of(captures_of(archive.index, key))
        _read_all(home, key, readers, _missing(batches, readers, found, names), workers)
    paths = [batches.path(name) for name in names]
    counts, quarantine = _account(paths)
    home.staging.write_edition(key, {QUARANTINE.name: quarantine}, {**note, "batches": names, "counts": counts})
    batches.remove_others(set(names))
    lines = [f"set aside ({reason}): {detail}" for reason, detail in quarantine.select("reason", "detail").iter_rows()]
    more = [f"set aside: {len(lines) - _LINES} more news pages; see the table quarantine"] if lines[_LINES:] else []
    return EditionResult(key, counts, lines[:_LINES] + more)


def _missing(staged: BatchFiles, readers: str, batches: Iterable[Batch], names: list[str]) -> Iterator[Batch]:
    """The batches that are not staged; the names of all are added to a list on the way."""
    for batch in batches:
        names.append(batch.name(readers))
        if not staged.path(names[-1]).exists():
            yield batch


def _read_all(home: Home, key: EditionKey, readers: str, batches: Iterator[Batch], workers: Executor | None) -> None:
    first = list(islice(batches, 2))
    if workers is None or len(first) < 2:
        for batch in chain(first, batches):
            stage_batch(home.folder, key, readers, batch)
        return
    flying: list[Future[None]] = []
    for batch in chain(first, batches):
        if len(flying) >= _IN_FLIGHT:
            flying.pop(0).result()
        flying.append(workers.submit(stage_batch, home.folder, key, readers, batch))
    for each in flying:
        each.result()


def stage_batch(home_folder: Path, key: EditionKey, readers: str, batch: Batch) -> None:
    """Reads one batch from the archive of a home and stages it under the name that the version of the readers gives."""
    home = Home(home_folder)
    readings = read_news(home.archive_folder, batch)
    home.staging.batches(key).write(batch.name(readers), readings)


def _account(paths: Sequence[Path]) -> tuple[dict[str, int], pl.DataFrame]:
    """Counts of a year, each page once, and its quarantine: of every page what was read last of it."""
    sizes = [pl.col(table.name).list.len().alias(table.name) for table in READ_FROM_NEWS]
    readings = scan_batches(paths).select(*PAGE, "outcome", "article_id", "words", *sizes, QUARANTINE.name)
    ordered = readings.with_columns((pl.col("outcome") == "read").alias("good")).sort("good", *PAGE)
    pages = ordered.unique("page_key", keep="last", maintain_order=True).sort("page_key").collect()
    used = in_use(pages.lazy()).collect()
    outcomes = Counter(pages["outcome"])
    counts = {
        "pages": pages.height,
        **{name: outcomes[name] for name in ("read", "quarantined", "irrelevant")},
        "words": int(used["words"].sum()),
        **{table.name: int(used[table.name].sum()) for table in READ_FROM_NEWS},
    }
    aside = pages.select(QUARANTINE.name).explode(QUARANTINE.name).drop_nulls().unnest(QUARANTINE.name)
    return counts, aside.select(QUARANTINE.columns).cast(QUARANTINE.polars_schema()).sort(QUARANTINE.key)
