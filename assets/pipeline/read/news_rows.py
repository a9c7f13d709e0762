"""The rows read from the news pages of batches; pages with rows that break a rule go to quarantine.

A pure function of captures: it does not use the index, Dagster or the staging area.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl

from sources.archive.stored import StoredCapture
from sources.news.batches import Batch, ParsedNewsPage, read_batch
from sources.news.syndication import signature
from sources.rejected import RejectedRow
from warehouse.quality.invalid_rows import find_invalid_rows
from warehouse.staging.files import digest
from warehouse.tables import NEWS_ARTICLES, QUARANTINE, READ_FROM_NEWS, Table
from warehouse.tables.vocabulary import Reason

Row = dict[str, Any]


def read_news(folder: Path, batches: Sequence[Batch]) -> list[list[Row]]:
    """Reads batches.

    Args:
        folder: the folder of the page archive.
        batches: the captures to read.

    Returns:
        By batch, one row per capture, as `warehouse.staging.news_batches` stores it.
    """
    read = [[_page_row(page) for page in read_batch(folder, batch)] for batch in batches]
    # One look at all rows is enough where none is wrong: for a batch of a few pages it takes longer than to read them.
    if any(find_invalid_rows(table, _rows_of(table, chain.from_iterable(read))) for table in READ_FROM_NEWS):
        for pages in read:
            _quarantine_invalid_rows(pages)
    return [[{**page, "content": _content(page)} for page in pages] for pages in read]


def _rows_of(table: Table, pages: Iterable[Row]) -> pl.DataFrame:
    return table.frame([row for page in pages for row in page[table.name]])


def _page_row(page: ParsedNewsPage) -> Row:
    """A parsed page as a row of the batch file."""
    parsed = page.parsed
    article = next(iter(parsed.rows.get(NEWS_ARTICLES.name, [])), None)
    is_read = parsed.outcome == "read" and article is not None
    return {
        "page_key": page.capture.entry.page_key,
        "captured_at": page.capture.entry.captured_at,
        "page_digest": page.capture.entry.digest,
        "damage": page.capture.entry.damage,
        **_decision_columns(page.capture),
        "outcome": parsed.outcome,
        "article_id": article["article_id"] if article else None,
        "published": article["published"] if article else None,
        "words": article["words"] if article else 0,
        "signature": signature(parsed.text) if is_read else b"",
        "text": parsed.text if is_read else None,
        **{table.name: parsed.rows.get(table.name, []) for table in READ_FROM_NEWS},
        QUARANTINE.name: parsed.quarantine,
    }


def _content(page: Row) -> str:
    """The digest of the text and the rows of a page: with the same content, it gives the same rows of every table."""
    rows = [page[table.name] for table in READ_FROM_NEWS]
    return digest(json.dumps([page["text"], *rows], default=str).encode())


def _decision_columns(capture: StoredCapture) -> Row:
    decision = capture.decision
    if decision is None:
        return {"decision": None, "decision_number": None, "decided_at": None}
    return {
        "decision": decision.kind.value,
        "decision_number": decision.number,
        "decided_at": decision.decided_at,
    }


def _quarantine_invalid_rows(pages: Sequence[Row]) -> None:
    """Moves pages with a row that breaks a rule to quarantine, with all their rows."""
    reasons: dict[str, str] = {}
    for table in READ_FROM_NEWS:
        for bad in find_invalid_rows(table, _rows_of(table, pages)):
            reasons.setdefault(str(bad.row["article_id"]), f"{table.name} breaks {', '.join(bad.rules)}")
    for page in pages:
        if page["article_id"] not in reasons or page["outcome"] != "read":
            continue
        url = page[NEWS_ARTICLES.name][0]["source_url"]
        detail = f"{reasons[page['article_id']]}: {url}"
        records = [(NEWS_ARTICLES.name, page["page_digest"])]
        records += [
            (table.name, json.dumps(row, ensure_ascii=False, default=str))
            for table in READ_FROM_NEWS
            for row in page[table.name]
        ]
        rejected_rows = [RejectedRow(table, url, Reason.INVALID_ROWS, record, detail) for table, record in records]
        page[QUARANTINE.name] = [rejected.row for rejected in rejected_rows]
        page |= {"outcome": "quarantined", "article_id": None, "text": None, "signature": b"", "words": 0}
        for table in READ_FROM_NEWS:
            page[table.name] = []
