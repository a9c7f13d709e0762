"""`tip why`: traces a row to its sentence, page, capture and archived bytes, offline."""

import json
from collections.abc import Iterator
from typing import Any, Final

import click

from assets.pipeline.home.home import Home

_MAX_ROWS: Final = 10
_MAX_INPUT_ROWS: Final = 4
_VALUE_CHARACTERS: Final = 300
_NEWS_TABLES: Final = ("news_articles", "article_countries", "news_claims", "news_quotes", "article_texts")
_TEXT_COLUMNS: Final = {"news_quotes": "quote", "recommendations": "text", "report_sections": "text"}
"""By table, the column with the source text of a row, if it is not `sentence`."""
_OFFICIAL_SOURCES: Final = {
    "tier_placements": "tier_sightings",
    "enforcement_statistics": "enforcement_statistics",
    "global_enforcement": "global_enforcement",
}
"""By official table of a claim check, the table with the rows that were read from the official page."""


@click.command("why")
@click.argument("table")
@click.argument("key", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def why_command(table: str, key: tuple[str, ...], as_json: bool) -> None:
    """Trace rows of the current release to their sentence, page, captures and archived bytes.

    KEY holds values of the key columns in their order (`tip describe TABLE` lists them); fewer values select all rows
    with these first values. For a computed row, the command traces the rows that it was computed from.

    \b
    Example:
      tip why tier_placements KHM 2010
      tip why tier_sightings KHM 2010 result
    """
    from assets.pipeline.home.readable import readable_home
    from orchestration.cli.arguments import unicode_text
    from orchestration.cli.current_release import current_release
    from orchestration.cli.text_table import print_table
    from warehouse.tables import TABLES

    if table not in TABLES:
        raise click.UsageError(f"no table is called {table!r}; `tip tables` lists them")
    declared = TABLES[table]
    if len(key) > len(declared.key):
        raise click.UsageError(f"the key of {table} is {', '.join(declared.key)}; {len(key)} values are too many")
    key = tuple(unicode_text(value) for value in key)
    home = Home.from_environment()
    release = current_release(home)
    rows = _rows(release, declared, key)
    if not rows:
        raise click.ClickException(f"{table} has no row with {' '.join(key)}; its key is {', '.join(declared.key)}")
    with readable_home(home) as readable, readable.archive() as archive:
        pages = _Pages(archive)
        traces = [
            {
                **_trace(pages, table, row),
                "rests_on": [_trace(pages, *found) for found in _source_rows(release, table, row)],
            }
            for row in rows[:_MAX_ROWS]
        ]
    if as_json:
        click.echo(json.dumps(traces, ensure_ascii=False, indent=1, default=str))
        return
    for trace in traces:
        print_table(_table_rows(trace))
        click.echo()
    if len(rows) > _MAX_ROWS:
        click.echo(f"... and {len(rows) - _MAX_ROWS} more rows; add key values: {', '.join(declared.key)}")


def _rows(release: Any, table: Any, key: tuple[str, ...]) -> list[dict[str, Any]]:
    return _rows_with(release, table, dict(zip(table.key, key, strict=False)))


def _rows_with(release: Any, table: Any, values: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a released table with these key values."""
    import polars as pl

    from warehouse.staging.table_files import compact_path

    frame = pl.read_parquet(release.path / compact_path(table.name))
    for name, value in values.items():
        frame = frame.filter(pl.col(name).cast(pl.String) == str(value))
    return frame.to_dicts()


def _source_rows(release: Any, table: str, row: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The rows read from pages that a computed row was made from, each with its table.

    These are the input rows of the build with equal values in the key columns that both tables have. Rows of an input
    that is computed itself are traced further. A claim check also names its official row.
    """
    from warehouse.builds.registry import all_builds
    from warehouse.tables import TABLES

    if table not in all_builds():
        return []
    sources: list[tuple[str, dict[str, Any]]] = []
    for name in all_builds()[table].tables:
        declared = TABLES.get(name)
        if declared is None or not declared.partitioned or ("official_url" in row and "claim_id" not in declared.key):
            continue
        shared = {column: row[column] for column in declared.key if column in TABLES[table].key}
        rows = _rows_with(release, declared, shared)[:_MAX_INPUT_ROWS]
        if all_builds()[name].tables:
            sources += [source for computed in rows for source in _source_rows(release, name, computed)]
        else:
            sources += [(name, source) for source in rows]
    sources += _official_rows(release, row) if "official_url" in row else []
    return list({str(source): source for source in sources}.values())


def _official_rows(release: Any, row: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The official rows of a claim check: rows of its official table with its official sentence and page."""
    from warehouse.tables import TABLES

    official = _OFFICIAL_SOURCES.get(row["official_table"])
    if official is None or row["official_url"] is None:
        return []
    expected = (row["official_url"], row["official_sentence"])
    rows = _rows_with(release, TABLES[official], {"country": row["country"]})
    return [(official, found) for found in rows if (found["source_url"], found.get("sentence")) == expected]


def _trace(pages: "_Pages", table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row with the captures of its page, and whether the page contains its sentence."""
    digest = row.get("page_digest")
    captures = pages.captures(digest) if digest is not None else []
    sentence = row.get(_TEXT_COLUMNS.get(table, "sentence"))
    found = pages.contain(digest, sentence, is_news=table in _NEWS_TABLES) if digest and captures and sentence else None
    return {"table": table, "row": row, "captures": captures, "sentence_found": found}


class _Pages:
    """The archived pages of rows; each page is read again once."""

    def __init__(self, archive: Any) -> None:
        self._archive = archive
        self._texts: dict[str, list[str]] = {}

    def captures(self, digest: str) -> list[dict[str, Any]]:
        """The captures of a page, with the place of the bytes in the archive."""
        entries = list(self._archive.index.with_digest(digest))
        if not entries:
            return []
        stored = self._archive.index.location_of(digest)
        return [
            {
                "captured_at": entry.captured_at,
                "url": entry.url,
                "origin": entry.origin,
                "file": f"archive/{stored.file}",
                "offset": stored.offset,
            }
            for entry in entries
        ]

    def contain(self, digest: str, sentence: str, *, is_news: bool) -> bool:
        """Whether the page, read again, contains a sentence; loading it also verifies its digest."""
        if digest not in self._texts:
            entry = next(iter(self._archive.index.with_digest(digest)))
            self._texts[digest] = _texts(self._archive.load(entry), is_news=is_news)
        return any(sentence in text for text in self._texts[digest])


def _texts(capture: Any, *, is_news: bool) -> list[str]:
    """The texts of a page that its rows quote."""
    if is_news:
        from sources.news.article_rows import read_article

        article = read_article(capture)
        titles = [str(row["title"] or "") for row in article.rows.get("news_articles", [])]
        return [article.text, *titles]
    from sources.state_department.pages import read_page

    rows = [row for rows in read_page(capture).rows.values() for row in rows]
    return [str(row[name]) for row in rows for name in ("text", "sentence") if row.get(name)]


def _table_rows(trace: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A trace as rows of name and value."""
    row = trace["row"]
    yield from ((name, _shortened(value)) for name, value in row.items() if value is not None)
    if not trace["captures"] and not trace["rests_on"]:
        computed = "none: computed from other tables, or reviewed reference data"
        yield "proof", "the page is not in the archive of this home" if "page_digest" in row else computed
    yield from _capture_rows(trace)
    for source in trace["rests_on"]:
        yield "rests on", _summary(source)
        yield from _capture_rows(source)


def _summary(trace: dict[str, Any]) -> str:
    """A row in one line: its table, key and sentence."""
    from warehouse.tables import TABLES

    table, row = trace["table"], trace["row"]
    key = " ".join(str(row[name]) for name in TABLES[table].key)
    sentence = row.get(_TEXT_COLUMNS.get(table, "sentence"))
    return f"{table} {key}" + (f": {_shortened(sentence)}" if sentence else "")


def _capture_rows(trace: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for capture in trace["captures"]:
        source = f"{capture['captured_at']} from {capture['url']} ({capture['origin']})"
        yield "captured", f"{source}, {capture['file']} at byte {capture['offset']}"
    if trace["sentence_found"] is not None:
        contains = "contains" if trace["sentence_found"] else "does NOT contain"
        yield "read again", f"the archived page {contains} the sentence"


def _shortened(value: Any) -> str:
    text = " ".join(str(value).split())
    return text[:_VALUE_CHARACTERS] + (" ..." if len(text) > _VALUE_CHARACTERS else "")
