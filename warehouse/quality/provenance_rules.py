"""Checks that every row came from the page it names, and that names, years and origins of both agree."""

import re
import unicodedata
from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.tables import PAGES, QUARANTINE, READ_FROM_PAGES

_RECORDS: Final = tuple(table.name for table in READ_FROM_PAGES if table not in (PAGES, QUARANTINE))
_PAGE: Final = ["source_url", "page_digest", "origin", "year"]
_NAMED: Final = {"pages": "country_printed", "tier_sightings": "country_printed", "statutory_lists": "printed"}
"""By table, the column that holds the country's name as the page prints it."""

_NOT_WORD: Final = re.compile(r"[\W_]+")
_YEAR: Final = r"\b(?:19|20)\d\d\b"


def _from_pages(context: CheckContext) -> Finding:
    """Each record's address, digest, origin and edition are those of a page that was read, and so is its country."""
    read = context.frame("pages").filter(pl.col("outcome") == "read")
    known = read.select(*_PAGE, "kind", pl.col("country").alias("page_country")).unique(_PAGE, keep="first")
    failing: list[Failing] = []
    total = 0
    for name in _RECORDS:
        rows = context.frame(name).select("country", *_PAGE)
        total += rows.height
        found = rows.unique().join(known, on=_PAGE, how="left").sort("country", "year", "source_url")
        of_another = (pl.col("kind") == "country") & (pl.col("page_country") != pl.col("country"))
        for row in found.filter(pl.col("kind").is_null() | of_another).iter_rows(named=True):
            why = "no page read has its address, digest and origin"
            if row["kind"] is not None:
                why = f"its page is about {row['page_country']}"
            failing.append(Failing(f"{row['country']} {row['year']}: {name}, {why}: {row['source_url']}", *_place(row)))
    return Finding(failing, f"{total} records beside their pages, {len(failing)} strayed", "each from a page read")


def _origins(context: CheckContext) -> Finding:
    """A sample home holds the sample alone, any other home none of it."""
    kind = context.facts().get("kind")
    pages = context.frame("pages").select("origin", "source_url", "country", "year").sort("source_url")
    sample = pages.filter(pl.col("origin") == "sample")
    is_sample = kind == "sample" if kind else sample.height * 2 > pages.height
    strays = pages.filter((pl.col("origin") != "sample") if is_sample else (pl.col("origin") == "sample"))
    failing = [
        Failing(f"{row['country']} {row['year']}: {row['origin']}: {row['source_url']}", *_place(row))
        for row in strays.iter_rows(named=True)
    ]
    holds = "the sample" if is_sample else "real pages"
    return Finding(failing, f"{pages.height} pages of {holds}, {strays.height} of other origin", "one kind of pages")


def _titles(context: CheckContext) -> Finding:
    pages = context.frame("pages").with_columns(pl.col("title_printed").str.extract_all(_YEAR).alias("years"))
    other = (pl.col("years").list.len() > 0) & ~pl.col("years").list.contains(pl.col("year").cast(pl.String))
    odd = pages.filter(other).sort("country", "year", "source_url")
    failing = [
        Failing(f"{row['country']} {row['year']}: titled {row['title_printed']!r}", *_place(row))
        for row in odd.iter_rows(named=True)
    ]
    return Finding(failing, f"{odd.height} of {pages.height} pages titled with other years", "their own year")


def _names(context: CheckContext) -> Finding:
    """No row stands under one country and prints the name of another."""
    named: dict[str, set[str]] = {}
    for country, name, aliases in context.frame("countries").select("country", "name", "aliases").iter_rows():
        for each in (name, *aliases):
            named.setdefault(_squash(each), set()).add(country)
    failing: list[Failing] = []
    compared = 0
    for table, column in _NAMED.items():
        rows = context.frame(table).filter(pl.col(column).is_not_null())
        for country, year, printed in rows.select("country", "year", column).unique().sort(pl.all()).iter_rows():
            compared += 1
            others = named.get(_squash(printed), set())
            if others and country not in others:
                text = f"{country} {year}: {table} prints {printed!r}, which is {' or '.join(sorted(others))}"
                failing.append(Failing(text, country, year))
    return Finding(failing, f"{compared} printed names compared, {len(failing)} of other countries", "its own name")


