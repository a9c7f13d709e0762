"""The pages over all countries and editions: heat map, world map, tiers and regional means by edition."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from warehouse.report import chart_words
from warehouse.report.edition import edition_years, tier_counts
from warehouse.report.facts import Facts
from warehouse.report.tables import Row
from warehouse.report.words import ABSENT, NOT_LOADED, RANKS, REGIONS, TIERS, tier_look
from warehouse.report.writing import Site


def write_overviews(site: Site, facts: Facts) -> None:
    """Writes `countries.html`, `map.html` and `editions.html`."""
    site.page("countries.html", "countries.html", "All countries by edition", years=facts.tip_years, rows=matrix(facts))
    world = world_map()
    site.page(
        "map.html",
        "map.html",
        "World map of tiers",
        world=world,
        shown=[code for code in facts.countries if code in world["countries"]],
        land=[shape["d"] for code, shape in world["countries"].items() if code not in facts.countries],
        unmapped=[code for code in facts.countries if code not in world["countries"] and facts.placed.get(code)],
        countries=facts.countries,
        newest=facts.newest,
        look=facts.look,
        looks=_looks(),
        by_year=_signs_by_year(facts),
    )
    counts = [
        {"y": year, "tiers": {row["tier"]: row["held"] for row in tier_counts(facts, year)}} for year in facts.tip_years
    ]
    means, lengths = regional_means(facts), words_by_edition(facts)
    site.page(
        "editions.html",
        "editions.html",
        "Editions, tiers and regions",
        years=edition_years(facts),
        editions={(name, row["year"]): row for name, rows in facts.editions.items() for row in rows},
        years_tip=facts.tip_years,
        counts=counts,
        counts_text=chart_words.edition_text(counts),
        counts_table=chart_words.edition_cells(counts),
        loaded=facts.loaded_years,
        means=means,
        means_text=chart_words.region_text(means),
        means_table=chart_words.region_cells(means),
        lengths=lengths,
        words_text=chart_words.word_text(lengths),
        words_table=chart_words.word_cells(lengths),
    )


def matrix(facts: Facts) -> list[dict[str, Any]]:
    """A row for each country that a loaded edition places, with its place in each edition."""
    rows = []
    for code, country in facts.countries.items():
        placed = facts.placed.get(code, {})
        if not placed:
            continue
        newest = placed[max(placed)]
        rows.append(
            {
                "code": code,
                "name": country["name"],
                "region": country["region"],
                "looks": [facts.look(code, year) for year in facts.tip_years],
                "now": tier_look(newest["tier"]),
                "rank": RANKS.get(newest["tier"], 9),
                "watch": sum(row["tier"] == "2WL" for row in placed.values()),
                "run": newest["watch_list_run"],
            }
        )
    return rows


@cache
def world_map() -> dict[str, Any]:
    """The outlines of the countries; `tools/world_map.mjs` writes them."""
    text = (files("warehouse.report") / "world_map.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _signs_by_year(facts: Facts) -> dict[str, Any]:
    """The place of each country in each edition, as one string of letters for a country."""
    letters = {look["style"]: letter for letter, look in _looks().items()}
    codes = [code for code in facts.countries if facts.placed.get(code)]
    signs = {code: "".join(letters[facts.look(code, year).style] for year in facts.tip_years) for code in codes}
    return {"years": facts.tip_years, "signs": signs, "names": {code: facts.name(code) for code in codes}}


def _looks() -> dict[str, dict[str, str]]:
    """The class and the words of each letter of `_signs_by_year`."""
    letters = {look.sign: look for look in TIERS.values()} | {".": ABSENT, "?": NOT_LOADED}
    return {letter: {"style": look.style, "words": look.words} for letter, look in letters.items()}


def regional_means(facts: Facts) -> list[Row]:
    """The mean rank (1 for Tier 1 to 4 for Tier 3) of each region in each edition, with the number of countries.

    Countries without a rank are left out. The regions are those of today.
    """
    ranks: dict[tuple[str, int], list[int]] = {}
    for row in facts.placements:
        region = facts.countries.get(row["country"], {}).get("region")
        if region and row["tier"] in RANKS:
            ranks.setdefault((region, row["year"]), []).append(RANKS[row["tier"]])
    return [
        {"region": region, "y": year, "mean": round(sum(found) / len(found), 3) if found else None, "n": len(found)}
        for region in REGIONS
        for year in facts.tip_years
        for found in [ranks.get((region, year), [])]
        if year in facts.loaded_years
    ]


def words_by_edition(facts: Facts) -> list[Row]:
    """Countries held and words of their reports by family and edition; nothing for editions that are not held."""
    totals: dict[tuple[str, int], list[int]] = {}
    for (_, family), by_year in facts.words.items():
        for year, words in by_year.items():
            totals.setdefault((family, year), []).append(words)
    return [
        {"f": family, "y": year, "n": len(found), "words": sum(found)}
        for (family, year), found in sorted(totals.items())
    ]
