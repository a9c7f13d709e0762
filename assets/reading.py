"""Reading and staging one edition: the work behind the report assets, free of Dagster so that it can run in workers."""

import json
import os
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Final

from assets.home import Home
from assets.news_reading import news_inputs, stage_news
from sources.archive.index import Entry
from sources.fingerprint import reader_fingerprint
from sources.news.edition import NEWS
from sources.rejected import RejectedRow
from sources.rows import Row
from sources.state_department.editions import Rows, edition_entries, read_edition
from sources.state_department.revision import Revision
from warehouse.quality.validation import find_bad_rows
from warehouse.store.files import digest
from warehouse.store.staging import EditionKey
from warehouse.tables import PAGES, QUARANTINE, READ_FROM_PAGES, TIER_SIGHTINGS, Table
from warehouse.tables.vocabulary import TIERS, Reason

_WORKERS: Final = os.cpu_count() or 1
_FEW: Final = 40
"""So many pages are read sooner than workers are there."""

_OF_PAGES: Final = tuple(table for table in READ_FROM_PAGES if table not in (PAGES, QUARANTINE))
"""Tables whose rows are what pages say."""


@dataclass
class StagedEdition:
    """What became of an edition: counts for the UI, a line for every page that a person must know of, and one for every
    page whose text was changed after publication."""

    key: EditionKey
    counts: dict[str, int]
    lines: list[str] = field(default_factory=list)
    revisions: list[str] = field(default_factory=list)
    read_anew: bool = True


def stage_editions(home: Home, keys: Sequence[EditionKey]) -> Iterator[StagedEdition]:
    """Stages editions, reading only those of which captures or readers have changed.

    Editions of which the archive holds nothing are dropped from staging and left out here.
    """
    yield from _stage_news_of(home, [key for key in keys if key.family == NEWS])
    with home.archive() as archive:
        entries = {key: edition_entries(archive, key.family, key.year) for key in keys if key.family != NEWS}
    changed = []
    for key, held in entries.items():
        note = home.staging.edition(key)
        if not held:
            home.staging.drop_edition(key)
        elif note is not None and note["inputs"] == _inputs(held):
            yield StagedEdition(key, note["counts"], revisions=revision_lines(note), read_anew=False)
        else:
            changed.append(key)
    if len(changed) < 2 or sum(len(entries[key]) for key in changed) <= _FEW:
        yield from (stage_edition(home.folder, key) for key in changed)
        return
    yield from _workers().map(stage_edition, [home.folder] * len(changed), changed)


def _stage_news_of(home: Home, keys: Sequence[EditionKey]) -> Iterator[StagedEdition]:
    for key in keys:
        inputs = news_inputs(home, key)
        note = home.staging.edition(key)
        if inputs is None:
            home.staging.drop_edition(key)
        elif note is not None and note["inputs"] == inputs:
            yield StagedEdition(key, note["counts"], read_anew=False)
        else:
            yield _stage_news(home, key, inputs, _workers())


def warm_up() -> None:
    """Starts the workers, so that they are ready when there is something to read."""
    pool = _workers()
    for _ in range(_WORKERS):
        pool.submit(reader_fingerprint)


@cache
def _workers() -> ProcessPoolExecutor:
    # Started anew rather than forked: Dagster and Polars have threads, which a fork would cut off.
    return ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn"), initializer=end_with_parent)


def end_workers() -> None:
    """Ends the workers: the steps after reading have better use for their memory."""
    if _workers.cache_info().currsize:
        _workers().shutdown()
        _workers.cache_clear()


def end_with_parent() -> None:
    """Lets this worker end when the process that started it is killed; by itself it would wait for work for ever."""
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def stage_edition(folder: Path, key: EditionKey) -> StagedEdition:
    """Reads one edition from the archive of a home and stages its rows."""
    home = Home(folder)
    return _stage_news(home, key, news_inputs(home, key) or "") if key.family == NEWS else _stage_report(home, key)


def _stage_news(home: Home, key: EditionKey, inputs: str, workers: ProcessPoolExecutor | None = None) -> StagedEdition:
    """Reads the news of one year and stages its rows."""
    counts, lines = stage_news(home, key, inputs, workers)
    return StagedEdition(key, counts, lines)


