"""`tip why`: from a row to the sentence, the page, the capture and the bytes, offline."""

import json
from collections.abc import Iterator
from typing import Any, Final

import click

from assets.home import Home

_MOST_ROWS: Final = 10
_LONGEST: Final = 300  # characters of a value that is shown


@click.command("why")
@click.argument("table")
@click.argument("key", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def why_command(table: str, key: tuple[str, ...], as_json: bool) -> None:
    """Prove rows of the current release: the sentence, the page it stands on, the captures, the bytes in the archive.

    KEY holds the values of the table's key columns in their order (`tip describe TABLE` lists them); fewer values name
    all rows that begin so.

    \b
    Example:
      tip why tier_placements KHM 2010
      tip why tier_sightings KHM 2010 verdict
    """
    from orchestration.cli.current import current_release
    from warehouse.tables import TABLES

    if table not in TABLES:
        raise click.UsageError(f"no table is called {table!r}; `tip tables` lists them")
    declared = TABLES[table]
    if len(key) > len(declared.key):
        raise click.UsageError(f"the key of {table} is {', '.join(declared.key)}; {len(key)} values are too many")
    home = Home.from_environment()
    rows = _rows(current_release(home), declared, key)
    if not rows:
        raise click.ClickException(f"{table} has no row with {' '.join(key)}; its key is {', '.join(declared.key)}")
    with home.archive() as archive:
        proofs = [{"table": table, "row": row, **_proof(archive, row)} for row in rows[:_MOST_ROWS]]
    if as_json:
        click.echo(json.dumps(proofs, ensure_ascii=False, indent=1, default=str))
        return
    for proof in proofs:
        click.echo("\n".join(_lines(proof)) + "\n")
    if len(rows) > _MOST_ROWS:
        click.echo(f"... and {len(rows) - _MOST_ROWS} rows more; give more of the key: {', '.join(declared.key)}")


def _rows(release: Any, table: Any, key: tuple[str, ...]) -> list[dict[str, Any]]:
    import polars as pl

    from warehouse.store.staging import compact_path

    frame = pl.read_parquet(release.path / compact_path(table.name))
    for name, value in zip(table.key, key, strict=False):
        frame = frame.filter(pl.col(name).cast(pl.String) == value)
    return frame.to_dicts()


def _proof(archive: Any, row: dict[str, Any]) -> dict[str, Any]:
    """Where the bytes of the row's page lie, when they were captured, and whether the sentence still stands in them."""
    digest = row.get("page_digest")
    if digest is None:
        return {"captures": [], "sentence_found": None}
    captures = []
    found = None
    for entry in archive.index.with_digest(digest):
        stored = archive.index.where(digest)
        captures.append(
            {
                "captured_at": entry.captured_at,
                "url": entry.url,
                "origin": entry.origin,
                "file": f"archive/{stored.file}",
                "offset": stored.offset,
            }
        )
        if found is None and row.get("sentence"):
            found = _stands(archive, entry, row["sentence"])
    return {"captures": captures, "sentence_found": found}


def _stands(archive: Any, entry: Any, sentence: str) -> bool:
    """Whether the archived page, read again, holds the sentence; loading it also checks its digest."""
    from sources.state_department.pages import read_page

    reading = read_page(archive.load(entry))
    rows = [row for rows in reading.rows.values() for row in rows]
    return any(sentence in str(row.get(name) or "") for row in rows for name in ("text", "sentence"))


def _lines(proof: dict[str, Any]) -> Iterator[str]:
    row = proof["row"]
    for name, value in row.items():
        if value is not None:
            text = " ".join(str(value).split())
            yield f"{name:<18} {text[:_LONGEST]}{' ...' if len(text) > _LONGEST else ''}"
    if not proof["captures"]:
        computed = "none: computed from other tables, or reviewed reference data"
        missing = "the page is not in the archive of this home"
        yield f"{'proof':<18} {missing if 'page_digest' in row else computed}"
    for capture in proof["captures"]:
        yield (
            f"{'captured':<18} {capture['captured_at']} from {capture['url']} ({capture['origin']}),"
            f" {capture['file']} at byte {capture['offset']}"
        )
    if proof["sentence_found"] is not None:
        stands = "stands" if proof["sentence_found"] else "does NOT stand"
        yield f"{'read again':<18} the sentence {stands} in the archived page"
