"""What is read of one edition of a report: rows by table, and what a person should know of its pages.

A pure function of captures: nothing here knows the index, Dagster or where rows are staged.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from sources.archive.stored import StoredCapture
from sources.rejected import RejectedRow
from sources.rows import Row
from sources.state_department.editions import Rows, read_edition
from sources.state_department.revision import Revision
from warehouse.quality.invalid_rows import find_invalid_rows
from warehouse.tables import PAGES, QUARANTINE, READ_FROM_PAGES, TIER_SIGHTINGS, Table
from warehouse.tables.vocabulary import TIERS, Reason

_OF_PAGES: Final = tuple(table for table in READ_FROM_PAGES if table not in (PAGES, QUARANTINE))
"""Tables whose rows are what pages say."""


@dataclass(frozen=True)
class EditionRows:
    """What is read of an edition.

    Attributes:
        frames: rows by table, of every table that is read from report pages.
        counts: numbers for the UI.
        pages: pages of the edition in the archive.
        lines: a line for every page that a person must know of.
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
        folder: of the page archive.
        captures: all captures of the edition, in order of page and time.
    """
    edition = read_edition(folder, captures)
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
    lines = [f"set aside ({row['reason']}): {row['detail']}" for row in rows["quarantine"] if row["table"] == "pages"]
    lines += [f"read all the same ({page['remark']}): {page['source_url']}" for page in pages if _misdeclared(page)]
    return EditionRows(
        frames={table.name: table.frame(rows[table.name]) for table in READ_FROM_PAGES},
        counts=counts,
        pages=len({capture.entry.page_key for capture in captures}),
        lines=lines,
        revisions=edition.revisions,
    )


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
        for item in find_invalid_rows(table, table.frame(rows[table.name])):
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