def _stage_report(home: Home, key: EditionKey) -> StagedEdition:
    """Reads one edition of a report and stages its rows."""
    with home.archive() as archive:
        entries = edition_entries(archive, key.family, key.year)
        edition = read_edition(archive, key.family, key.year)
    rows = edition.rows
    set_bad_rows_aside(rows, _OF_PAGES)
    pages = rows[PAGES.name]
    counts = {
        "pages": len(pages),
        "quarantined": sum(page["outcome"] == "quarantined" for page in pages),
        "words": sum(page["words"] for page in pages if page["outcome"] == "read"),
        **{table.name: len(rows[table.name]) for table in _OF_PAGES},
        "revised": len(edition.revisions),
        **_tiers_listed(rows),
    }
    frames = {table.name: table.frame(rows[table.name]) for table in READ_FROM_PAGES}
    note = {
        "inputs": _inputs(entries),
        "pages_in_archive": len({entry.page_key for entry in entries}),
        "counts": counts,
        "revisions": [vars(revision) for revision in edition.revisions],
    }
    home.staging.put_edition(key, frames, note)
    lines = [f"set aside ({row['reason']}): {row['detail']}" for row in rows["quarantine"] if row["table"] == "pages"]
    lines += [f"read all the same ({page['remark']}): {page['source_url']}" for page in pages if _misdeclared(page)]
    return StagedEdition(key, counts, lines, revision_lines(note))


def revision_lines(note: Mapping[str, Any]) -> list[str]:
    """A line for every page of a staged edition whose text was changed after publication."""
    return [Revision(**revision).line for revision in note.get("revisions", ())]


def _tiers_listed(rows: Rows) -> dict[str, int]:
    """Countries by tier on the edition's list, for the plots over editions; nothing where no list is held."""
    listed = Counter(row["tier"] for row in rows[TIER_SIGHTINGS.name] if row["place"] == "placement_list")
    return {f"on_tier_{tier}": listed[tier] for tier in TIERS if listed}


def _misdeclared(page: Row) -> bool:
    """Whether a page was read in another encoding than it declares."""
    return page["outcome"] == "read" and bool(page["encoding_guessed"])


def set_bad_rows_aside(rows: Rows, tables: Sequence[Table]) -> None:
    """Moves rows that break their table's rules to quarantine, and marks the page they came from.

    The whole page goes with them: a report with a hole in it is worse than one that is missing with a reason.
    """
    reasons: dict[str, str] = {}
    for table in tables:
        for item in find_bad_rows(table, table.frame(rows[table.name])):
            url = str(item.row["source_url"])
            reasons.setdefault(url, f"{table.name} breaks {', '.join(item.rules)}: {url}")
    if not reasons:
        return
    bad_pages = {}
    for page in rows.get(PAGES.name, []):
        if (detail := reasons.get(page["source_url"])) and page["outcome"] == "read":
            bad_pages[page["source_url"]] = page
            page.update(outcome="quarantined", problem=Reason.INVALID_ROWS.value)
            rows[QUARANTINE.name].append(_quarantine_row(page, PAGES.name, page["page_digest"], detail))
    for table in tables:
        dropped = [row for row in rows[table.name] if row["source_url"] in reasons]
        rows[table.name] = [row for row in rows[table.name] if row["source_url"] not in reasons]
        rows[QUARANTINE.name].extend(
            _quarantine_row(
                bad_pages.get(row["source_url"], {"source_url": row["source_url"], "family": None, "year": None}),
                table.name,
                json.dumps(row, ensure_ascii=False, default=str),
                reasons[row["source_url"]],
            )
            for row in dropped
        )


def _quarantine_row(page: Row, table: str, record: str, detail: str) -> Row:
    url, family, year = page["source_url"], page["family"], page["year"]
    return RejectedRow(table, url, Reason.INVALID_ROWS, record, detail, family, year).row


def _inputs(entries: Sequence[Entry]) -> str:
    """Digest of what an edition is made from: its captures and the code that reads them."""
    return digest("\n".join([reader_fingerprint(), *(str(entry) for entry in entries)]).encode())
