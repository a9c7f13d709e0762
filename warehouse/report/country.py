"""The page of each country, and its answers for the search of the first page."""

from typing import Any, Final

from warehouse.report import chart_words, figures
from warehouse.report.chains import chains_of
from warehouse.report.country_feeds import feed_path
from warehouse.report.facts import Facts
from warehouse.report.kept import groups_by
from warehouse.report.tables import Row, grouped
from warehouse.report.words import VERDICTS, label, stated, tier_look
from warehouse.report.writing import Site, claim_path

_SHOWN_CLAIMS: Final = 150
_SHOWN_CHAINS: Final = 8
_ANSWERED_CLAIMS: Final = 5
_FAMILIES: Final = ("tip", "human_rights")

_CLAIMS: Final = "claims"
_TABLES: Final = {
    "enforcement_statistics": figures.COLUMNS,
    "tier_sightings": ("country", "year", "place", "tier", "sentence", "source_url"),
    "recommendations": ("country", "year", "position", "text", "recurs_from", "source_url"),
    "statutory_lists": ("country", "year", "list", "printed", "source_url"),
    "tier_events": ("country", "date", "tier_before", "tier_after", "reason", "source"),
    "country_years": figures.STATUS_COLUMNS,
}
"""The tables that a page shows beside placements, claims and words, with the columns that it shows."""

_PLACES: Final = {
    "1": "On Tier 1",
    "2": "On Tier 2",
    "2WL": "On the Tier 2 Watch List",
    "3": "On Tier 3",
    "special_case": "A special case",
    "unranked": "Not ranked",
}


def write_country_pages(site: Site, facts: Facts) -> None:
    """Writes `country/<code>.html` and `search/country/<code>.js` for every country."""
    groups = {name: groups_by(facts.tables.frame(name, columns), "country") for name, columns in _TABLES.items()}
    groups[_CLAIMS] = groups_by(facts.claims.frame, "country")
    of_all = [facts.tip_years, sorted(facts.loaded_years), facts.newest, _known_years(facts)]
    for code, country in facts.countries.items():
        found = {name: by_country[code] for name, by_country in groups.items() if code in by_country}
        shown = {name: group.digest for name, group in found.items()}
        words = [facts.words.get((code, family)) for family in _FAMILIES]
        made_of = site.made_of(of_all, country, facts.placed.get(code), shown, words)
        page, script = f"country/{code}.html", f"search/country/{code}.js"
        if site.keeps(made_of, page, script):
            continue
        rows = {name: found[name].rows.to_dicts() if name in found else [] for name in groups}
        seen = grouped(rows["tier_sightings"], "year")
        stated_counts = rows["enforcement_statistics"]
        headline = figures.headline_rows(stated_counts)
        statuses = {row["year"]: row for row in rows["country_years"]}
        counts_chart = figures.chart_data(headline, statuses, facts.tip_years)
        tiers = tier_rows(facts, code, seen)
        claims = rows[_CLAIMS]
        lengths = _lengths(facts, code)
        chains = chains_of(rows["recommendations"])
        site.page(
            page,
            "country.html",
            country["name"],
            made_of=made_of,
            code=code,
            country=country,
            feed=feed_path(code),
            now=facts.tier_at_end(code),
            summary=summary(facts, code),
            tiers=tiers,
            tier_chart=_tier_chart(facts, code),
            tier_table=chart_words.tier_cells(tiers),
            tier_text=chart_words.tier_text(tiers),
            count_text=chart_words.count_text(headline),
            count_table=chart_words.count_cells(headline, counts_chart["gaps"]),
            counts_chart=counts_chart,
            tag=figures.tag,
            counts_by_edition=figures.sentences(stated_counts),
            chains=chains[:_SHOWN_CHAINS],
            more_chains=chains[_SHOWN_CHAINS:],
            lists=_years_by_list(rows["statutory_lists"]),
            events=rows["tier_events"],
            claims=claims[:_SHOWN_CLAIMS],
            claim_count=len(claims),
            lengths=lengths,
            length_text=chart_words.length_text(lengths),
            length_table=chart_words.length_cells(lengths),
        )
        answers = _answers(country["name"], tiers, headline, claims)
        site.script(script, "tip.country", code, answers, made_of=made_of)


