"""The rows read from one edition of a report, by table, with warnings about its pages.

A pure function of captures: it does not use the index, Dagster or the staging area.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from sources.archive.stored import StoredCapture
from sources.rejected import RejectedRow
from sources.rows import Row
from sources.state_department.editions import Edition, ReadCapture, Rows, page_reader, read_edition
from sources.state_department.pages import ParsedPage, without_rows
from sources.state_department.revision import Revision
from warehouse.derived.rejected_rows import one_row_per_reason
from warehouse.quality.invalid_rows import find_invalid_rows
from warehouse.tables import PAGES, QUARANTINE, READ_FROM_PAGES, TIER_SIGHTINGS, Table
from warehouse.tables.vocabulary import TIERS, Reason

_CONTENT_TABLES: Final = tuple(table for table in READ_FROM_PAGES if table not in (PAGES, QUARANTINE))
"""The tables that hold the content of pages."""


Frames = dict[str, pl.DataFrame]
"""Frames by table."""


@dataclass(frozen=True)
class EditionRows:
    """The rows of an edition.

    Attributes:
        frames: the rows of every table that is read from report pages, by table.
        counts: numbers for the UI.
        pages: the number of archived pages of the edition.
        lines: a warning for every page that needs attention.
        revisions: pages whose text was changed after publication.
    """

    frames: dict[str, pl.DataFrame]
    counts: dict[str, int]
    pages: int
    lines: list[str] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)


def read_report(folder: Path, captures: Sequence[StoredCapture]) -> EditionRows:
    """Reads one edition.

    Args:
        folder: the folder of the page archive.
        captures: all captures of the edition, in order of page and time.
    """
    edition, frames = _read_with_valid_rows(captures, page_reader(folder))
    rows = edition.rows
    pages = rows[PAGES.name]
    counts = {
        "pages": len(pages),
        "quarantined": sum(page["outcome"] == "quarantined" for page in pages),
        "words": sum(page["words"] for page in pages if page["outcome"] == "read"),
        **{table.name: len(rows[table.name]) for table in _CONTENT_TABLES},
        "revised": len(edition.revisions),
        **_list_counts(rows),
    }
    lines = [f"rejected ({row['reason']}): {row['detail']}" for row in rows["quarantine"] if row["table"] == "pages"]
    lines += [
        f"read in another encoding ({page['remark']}): {page['source_url']}"
        for page in pages
        if _has_guessed_encoding(page)
    ]
    lines += [
        f"{page['replaced_characters']} characters are not readable and were replaced: {page['source_url']}"
        for page in pages
        if page["outcome"] == "read" and page["replaced_characters"]
    ]
    rejected = pl.DataFrame(rows[QUARANTINE.name], schema=QUARANTINE.polars_schema(), orient="row")
    return EditionRows(
        frames={**frames, PAGES.name: PAGES.frame(pages), QUARANTINE.name: one_row_per_reason(rejected)},
        counts=counts,
        pages=len({capture.entry.page_key for capture in captures}),
        lines=lines,
        revisions=edition.revisions,
    )


def _read_with_valid_rows(captures: Sequence[StoredCapture], read: ReadCapture) -> tuple[Edition, Frames]:
    """An edition, and the frames of its content tables, in which all rows obey the rules of their tables.

    An older capture is in use where a row of a newer one breaks a rule; without an older one, the page is quarantined.
    """
    pages_by_digest: dict[str, set[str]] = {}
    for capture in captures:
        pages_by_digest.setdefault(capture.entry.page_key, set()).add(capture.entry.digest)
    changed = {digest for digests in pages_by_digest.values() if len(digests) > 1 for digest in digests}
    invalid: dict[str, str] = {}

    def read_valid(capture: StoredCapture) -> ParsedPage:
        parsed, digest = read(capture), capture.entry.digest
        return without_rows(parsed, Reason.INVALID_ROWS, invalid[digest]) if digest in invalid else parsed

    while True:
        edition = read_edition(captures, read_valid)
        frames = _frames(edition.rows, _CONTENT_TABLES)
        details = _invalid_pages(frames, _CONTENT_TABLES)
        found = {
            page["page_digest"]: details[page["source_url"]]
            for page in edition.rows[PAGES.name]
            if page["source_url"] in details and page["page_digest"] in changed - invalid.keys()
        }
        if not found:
            break
        invalid |= found
    if details:
        _quarantine_pages(edition.rows, _CONTENT_TABLES, details)
        frames = _frames(edition.rows, _CONTENT_TABLES)
    return edition, frames


def _frames(rows: Rows, tables: Sequence[Table]) -> Frames:
    return {table.name: table.frame(rows[table.name]) for table in tables}


def _list_counts(rows: Rows) -> dict[str, int]:
    """Countries by tier on the list of the edition, for plots over editions; empty if there is no list."""
    listed = Counter(row["tier"] for row in rows[TIER_SIGHTINGS.name] if row["place"] == "placement_list")
    return {f"on_tier_{tier}": listed[tier] for tier in TIERS if listed}


def _has_guessed_encoding(page: Row) -> bool:
    """Whether a page was read in another encoding than it declares."""
    return page["outcome"] == "read" and bool(page["encoding_guessed"])


def _invalid_pages(frames: Frames, tables: Sequence[Table]) -> dict[str, str]:
    """By address of a page with a row that breaks a rule of its table, the first such table and the rules."""
    reasons: dict[str, str] = {}
    for table in tables:
        if frames[table.name].is_empty():  # an edition has rows of few tables
            continue
        for bad in find_invalid_rows(table, frames[table.name]):
            url = str(bad.row["source_url"])
            reasons.setdefault(url, f"{table.name} breaks {', '.join(bad.rules)}: {url}")
    return reasons


def quarantine_invalid_rows(rows: Rows, tables: Sequence[Table]) -> None:
    """Moves rows that break a rule of their table to quarantine, with all rows of their page.

    A report without some of its rows would be wrong without notice; a missing report has a reason in quarantine.
    """
    _quarantine_pages(rows, tables, _invalid_pages(_frames(rows, tables), tables))


def _quarantine_pages(rows: Rows, tables: Sequence[Table], reasons: Mapping[str, str]) -> None:
    """Moves all rows of pages to quarantine, given the reasons by address."""
    bad_pages = {}
    for page in rows.get(PAGES.name, []):
        if (detail := reasons.get(page["source_url"])) and page["outcome"] == "read":
            bad_pages[page["source_url"]] = page
            page.update(outcome="quarantined", problem=Reason.INVALID_ROWS.value)
            rows[QUARANTINE.name].append(_quarantine_row(page, PAGES.name, page["page_digest"], detail))
    for table in tables:
        rejected = [row for row in rows[table.name] if row["source_url"] in reasons]
        rows[table.name] = [row for row in rows[table.name] if row["source_url"] not in reasons]
        rows[QUARANTINE.name].extend(
            _quarantine_row(
                bad_pages.get(row["source_url"], {"source_url": row["source_url"], "family": None, "year": None}),
                table.name,
                json.dumps(row, ensure_ascii=False, default=str),
                reasons[row["source_url"]],
            )
            for row in rejected
        )


def _quarantine_row(page: Row, table: str, record: str, detail: str) -> Row:
    url, family, year = page["source_url"], page["family"], page["year"]
    return RejectedRow(table, url, Reason.INVALID_ROWS, record, detail, family, year).row
