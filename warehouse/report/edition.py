"""The page of each edition: tiers, movements, all countries, the report's own table of the world."""

import re
from collections import Counter
from typing import Any, Final

from warehouse.report import chart_words
from warehouse.report.facts import Facts
from warehouse.report.tables import Row, grouped
from warehouse.report.words import RANKS, TIERS
from warehouse.report.writing import Site

_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")

_PUBLISHED = {
    "1": "published_1",
    "2": "published_2",
    "2WL": "published_2wl",
    "3": "published_3",
    "special_case": "published_special_case",
}


def write_edition_pages(site: Site, facts: Facts) -> None:
    """Writes `edition/<year>.html` for every year of which a report family has an edition."""
    world = grouped(facts.tables.rows("global_enforcement"), "year")
    listed = grouped(facts.tables.rows("statutory_lists", ("country", "year", "list", "printed")), "year")
    panel = grouped(facts.tables.rows("country_years", ("country", "year", "words_tip", "words_human_rights")), "year")
    by_year = grouped(facts.placements, "year")
    years = edition_years(facts)
    countries = [[code, row["name"], row["region"]] for code, row in facts.countries.items()]
    of_all = [years, sorted(facts.loaded_years), countries]
    for year in years:
        rows = by_year.get(year, [])
        editions = {name: row for name, rows in facts.editions.items() for row in rows if row["year"] == year}
        lists, lengths, failing = listed.get(year, []), _lengths(panel.get(year, [])), _failing(facts, year)
        made_of = site.made_of(
            of_all, year, list(editions.items()), rows, by_year.get(year - 1), lists, world.get(year), lengths, failing
        )
        path = f"edition/{year}.html"
        if site.keeps(made_of, path):
            continue
        moved = flow(facts, year)
        site.page(
            path,
            "edition.html",
            f"The {year} edition",
            made_of=made_of,
            year=year,
            years=years,
            editions=editions,
            counts=tier_counts(facts, year),
            movements=movements(facts, year),
            moves_known=moves_known(facts, year),
            flow=moved,
            flow_text=chart_words.flow_text(moved),
            flow_table=chart_words.flow_cells(moved),
            placements=sorted(rows, key=lambda row: facts.name(row["country"])),
            lists=grouped(sorted(lists, key=lambda row: facts.name(row["country"])), "list"),
            world=world.get(year, []),
            failing=failing,
            lengths=lengths,
            name=facts.name,
            region=lambda code: facts.countries.get(code, {}).get("region"),
        )


def _failing(facts: Facts, year: int) -> list[tuple[str, list[str]]]:
    """The failed checks that name an edition, each with the lines that name it."""
    failed = [(result.check, result.failing) for result in facts.release.results if not result.passed]
    named = [(check, [line for line in lines if names_edition(line, year)]) for check, lines in failed]
    return [(check, lines) for check, lines in named if lines]


def edition_years(facts: Facts) -> list[int]:
    """The years of all editions of the families that the site shows, oldest first."""
    others = (row["year"] for family in ("human_rights",) for row in facts.editions.get(family, []))
    return sorted({*facts.tip_years, *others})


def tier_counts(facts: Facts, year: int) -> list[Row]:
    """For each tier of an edition, how many countries are on it, and how many its published totals give."""
    edition = next((row for row in facts.editions.get("tip", []) if row["year"] == year), None)
    held = Counter(row["tier"] for row in facts.placements if row["year"] == year)
    if not held:
        return []
    return [
        {"tier": tier, "look": look, "held": held[tier], "published": _published(edition, tier)}
        for tier, look in TIERS.items()
        if held[tier] or _published(edition, tier)
    ]


def _published(edition: Row | None, tier: str) -> int | None:
    column = _PUBLISHED.get(tier)
    value: int | None = edition[column] if edition and column else None
    return value


def movements(facts: Facts, year: int) -> dict[str, list[Row]]:
    """The countries that moved against the edition before: up, down, in and out."""
    rows = [row for row in facts.placements if row["year"] == year]
    found = {
        "up": [row for row in rows if row["change"] == "upgraded"],
        "down": [row for row in rows if row["change"] == "downgraded"],
        "in": [row for row in rows if row["change"] in ("first", "reentered")],
        "out": [],
    }
    if year in facts.loaded_years and year - 1 in facts.loaded_years:
        here = {row["country"] for row in rows}
        before = [row for row in facts.placements if row["year"] == year - 1 and row["country"] not in here]
        found["out"] = [row | {"previous_tier": row["tier"], "tier": None} for row in before]
    return {kind: sorted(items, key=lambda row: facts.name(row["country"])) for kind, items in found.items()}


def moves_known(facts: Facts, year: int) -> bool:
    """Whether the edition before is loaded, or moves are recorded all the same: where not, no move is not zero."""
    moved = any(row["change"] in ("upgraded", "downgraded") for row in facts.placements if row["year"] == year)
    return moved or year - 1 in facts.loaded_years


def names_edition(line: str, year: int) -> bool:
    """Whether a line of a failed check is about an edition: its year is the first in the line.

    Years after it are those of figures, of periods, and of other editions.
    """
    first = _YEAR.search(line)
    return first is not None and int(first[0]) == year


def flow(facts: Facts, year: int) -> list[dict[str, Any]]:
    """How many countries went from each tier of the edition before to each tier of this one, unmoved ones included."""
    pairs = Counter(
        (row["previous_tier"], row["tier"])
        for row in facts.placements
        if row["year"] == year and row["previous_tier"] in RANKS and row["tier"] in RANKS
    )
    order = list(RANKS)
    ordered = sorted(pairs.items(), key=lambda item: (order.index(item[0][0]), order.index(item[0][1])))
    return [{"from": before, "to": after, "n": count} for (before, after), count in ordered]


def _lengths(rows: list[Row]) -> dict[str, tuple[int, int]]:
    """By family, the countries with a report and its words."""
    found = {}
    for family, column in (("tip", "words_tip"), ("human_rights", "words_human_rights")):
        words = [row[column] for row in rows if row[column]]
        found[family] = (len(words), sum(words))
    return found
