"""`tip parse`: the rows of one saved page, without a warehouse."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from sources.archive.capture import Capture
    from sources.news.article_rows import ParsedArticle

Tables = dict[str, list[dict[str, Any]]]
"""Rows by table."""

_IDENTITY_HINT: Final = "; name it: --published DATE for an article, --family, --country and --year for a report"
_DATE_HINT: Final = "; name the day with --published DATE"
_SENTENCE_WORDS: Final = 12

_SHOWN_COLUMNS: Final = {
    "tier_sightings": (("country", "year", "place", "tier"), "sentence"),
    "enforcement_statistics": (("measure", "trafficking_type", "role", "period_year", "value"), "sentence"),
    "report_sections": (("position", "section", "subsection", "part", "words"), "text"),
    "news_claims": (
        ("country", "report_year", "claim_kind", "measure", "value", "previous_value", "attribution"),
        "sentence",
    ),
    "news_quotes": (("speaker", "affiliation"), "quote"),
}
"""By table, the columns that are printed, and the column with the text."""


@click.command("parse")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--url", help="The URL of the page; by default the URL that the page itself states.")
@click.option("--published", help="Publication date of an article, such as 2010-06-15.", metavar="DATE")
@click.option(
    "--family",
    type=click.Choice(["tip", "human_rights", "religious_freedom", "news"]),
    help="The family of the page, if no URL determines it.",
)
@click.option("--country", help="The country of the page, by code or name, if the page does not state it.")
@click.option("--year", type=int, help="The edition, if the page does not state it.")
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
    """Show the rows read from one saved page or plain text, without a warehouse.

    \b
    Example:
      tip parse cambodia.html --url https://www.state.gov/reports/2023-country-reports-on-human-rights-practices/cambodia/
      tip parse narrative.txt --family tip --country KHM --year 2018 --json
      tip parse article.html --family news --published 2010-06-15
    """
    from orchestration.cli.arguments import day_argument, unicode_text
    from sources.page_selection import parse_countries, validate_year
    from sources.registry.families import locate
    from sources.state_department.identity.page_identity import Hint
    from warehouse.tables import QUARANTINE

    if not file.is_file():
        raise click.UsageError(f"{file}: no such file")
    try:
        country = next(iter(parse_countries([unicode_text(country)])), None) if country else None
        if year is not None:
            validate_year(year, family)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    day = day_argument("--published", published)
    is_report = url is not None and locate(url) is not None
    if family == "news" or (family is None and day is not None and not is_report):
        tables = _news_tables(file, *_read_as_news(file, url, day))
    else:
        tables = _report_tables(file, url, Hint(family, year, country))
        if family is None and _is_of_no_report(tables):
            page, article = _read_as_news(file, url, None)
            tables = _news_tables(file, page, article) if _is_article(page, article) else tables
    if as_json:
        click.echo(json.dumps(tables, ensure_ascii=False, indent=1, default=str))
    else:
        _print_rows(tables)
    for row in tables[QUARANTINE.name]:
        hint = _IDENTITY_HINT if row["reason"] == "unknown_family" and family is None else ""
        hint = _DATE_HINT if row["reason"] == "no_date" else hint
        click.echo(f"tip: rejected ({row['reason']}): {row['detail']}{hint}", err=True)
    if tables[QUARANTINE.name]:
        raise click.exceptions.Exit(1)


def _report_tables(file: Path, url: str | None, hint: Any) -> Tables:
    from sources.archive.capture import Capture, digest_of
    from sources.state_department.pages import read_page
    from warehouse.tables import PAGES, QUARANTINE, READ_FROM_PAGES

    body = file.read_bytes()
    capture = Capture(url or file.name, "", body, digest_of(body), "archive", 200, None)
    parsed = read_page(capture, hint)
    tables: Tables = {table.name: parsed.rows.get(table.name, []) for table in READ_FROM_PAGES}
    return {**tables, PAGES.name: [parsed.page] if parsed.page else [], QUARANTINE.name: parsed.quarantine}


def _is_of_no_report(tables: Tables) -> bool:
    """Whether neither the URL nor the page belongs to a known report."""
    return [row["reason"] for row in tables["quarantine"]] == ["unknown_family"]


def _read_as_news(file: Path, url: str | None, published: date | None) -> tuple["Capture", "ParsedArticle"]:
    from orchestration.cli.saved_page import saved_page
    from sources.news.article_rows import read_article

    page = saved_page(file, url or file.name, None)
    return page, read_article(page, published)


def _is_article(page: "Capture", parsed: "ParsedArticle") -> bool:
    """Whether the page is an article: one about the report, or any other with a day of publication."""
    from sources.news.relevance import looks_relevant
    from sources.registry.publishers import publisher_of

    if parsed.rows or any(row["reason"] == "reader_failed" for row in parsed.quarantine):
        return True
    if parsed.article is not None:
        return parsed.article.publication.day is not None or looks_relevant(page.body)
    return looks_relevant(page.body) and publisher_of(page.url) is not None


def _news_tables(file: Path, page: "Capture", parsed: "ParsedArticle") -> Tables:
    """The rows of an article. Its claims are not compared with official rows, which needs a warehouse."""
    from sources.news.article_rows import metadata_row
    from warehouse.tables import NEWS_ARTICLES, QUARANTINE, READ_FROM_NEWS

    tables: Tables = {table.name: parsed.rows.get(table.name, []) for table in READ_FROM_NEWS}
    if parsed.outcome == "irrelevant" and parsed.article is not None:
        click.echo(f"tip: {file} is not about the Trafficking in Persons Report, so no claims were read", err=True)
        tables[NEWS_ARTICLES.name] = [metadata_row(page, parsed.article)]
    return {**tables, QUARANTINE.name: parsed.quarantine}


def _print_rows(tables: Tables) -> None:
    """Prints the rows of each table for people, under the names of their columns."""
    from orchestration.cli.text_table import print_table

    for page in tables.get("pages", []):
        click.echo(f"{page['country']} {page['year']} {page['family']} {page['area']}: {page['title_printed']}")
        click.echo(f"{page['layout']}, {page['encoding']}, {page['blocks']} blocks, {page['words']:,} words")
        if page["remark"]:
            click.echo(page["remark"])
    for row in tables.get("news_articles", []):
        publisher = row["publisher"] or "unknown publisher"
        doubt = f" ({row['published_certainty']})" if row["published_certainty"] not in (None, "sure") else ""
        click.echo(f"{row['country']} {row['published'] or row['year']}{doubt} {publisher}: {row['title']}")
    for name, (columns, text) in _SHOWN_COLUMNS.items():
        rows = tables.get(name, [])
        if rows:
            click.echo(f"\n{name}: {len(rows)} rows" if len(rows) > 1 else f"\n{name}: 1 row")
        print_table(
            (
                [*("-" if row[column] is None else row[column] for column in columns), _first_words(row[text])]
                for row in rows
            ),
            header=[*columns, text] if rows else (),
        )


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:_SENTENCE_WORDS]) + (" ..." if len(words) > _SENTENCE_WORDS else "")
