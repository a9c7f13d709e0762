"""Reading and staging news: pages in units of bounded size, each read once, and what is in use of all of them.

Free of Dagster, so that units can be read in workers.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import polars as pl

from assets.home import Home
from sources.fingerprint import news_fingerprint
from sources.news.edition import NEWS, NO_YEAR, PageReading, Unit, read_unit, units_of
from sources.news.syndication import Copy, originals, signature
from sources.rejected import RejectedRow
from warehouse.quality.validation import find_bad_rows
from warehouse.store.files import digest, write_file
from warehouse.store.staging import EditionKey, Staging
from warehouse.store.units import PAGE, in_use, scan_units
from warehouse.tables import NEWS_ARTICLES, QUARANTINE, READ_FROM_NEWS
from warehouse.tables.vocabulary import Reason

_IN_FLIGHT: Final = 4
"""Units handed to the workers at a time, so that a year's captures are never all in memory."""

_LINES: Final = 20
"""Pages set aside that a run names; the table `quarantine` names all."""

Row = dict[str, Any]


def news_inputs(home: Home, key: EditionKey) -> str | None:
    """Digest of what the news of one year is made from: its captures and the code that reads them; None where the
    archive holds none."""
    hashed = hashlib.sha256(news_fingerprint().encode())
    held = False
    with home.archive() as archive:
        for entry in archive.index.by_day(NEWS, key.year or NO_YEAR):
            held = True
            hashed.update(f"\n{entry}".encode("utf-8", "surrogatepass"))
    return hashed.hexdigest() if held else None


def stage_news(home: Home, key: EditionKey, inputs: str, workers: Executor | None = None) -> tuple[Row, list[str]]:
    """Reads those units of a year's news that have not been read yet, and notes what became of all its pages.

    Every unit is staged as soon as it is read: what is stopped goes on with the next unit.

    Args:
        home: the home.
        key: the year.
        inputs: what `news_inputs` says.
        workers: who reads; this process without them.

    Returns:
        Counts for the UI, and a line for each of the first pages set aside.
    """
    units = home.staging.units(key)
    names: list[str] = []
    with home.archive() as archive:
        missing = _missing(home, key, units_of(archive.index.by_day(NEWS, key.year or NO_YEAR)), names)
        _read_all(home, key, missing, workers)
    paths = [units.path(name) for name in names]
    counts, quarantine = _account(paths)
    frames = {QUARANTINE.name: quarantine}
    home.staging.put_edition(key, frames, {"inputs": inputs, "units": names, "counts": counts})
    units.keep_only(set(names))
    lines = [f"set aside ({reason}): {detail}" for reason, detail in quarantine.select("reason", "detail").iter_rows()]
    more = [f"set aside: {len(lines) - _LINES} more news pages; see the table quarantine"] if lines[_LINES:] else []
    return counts, lines[:_LINES] + more


def _missing(home: Home, key: EditionKey, units: Iterable[Unit], names: list[str]) -> Iterator[Unit]:
    """The units that are not staged; the names of all are added to a list on the way."""
    staged = home.staging.units(key)
    readers = news_fingerprint()
    for unit in units:
        names.append(unit.name(readers))
        if not staged.path(names[-1]).exists():
            yield unit


def _read_all(home: Home, key: EditionKey, units: Iterator[Unit], workers: Executor | None) -> None:
    first = list(islice(units, 2))
    if workers is None or len(first) < 2:
        for unit in chain(first, units):
            stage_unit(home.folder, key, unit)
        return
    flying: list[Future[None]] = []
    for unit in chain(first, units):
        if len(flying) >= _IN_FLIGHT:
            flying.pop(0).result()
        flying.append(workers.submit(stage_unit, home.folder, key, unit))
    for each in flying:
        each.result()