def _named_in_text(context: CheckContext) -> Finding:
    """A report mentions the country it is about, by one of its names."""
    names = {
        country: [each.casefold() for each in (name, *aliases)]
        for country, name, aliases in context.frame("countries").select("country", "name", "aliases").iter_rows()
    }
    main = context.frame("report_sections").filter(pl.col("area") == "main")
    named: dict[tuple[str, int, str], bool] = {}
    for *place, text in main.select("country", "year", "family", "text").iter_rows():
        report = (place[0], place[1], place[2])
        if not named.get(report, False):  # most name it in their first sentence
            folded = text.casefold()
            named[report] = any(name in folded for name in names.get(report[0], [""]))
    failing = [
        Failing(f"{country} {year}: {family}", country, year)
        for (country, year, family), is_named in sorted(named.items())
        if not is_named
    ]
    return Finding(failing, f"{len(named)} reports, {len(failing)} that never name their country", "all name it")


def _one_name_each(context: CheckContext) -> Finding:
    named: dict[str, set[str]] = {}
    for country, name, aliases in context.frame("countries").select("country", "name", "aliases").iter_rows():
        for each in (name, *aliases):
            named.setdefault(_squash(each), set()).add(country)
    shared = sorted((name, sorted(countries)) for name, countries in named.items() if len(countries) > 1)
    failing = [f"{name}: {' and '.join(countries)}" for name, countries in shared]
    return Finding(failing, f"{len(named)} names, {len(failing)} of several countries", "one country a name")


def _squash(name: str) -> str:
    """A name without accents, case, punctuation and spaces."""
    plain = unicodedata.normalize("NFKD", name)
    return _NOT_WORD.sub("", "".join(letter for letter in plain if not unicodedata.combining(letter))).casefold()


def _place(row: dict[str, object]) -> tuple[str, int]:
    return str(row["country"]), int(str(row["year"]))


PROVENANCE_RULES: Final = (
    Check(
        name="records_from_pages_read",
        table="pages",
        severity="error",
        blocking=True,
        reason="Every row can be followed to the page and the bytes it was read from, and that page is its country's.",
        advice="Run the job again; if it stays, a reader gives rows to another page than it read.",
        find=_from_pages,
        reads=_RECORDS,
        owner="data-engineering",
    ),
    Check(
        name="origins_fit_home",
        table="pages",
        severity="error",
        blocking=True,
        reason="Sample pages are in the project's own words and must never be taken for the Department's.",
        advice="Start a home of its own for the sample (TIP_HOME); archives of both kinds were mixed.",
        find=_origins,
        facts=("kind",),
        owner="data-engineering",
    ),
    Check(
        name="titles_name_their_year",
        table="pages",
        severity="warning",
        blocking=False,
        reason="A title that names another year than its edition's is of a page in the wrong place.",
        advice="Look at the page: it may be an older edition under a new address.",
        find=_titles,
    ),
    Check(
        name="printed_names_fit",
        table="countries",
        severity="error",
        blocking=True,
        reason="A row under one country that prints another one's name was given to the wrong country.",
        advice="Correct sources/reference/data/countries.csv, or the reader that gave the row its country.",
        find=_names,
        reads=tuple(_NAMED),
    ),
    Check(
        name="reports_name_their_country",
        table="report_sections",
        severity="warning",
        blocking=False,
        reason="A report that never names its country is another one's, or a page without the report.",
        advice="Look at the page; add the name that it uses to sources/reference/data/countries.csv.",
        find=_named_in_text,
        reads=("countries",),
    ),
    Check(
        name="names_of_one_country",
        table="countries",
        severity="error",
        blocking=True,
        reason="A name or alias that two countries share gives rows to either of them.",
        advice="Make the alias unambiguous in sources/reference/data/countries.csv.",
        find=_one_name_each,
    ),
)
