"""`tip parse`: everything read from one saved page, without a warehouse."""

import json
from pathlib import Path
from typing import Any, Final

import click

_WORDS_SHOWN: Final = 12


@click.command("parse")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--url", help="Where the page is from; without it the page's own word is taken.")
@click.option("--published", help="Publication date of an article.", metavar="DATE")
@click.option(
    "--family", type=click.Choice(["tip", "human_rights", "news"]), help="What the page is, where no URL says it."
)
@click.option("--country", metavar="CODE", help="The country the page is about, where nothing on it says it.")
@click.option("--year", type=int, help="The edition, where nothing on the page says it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: {table: [row, ...]}.")
def parse_command(
    file: Path,
    url: str | None,
    published: str | None,
    family: str | None,
    country: str | None,
    year: int | None,
    as_json: bool,
) -> None:
    """Show everything read from one saved page, without touching a warehouse.

    \b
    Example:
      tip parse cambodia.html --url https://www.state.gov/reports/2023-country-reports-on-human-rights-practices/cambodia/
      tip parse cambodia.html --json
    """
    from sources.archive.capture import Capture, digest_of
    from sources.state_department.identity import Hint
    from sources.state_department.pages import read_page
    from sources.wanted import parse_countries
    from warehouse.tables import PAGES, QUARANTINE, READ_FROM_PAGES

    if not file.is_file():
        raise click.UsageError(f"{file}: no such file")
    if family == "news":
        raise click.UsageError("--family news is not read by this version; tip and human_rights are")
    try:
        country = next(iter(parse_countries([country])), None) if country else None
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    body = file.read_bytes()
    origin = "archive"
    capture = Capture(url or file.name, "1970-01-01T00:00:00Z", body, digest_of(body), origin, 200, None)
    reading = read_page(capture, Hint(family, year, country))
    tables: dict[str, list[dict[str, Any]]] = {
        table.name: reading.rows.get(table.name, []) for table in READ_FROM_PAGES
    }
    tables[PAGES.name] = [reading.page] if reading.page else []
    tables[QUARANTINE.name] = reading.quarantine
    if as_json:
        click.echo(json.dumps(tables, ensure_ascii=False, indent=1, default=str))
    else:
        _show(tables)
    if reading.quarantine:
        for row in reading.quarantine:
            click.echo(f"tip: set aside ({row['reason']}): {row['detail']}", err=True)
        raise click.exceptions.Exit(1)


def _show(tables: dict[str, list[dict[str, Any]]]) -> None:
    for page in tables["pages"]:
        click.echo(f"{page['country']} {page['year']} {page['family']} {page['area']}: {page['title_printed']}")
        click.echo(f"{page['layout']}, {page['encoding']}, {page['blocks']} blocks, {page['words']:,} words")
        if page["remark"]:
            click.echo(page["remark"])
    for row in tables["tier_sightings"]:
        click.echo(
            f"{row['country']} {row['year']} {row['place']:<14} tier {row['tier']:<12} {_start(row['sentence'])}"
        )
    for row in tables["report_sections"]:
        subject = "/".join(part for part in (row["subsection"], row["part"]) if part)
        click.echo(
            f"{row['position']:>3} {row['section']:<17} {subject:<40} {row['words']:>6} words  {_start(row['text'])}"
        )


def _start(text: str) -> str:
    words = text.split()
    return " ".join(words[:_WORDS_SHOWN]) + (" ..." if len(words) > _WORDS_SHOWN else "")
