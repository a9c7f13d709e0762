"""`tip why`: from a row to the sentence, the page, the capture and the bytes, offline."""

import json
from collections.abc import Iterator
from typing import Any, Final

import click

from assets.pipeline.home import Home

_MOST_ROWS: Final = 10
_MOST_ROWS_OF_AN_INPUT: Final = 4
_LONGEST: Final = 300  # characters of a value that is shown
_WIDTH: Final = 26  # characters of the longest column's name
_NEWS: Final = ("news_articles", "article_countries", "news_claims", "news_quotes", "article_texts")
_EVIDENCE: Final = {"news_quotes": "quote", "recommendations": "text", "report_sections": "text"}
"""The column with the words that prove a row, where it is not `sentence`."""
_OFFICIAL: Final = {
    "tier_placements": "tier_sightings",
    "enforcement_statistics": "enforcement_statistics",
    "global_enforcement": "global_enforcement",
}
"""By the official table of a claim's check, the table whose rows were read from the page it names."""


@click.command("why")
@click.argument("table")
@click.argument("key", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def why_command(table: str, key: tuple[str, ...], as_json: bool) -> None:
    """Prove rows of the current release: the sentence, the page it stands on, the captures, the bytes in the archive.

    KEY holds the values of the table's key columns in their order (`tip describe TABLE` lists them); fewer values name
    all rows that begin so. A row that is computed is proved by the rows it rests on.

    \b
    Example:
      tip why tier_placements KHM 2010
      tip why tier_sightings KHM 2010 result
    """
    from orchestration.cli.current import current_release
    from warehouse.tables import TABLES

    if table not in TABLES:
        raise click.UsageError(f"no table is called {table!r}; `tip tables` lists them")
    declared = TABLES[table]
    if len(key) > len(declared.key):
        raise click.UsageError(f"the key of {table} is {', '.join(declared.key)}; {len(key)} values are too many")
    home = Home.from_environment()
    release = current_release(home)
    rows = _rows(release, declared, key)
    if not rows:
        raise click.ClickException(f"{table} has no row with {' '.join(key)}; its key is {', '.join(declared.key)}")
    with home.archive() as archive:
        pages = _Pages(archive)
        proofs = [
            {
                **_proved(pages, table, row),
                "rests_on": [_proved(pages, *found) for found in _rests_on(release, table, row)],
            }
            for row in rows[:_MOST_ROWS]
        ]
    if as_json:
        click.echo(json.dumps(proofs, ensure_ascii=False, indent=1, default=str))
        return
    for proof in proofs:
        click.echo("\n".join(_lines(proof)) + "\n")
    if len(rows) > _MOST_ROWS:
        click.echo(f"... and {len(rows) - _MOST_ROWS} rows more; give more of the key: {', '.join(declared.key)}")


def _rows(release: Any, table: Any, key: tuple[str, ...]) -> list[dict[str, Any]]:
    return _rows_with(release, table, dict(zip(table.key, key, strict=False)))


def _rows_with(release: Any, table: Any, values: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a released table with these values of key columns."""
    import polars as pl

    from warehouse.staging.table_files import compact_path

    frame = pl.read_parquet(release.path / compact_path(table.name))
    for name, value in values.items():
        frame = frame.filter(pl.col(name).cast(pl.String) == str(value))
    return frame.to_dicts()


def _rests_on(release: Any, table: str, row: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The rows read from pages that a computed row comes from, each with its table.

    They are the rows of the inputs of the table's build specification that have the same key as far as both have it;
    of an input that is computed itself, the rows that it comes from. A result on a claim names its official row.
    """
    from warehouse.builds.registry import all_builds
    from warehouse.tables import TABLES

    if table not in all_builds():
        return []
    found: list[tuple[str, dict[str, Any]]] = []
    for name in all_builds()[table].tables:
        declared = TABLES.get(name)
        if declared is None or not declared.partitioned or ("official_url" in row and "claim_id" not in declared.key):
            continue
        shared = {column: row[column] for column in declared.key if column in TABLES[table].key}
        rows = _rows_with(release, declared, shared)[:_MOST_ROWS_OF_AN_INPUT]
        if all_builds()[name].tables:
            found += [each for made in rows for each in _rests_on(release, name, made)]
        else:
            found += [(name, each) for each in rows]
    found += _official_rows(release, row) if "official_url" in row else []
    return list({str(each): each for each in found}.values())


def _official_rows(release: Any, row: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The rows that the result on a claim names: of its official table, with its official sentence and page."""
    from warehouse.tables import TABLES

    official = _OFFICIAL.get(row["official_table"])
    if official is None or row["official_url"] is None:
        return []
    named = (row["official_url"], row["official_sentence"])
    rows = _rows_with(release, TABLES[official], {"country": row["country"]})
    return [(official, each) for each in rows if (each["source_url"], each.get("sentence")) == named]


def _proved(pages: "_Pages", table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row with where the bytes of its page lie, when they were captured, and whether its sentence stands in them."""
    digest = row.get("page_digest")
    captures = pages.captures(digest) if digest is not None else []
    evidence = row.get(_EVIDENCE.get(table, "sentence"))
    found = pages.hold(digest, evidence, is_news=table in _NEWS) if digest and captures and evidence else None
    return {"table": table, "row": row, "captures": captures, "sentence_found": found}


class _Pages:
    """The archived pages that rows were read from; each is read again once."""

    def __init__(self, archive: Any) -> None:
        self._archive = archive
        self._texts: dict[str, list[str]] = {}

    def captures(self, digest: str) -> list[dict[str, Any]]:
        """When a page's bytes were captured, and where they lie."""
        entries = list(self._archive.index.with_digest(digest))
        if not entries:
            return []
        stored = self._archive.index.where(digest)
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

    def hold(self, digest: str, sentence: str, *, is_news: bool) -> bool:
        """Whether the page, read again, holds a sentence; loading it also checks its digest."""
        if digest not in self._texts:
            entry = next(iter(self._archive.index.with_digest(digest)))
            self._texts[digest] = _texts(self._archive.load(entry), is_news=is_news)
        return any(sentence in text for text in self._texts[digest])


def _texts(capture: Any, *, is_news: bool) -> list[str]:
    """The texts that spans and sentences of a page's rows point into."""
    if is_news:
        from sources.news.reading import read_article

        article = read_article(capture)
        titles = [str(row["title"] or "") for row in article.rows.get("news_articles", [])]
        return [article.text, *titles]
    from sources.state_department.pages import read_page

    rows = [row for rows in read_page(capture).rows.values() for row in rows]
    return [str(row[name]) for row in rows for name in ("text", "sentence") if row.get(name)]


def _lines(proof: dict[str, Any]) -> Iterator[str]:
    row = proof["row"]
    for name, value in row.items():
        if value is not None:
            yield f"{name:<{_WIDTH}} {_shown(value)}"
    if not proof["captures"] and not proof["rests_on"]:
        computed = "none: computed from other tables, or reviewed reference data"
        missing = "the page is not in the archive of this home"
        yield f"{'proof':<{_WIDTH}} {missing if 'page_digest' in row else computed}"
    yield from _capture_lines(proof)
    for found in proof["rests_on"]:
        yield f"{'rests on':<{_WIDTH}} {_named(found)}"
        yield from _capture_lines(found)


def _named(proof: dict[str, Any]) -> str:
    """A row by its table, its key and the words that prove it."""
    from warehouse.tables import TABLES

    table, row = proof["table"], proof["row"]
    key = " ".join(str(row[name]) for name in TABLES[table].key)
    words = row.get(_EVIDENCE.get(table, "sentence"))
    return f"{table} {key}" + (f": {_shown(words)}" if words else "")


def _capture_lines(proof: dict[str, Any]) -> Iterator[str]:
    for capture in proof["captures"]:
        yield (
            f"{'captured':<{_WIDTH}} {capture['captured_at']} from {capture['url']} ({capture['origin']}),"
            f" {capture['file']} at byte {capture['offset']}"
        )
    if proof["sentence_found"] is not None:
        stands = "stands" if proof["sentence_found"] else "does NOT stand"
        yield f"{'read again':<{_WIDTH}} the sentence {stands} in the archived page"


def _shown(value: Any) -> str:
    text = " ".join(str(value).split())
    return text[:_LONGEST] + (" ..." if len(text) > _LONGEST else "")