def _known_years(facts: Facts) -> dict[str, list[int]]:
    """The years of the editions of each family."""
    return {family: [row["year"] for row in facts.editions.get(family, [])] for family in _FAMILIES}


def tier_rows(facts: Facts, code: str, seen: dict[int, list[Row]]) -> list[Row]:
    """The editions of the TIP Report, newest first, with the country's place in each and the sentences that say so."""
    placed = facts.placed.get(code, {})
    return [
        {"year": year, "look": facts.look(code, year), "row": placed.get(year), "seen": seen.get(year, [])}
        for year in reversed(facts.tip_years)
    ]


def summary(facts: Facts, code: str) -> str:
    """The country's record in one or two sentences."""
    placed, newest = facts.placed.get(code, {}), facts.tier_at_end(code)
    if newest is None:
        return "No loaded edition of the Trafficking in Persons Report places this country."
    since = newest["year"]
    while since - 1 in placed and placed[since - 1]["tier"] == newest["tier"]:
        since -= 1
    worst = sum(row["tier"] == "3" for row in placed.values())
    latest = "the newest loaded edition" if newest["year"] == facts.newest else "the last loaded edition that covers it"
    run = f", as in every edition since {since}" if since < newest["year"] else ""
    counted = f"{worst} of the {len(placed)} loaded editions that cover it place it on Tier 3."
    return f"{_PLACES.get(newest['tier'], newest['tier'])} in {newest['year']}, {latest}{run}. {counted}"


def _tier_chart(facts: Facts, code: str) -> list[Row]:
    placed = facts.placed.get(code, {})
    return [
        {
            "y": year,
            "t": placed[year]["tier"] if year in placed else None,
            "s": "held" if year in placed else "absent" if year in facts.loaded_years else "not_loaded",
        }
        for year in facts.tip_years
    ]


def _years_by_list(rows: list[Row]) -> dict[str, list[Row]]:
    return grouped(sorted(rows, key=lambda row: row["year"], reverse=True), "list")


def _lengths(facts: Facts, code: str) -> list[Row]:
    """The words of the country's reports, with null for editions that are not held."""
    rows: list[Row] = []
    for family, known in _known_years(facts).items():
        held = facts.words.get((code, family), {})
        rows += [{"f": family, "y": year, "w": held.get(year)} for year in known] if held else []
    return rows


def _answers(name: str, tiers: list[Row], headline: list[Row], claims: list[Row]) -> dict[str, Any]:
    """What the first page says of a country in each edition."""
    by_year = grouped(headline, "year")
    claims_by_year = grouped(claims, "year")
    years: dict[int, Any] = {}
    for tier in tiers:
        year, row = tier["year"], tier["row"]
        said = claims_by_year.get(year, [])
        sentence = next((seen["sentence"] for seen in tier["seen"] if seen["place"] == "verdict"), None)
        entry: dict[str, Any] = {"t": tier["look"].words, "k": tier["look"].style, "g": tier["look"].sign}
        if row is not None:
            entry |= {"c": row["change"], "p": tier_look(row["previous_tier"]).words if row["previous_tier"] else None}
            entry |= {"s": sentence, "u": row["source_url"]}
        if figures_stated := by_year.get(year):
            entry["f"] = [[_figure(item), item["sentence"]] for item in figures_stated]
        if said:
            differing_first = sorted(said, key=lambda claim: claim["group"] != "differs")
            entry["n"] = [len(said), [_claim_answer(claim) for claim in differing_first[:_ANSWERED_CLAIMS]]]
        if entry.keys() - {"t", "k", "g"} or tier["look"].style != "tn":
            years[year] = entry
    return {"name": name, "years": years}


def _claim_answer(claim: Row) -> list[Any]:
    verdict = label(VERDICTS, claim["relation"])
    return [claim["publisher"], claim["sentence"], verdict, claim_path(claim["claim_id"])]


def _figure(row: Row) -> str:
    count = stated(row["value"], row["value_high"], row["qualifier"])
    doubt = "" if row["certainty"] in (None, "sure") else f" ({row['certainty']})"
    return f"{row['measure'].replace('_', ' ')}: {count}{doubt}"
