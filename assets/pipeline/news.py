"""Reading and staging news: pages in units of bounded size, each read once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import polars as pl

from assets.pipeline.captures import captures_of
from assets.pipeline.home import Home
from assets.pipeline.news_rows import read_news
from assets.pipeline.staged_edition import StagedEdition
from assets.pipeline.versions import reading_version
from sources.news.edition import Unit, units_of
from sources.registry.families import NEWS
from warehouse.store.staging import EditionKey
from warehouse.store.units import PAGE, Units, in_use, scan_units
from warehouse.tables import QUARANTINE, READ_FROM_NEWS

_IN_FLIGHT: Final = 4
"""Units handed to the workers at a time, so that a year's captures are never all in memory."""

_LINES: Final = 20
"""Pages set aside that a run names; the table `quarantine` names all."""


def stage_news(home: Home, key: EditionKey, note: Mapping[str, Any], workers: Executor | None = None) -> StagedEdition:
    """Reads those units of a year's news that have not been read yet, and notes what became of all its pages.

    Every unit is staged as soon as it is read: what is stopped goes on with the next unit.

    Args:
        home: the home.
        key: the year.
        note: what is noted of the edition beside what is read.
        workers: who reads; this process without them.
    """
    units = home.staging.units(key)
    readers = reading_version(NEWS).digest
    names: list[str] = []
    with home.archive() as archive:
        found = units_of(captures_of(archive.index, key))
        _read_all(home, key, readers, _missing(units, readers, found, names), workers)
    paths = [units.path(name) for name in names]
    counts, quarantine = _account(paths)
    home.staging.put_edition(key, {QUARANTINE.name: quarantine}, {**note, "units": names, "counts": counts})
    units.keep_only(set(names))
    lines = [f"set aside ({reason}): {detail}" for reason, detail in quarantine.select("reason", "detail").iter_rows()]
    more = [f"set aside: {len(lines) - _LINES} more news pages; see the table quarantine"] if lines[_LINES:] else []
    return StagedEdition(key, counts, lines[:_LINES] + more)


def _missing(staged: Units, readers: str, units: Iterable[Unit], names: list[str]) -> Iterator[Unit]:
    """The units that are not staged; the names of all are added to a list on the way."""
    for unit in units:
        names.append(unit.name(readers))
        if not staged.path(names[-1]).exists():
            yield unit


def _read_all(home: Home, key: EditionKey, readers: str, units: Iterator[Unit], workers: Executor | None) -> None:
    first = list(islice(units, 2))
    if workers is None or len(first) < 2:
        for unit in chain(first, units):
            stage_unit(home.folder, key, readers, unit)
        return
    flying: list[Future[None]] = []
    for unit in chain(first, units):
        if len(flying) >= _IN_FLIGHT:
            flying.pop(0).result()
        flying.append(workers.submit(stage_unit, home.folder, key, readers, unit))
    for each in flying:
        each.result()


def stage_unit(home_folder: Path, key: EditionKey, readers: str, unit: Unit) -> None:
    """Reads one unit from the archive of a home and stages it under the name that the version of the readers gives."""
    home = Home(home_folder)
    readings = read_news(home.archive_folder, unit)
    home.staging.units(key).put(unit.name(readers), readings)


def _account(paths: Sequence[Path]) -> tuple[dict[str, int], pl.DataFrame]:
    """Counts of a year, each page once, and its quarantine: of every page what was read last of it."""
    sizes = [pl.col(table.name).list.len().alias(table.name) for table in READ_FROM_NEWS]
    readings = scan_units(paths).select(*PAGE, "outcome", "article_id", "words", *sizes, QUARANTINE.name)
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