def stage_unit(folder: Path, key: EditionKey, unit: Unit) -> None:
    """Reads one unit from the archive of a home and stages it."""
    home = Home(folder)
    with home.archive() as archive:
        readings = [_staged(reading) for reading in read_unit(archive, unit)]
    _set_bad_rows_aside(readings)
    home.staging.units(key).put(unit.name(news_fingerprint()), readings)


def _staged(page: PageReading) -> Row:
    """A reading as the unit file holds it."""
    reading = page.reading
    article = next(iter(reading.rows.get(NEWS_ARTICLES.name, [])), None)
    read = reading.outcome == "read" and article is not None
    return {
        "page_key": page.entry.page_key,
        "captured_at": page.entry.captured_at,
        "page_digest": page.entry.digest,
        "outcome": reading.outcome,
        "article_id": article["article_id"] if article else None,
        "published": article["published"] if article else None,
        "words": article["words"] if article else 0,
        "signature": signature(reading.text) if read else b"",
        "text": reading.text if read else None,
        **{table.name: reading.rows.get(table.name, []) for table in READ_FROM_NEWS},
        QUARANTINE.name: reading.quarantine,
    }


def _set_bad_rows_aside(readings: Sequence[Row]) -> None:
    """Sets whole pages aside of which a row breaks its table's rules, with all their rows."""
    reasons: dict[str, str] = {}
    for table in READ_FROM_NEWS:
        rows = [row for reading in readings for row in reading[table.name]]
        for bad in find_bad_rows(table, table.frame(rows)):
            reasons.setdefault(str(bad.row["article_id"]), f"{table.name} breaks {', '.join(bad.rules)}")
    for reading in readings:
        if reading["article_id"] not in reasons or reading["outcome"] != "read":
            continue
        url = reading[NEWS_ARTICLES.name][0]["source_url"]
        detail = f"{reasons[reading['article_id']]}: {url}"
        records = [(NEWS_ARTICLES.name, reading["page_digest"])]
        records += [
            (table.name, json.dumps(row, ensure_ascii=False, default=str))
            for table in READ_FROM_NEWS
            for row in reading[table.name]
        ]
        aside = [RejectedRow(table, url, Reason.INVALID_ROWS, record, detail) for table, record in records]
        reading[QUARANTINE.name] = [rejected.row for rejected in aside]
        reading |= {"outcome": "quarantined", "article_id": None, "text": None, "signature": b"", "words": 0}
        for table in READ_FROM_NEWS:
            reading[table.name] = []


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


def units_staged(staging: Staging) -> dict[str, list[Path]]:
    """The unit files of all news, by year."""
    return {
        str(key.year): [staging.units(key).path(name) for name in (staging.edition(key) or {})["units"]]
        for key in staging.editions()
        if key.family == NEWS
    }


def made_from_units(staging: Staging) -> dict[str, str]:
    """Digest of the units of each year: what the tables of news are made from."""
    return {
        year: digest("\n".join(path.stem for path in paths).encode()) for year, paths in units_staged(staging).items()
    }


def readings_in_use(staging: Staging) -> pl.DataFrame:
    """The readings in use of all news, with the original of each article: by `PAGE`, columns `article_id` and
    `original_id`.

    Made once for the same units; pages and copies are compared over all years.
    """
    name = digest(json.dumps(made_from_units(staging), sort_keys=True).encode())[:24]
    folder = staging.folder / "in_use"
    path = folder / f"{name}.arrow"
    if not path.exists():
        paths = [path for of_year in units_staged(staging).values() for path in of_year]
        narrow = scan_units(paths).select(*PAGE, "outcome", "article_id", "published", "signature")
        used = in_use(narrow).collect()
        copies = [Copy(*row) for row in used.select("article_id", "published", "signature").iter_rows()]
        found = originals(copies)
        used = used.select(*PAGE, "article_id").with_columns(
            pl.Series("original_id", [found[article] for article in used["article_id"]], dtype=pl.String)
        )
        for old in folder.glob("*.arrow"):
            old.unlink()
        write_file(path, used.write_ipc(None).getvalue())
    return pl.read_ipc(path)
