"""What is read of the news pages of one batch: one reading a page, rows that break their table's rules set aside.

A pure function of captures: nothing here knows the index, Dagster or where readings are staged.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sources.news.batches import Batch, ParsedNewsPage, read_batch
from sources.news.syndication import signature
from sources.rejected import RejectedRow
from warehouse.quality.invalid_rows import find_invalid_rows
from warehouse.tables import NEWS_ARTICLES, QUARANTINE, READ_FROM_NEWS
from warehouse.tables.vocabulary import Reason

Row = dict[str, Any]


def read_news(folder: Path, batch: Batch) -> list[Row]:
    """Reads one batch.

    Args:
        folder: of the page archive.
        batch: the captures to read.

    Returns:
        One row a page, as `warehouse.staging.news_batches` keeps it.
    """
    readings = [_row_of(page) for page in read_batch(folder, batch)]
    _set_bad_rows_aside(readings)
    return readings


def _row_of(page: ParsedNewsPage) -> Row:
    """A reading as the batch file holds it."""
    reading = page.reading
    article = next(iter(reading.rows.get(NEWS_ARTICLES.name, [])), None)
    read = reading.outcome == "read" and article is not None
    return {
        "page_key": page.capture.entry.page_key,
        "captured_at": page.capture.entry.captured_at,
        "page_digest": page.capture.entry.digest,
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
        for bad in find_invalid_rows(table, table.frame(rows)):
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
