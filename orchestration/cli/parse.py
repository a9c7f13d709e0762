"""`tip parse`: everything read from one saved page, without a warehouse."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import click

Tables = dict[str, list[dict[str, Any]]]
"""Rows by table."""

_WHAT_IT_IS: Final = "; say what it is: --published DAY for an article, --family, --country and --year for a report"
_WORDS_SHOWN: Final = 12


@click.command("parse")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--url", help="Where the page is from; without it the page's own word is taken.")
@click.option("--published", help="Publication date of an article, such as 2010-06-15.", metavar="DATE")
@click.option(
    "--family",
    type=click.Choice(["tip", "human_rights", "religious_freedom", "news"]),
    help="What the page is, where no URL says it.",
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
    """Show everything read from one saved page or plain text, without touching a warehouse.

    \b
    Example:
      tip parse cambodia.html --url https://www.state.gov/reports/2023-country-reports-on-human-rights-practices/cambodia/
      tip parse narrative.txt --family tip --country KHM --year 2018 --json
      tip parse article.html --family news --published 2010-06-15
    """
    from sources.page_selection import parse_countries
    from sources.registry.families import locate
    from sources.state_department.identity.page_identity import Hint
    from warehouse.tables import QUARANTINE

    if not file.is_file():
        raise click.UsageError(f"{file}: no such file")
    try:
        country = next(iter(parse_countries([country])), None) if country else None
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    try:
        day = date.fromisoformat(published) if published else None
    except ValueError as error:
        raise click.UsageError(f"--published is a day such as 2010-06-15, not {published!r}") from error
    is_report = url is not None and locate(url) is not None
    if family == "news" or (family is None and day is not None and not is_report):
        tables = _news(file, url, day)
    else:
        tables = _report(file, url, Hint(family, year, country))
    if as_json:
        click.echo(json.dumps(tables, ensure_ascii=False, indent=1, default=str))
    else:
        for line in _lines(tables):
            click.echo(line)
    for row in tables[QUARANTINE.name]:
        hint = _WHAT_IT_IS if row["reason"] == "unknown_family" and family is None else ""
        click.echo(f"tip: set aside ({row['reason']}): {row['detail']}{hint}", err=True)
    if tables[QUARANTINE.name]:
        raise click.exceptions.Exit(1)


def _report(file: Path, url: str | None, hint: Any) -> Tables:
    from sources.archive.capture import Capture, digest_of
    from sources.state_department.pages import read_page
    from warehouse.tables import PAGES, QUARANTINE, READ_FROM_PAGES

    body = file.read_bytes()
    capture = Capture(url or file.name, "1970-01-01T00:00:00Z", body, digest_of(body), "archive", 200, None)
    reading = read_page(capture, hint)
    tables: Tables = {table.name: reading.rows.get(table.name, []) for table in READ_FROM_PAGES}
    return {**tables, PAGES.name: [reading.page] if reading.page else [], QUARANTINE.name: reading.quarantine}


def _news(file: Path, url: str | None, published: date | None) -> Tables:
    """What an article says. Its claims are not held against the record here: that takes a warehouse."""
    from orchestration.cli.saved import saved_page
    from sources.news.article_rows import read_article
    from warehouse.tables import QUARANTINE, READ_FROM_NEWS

    reading = read_article(saved_page(file, url or file.name, datetime(1970, 1, 1, tzinfo=UTC)), published)
    if reading.outcome == "irrelevant":
        click.echo(f"tip: {file} is not about the Trafficking in Persons Report", err=True)
    tables: Tables = {table.name: reading.rows.get(table.name, []) for table in READ_FROM_NEWS}
    return {**tables, QUARANTINE.name: reading.quarantine}


def _lines(tables: Tables) -> Iterator[str]:
    """What was read, for people."""
    for page in tables.get("pages", []):
        yield f"{page['country']} {page['year']} {page['family']} {page['area']}: {page['title_printed']}"
        yield f"{page['layout']}, {page['encoding']}, {page['blocks']} blocks, {page['words']:,} words"
        yield from [page["remark"]] if page["remark"] else []
    for row in tables.get("tier_sightings", []):
        yield f"{row['country']} {row['year']} {row['place']:<14} tier {row['tier']:<12} {_start(row['sentence'])}"
    for row in tables.get("enforcement_statistics", []):
        count = "not reported" if row["value"] is None else f"{row['value']:,}"
        what = f"{row['measure']:<20} {row['trafficking_type']:<6} {row['role']:<11} {row['period_year'] or '?':<5}"
        yield f"{what} {count:>12}  {_start(row['sentence'])}"
    for row in tables.get("report_sections", []):
        context = "/".join(part for part in (row["subsection"], row["part"]) if part)
        yield f"{row['position']:>3} {row['section']:<17} {context:<40} {row['words']:>6} words  {_start(row['text'])}"
    for row in tables.get("news_articles", []):
        publisher = row["publisher"] or "unknown publisher"
        yield f"{row['country']} {row['published'] or row['year']} {publisher}: {row['title']}"
    for row in tables.get("news_claims", []):
        what = f"{row['country']} {row['report_year'] or '?':<5} {row['claim_kind']:<12} {row['measure'] or '':<19}"
        values = f"{row['value'] or ''} (before: {row['previous_value'] or '-'})"
        yield f"{what} {values:<22} {row['attribution']:<9} {_start(row['sentence'])}"
    for row in tables.get("news_quotes", []):
        yield f"{row['speaker'] or '?'} ({row['affiliation'] or '-'}): “{_start(row['quote'])}”"


def _start(text: str) -> str:
    words = text.split()
    return " ".join(words[:_WORDS_SHOWN]) + (" ..." if len(words) > _WORDS_SHOWN else "")
