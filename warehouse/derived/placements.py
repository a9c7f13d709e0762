"""A country's placement in an edition, from all its sightings, and its change against the edition before.

Null means not known: there is no change where the edition before is not loaded.
"""

from typing import Final

import polars as pl

from warehouse.builds.build import Build, Chart, Listing, Staged, View, counts_by_year
from warehouse.tables import TIER_PLACEMENTS
from warehouse.tables.vocabulary import PLACES, RANKED_TIERS, TIERS

FIRST_EDITION: Final = 2001
FIRST_WATCH_LIST: Final = 2004
"""The Watch List was created by the reauthorization act of 2003 and first used in the 2004 report."""

_PLACE_RANK: Final = {place: rank for rank, place in enumerate(PLACES)}
_TIER_RANK: Final = {tier: rank for rank, tier in enumerate(RANKED_TIERS)}
_KEY: Final = ["country", "year"]


def placements_of(sightings: pl.DataFrame, pages: pl.DataFrame, countries: pl.DataFrame) -> pl.DataFrame:
    """The `tier_placements` table, from staged tables.

    Args:
        sightings: the `tier_sightings` table.
        pages: the `pages` table, which shows the editions whose list was read.
        countries: the `countries` table.
    """
    lists = pages.filter((pl.col("outcome") == "read") & (pl.col("kind") == "placement_list"))
    verdicts = sightings.filter(pl.col("place") == "verdict")
    waivers = verdicts.unique(_KEY, keep="first", maintain_order=True)
    return tier_placements(sightings, countries, waivers, set(lists["year"]))


def tier_placements(
    sightings: pl.DataFrame, countries: pl.DataFrame, waivers: pl.DataFrame, lists_held: set[int]
) -> pl.DataFrame:
    """The `tier_placements` table.

    Args:
        sightings: the `tier_sightings` table.
        countries: the `countries` table.
        waivers: country, year, waiver_stated of the loaded narratives.
        lists_held: editions whose list of all placements was read: a country without a placement was not in such an
            edition; in any other it may not be loaded.
    """
    resolved = _resolve(sightings)
    placed = (
        resolved.join(countries.select("country", "region"), on="country", how="left")
        .join(waivers.select(*_KEY, "waiver_stated"), on=_KEY, how="left")
        .join(_watch_list_runs(resolved, lists_held), on=_KEY, how="left")
    )
    return _with_change(placed, lists_held).select(TIER_PLACEMENTS.columns).sort(TIER_PLACEMENTS.key)


def _resolve(sightings: pl.DataFrame) -> pl.DataFrame:
    """One row per country and edition: the tier of most places; on a tie that of the most authoritative place."""
    ranked = sightings.with_columns(pl.col("place").replace_strict(_PLACE_RANK, return_dtype=pl.Int8).alias("rank"))
    ordered = ranked.with_columns(
        pl.len().over(*_KEY).cast(pl.Int16).alias("sightings"),
        pl.len().over(*_KEY, "tier").cast(pl.Int16).alias("votes"),
    ).sort(*_KEY, "votes", "rank", "position", descending=[False, False, True, False, False])
    agreement = (
        pl.when(pl.col("sightings") == 1)
        .then(pl.lit("single"))
        .when(pl.col("votes") == pl.col("sightings"))
        .then(pl.lit("all"))
        .when(pl.col("votes") * 2 > pl.col("sightings"))
        .then(pl.lit("majority"))
        .otherwise(pl.lit("conflict"))
    )
    first = ordered.unique(_KEY, keep="first", maintain_order=True).with_columns(
        agreement.alias("agreement"),
        (pl.col("tier").replace_strict(_TIER_RANK, default=None, return_dtype=pl.Int8) + 1).alias("tier_rank"),
    )
    return first.select([name for name in first.columns if name in TIER_PLACEMENTS.columns and name != "waiver_stated"])


def _with_change(placed: pl.DataFrame, lists_held: set[int]) -> pl.DataFrame:
    """Adds `previous_tier` and `change`."""
    before = placed.select("country", (pl.col("year") + 1).alias("year"), pl.col("tier").alias("previous_tier"))
    compared = placed.join(before, on=_KEY, how="left").with_columns(
        (pl.col("year") > pl.col("year").min().over("country")).alias("seen_before"),
        (pl.col("year") - 1).is_in(sorted(lists_held)).alias("before_loaded"),
        pl.col("year").is_in(_years_with_whole_past(lists_held)).alias("past_loaded"),
    )
    rank, rank_before = (
        pl.col(name).replace_strict(_TIER_RANK, default=None, return_dtype=pl.Int8)
        for name in ("tier", "previous_tier")
    )
    change = (
        pl.when(rank.is_null())
        .then(None)
        .when(pl.col("previous_tier").is_not_null())
        .then(
            pl.when(rank < rank_before)
            .then(pl.lit("upgraded"))
            .when(rank > rank_before)
            .then(pl.lit("downgraded"))
            .when(rank == rank_before)
            .then(pl.lit("unchanged"))
        )
        .when(pl.col("seen_before") & pl.col("before_loaded"))
        .then(pl.lit("reentered"))
        .when(~pl.col("seen_before") & pl.col("past_loaded"))
        .then(pl.lit("first"))
    )
    return compared.with_columns(change.alias("change"))


def _years_with_whole_past(lists_held: set[int]) -> list[int]:
    """The editions before which all lists were read: only there a country can appear for the first time."""
    years = [FIRST_EDITION]
    while years[-1] in lists_held:
        years.append(years[-1] + 1)
    return years


def _watch_list_runs(resolved: pl.DataFrame, lists_held: set[int]) -> pl.DataFrame:
    """`watch_list_run` by country and year."""
    tiers = {(country, year): tier for country, year, tier in resolved.select(*_KEY, "tier").iter_rows()}
    rows = [(country, year, _run_length(tiers, country, year, lists_held)) for country, year in tiers]
    schema = {"country": pl.String, "year": pl.Int16, "watch_list_run": pl.Int16}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _run_length(tiers: dict[tuple[str, int], str], country: str, year: int, lists_held: set[int]) -> int | None:
    """The number of consecutive editions on the Watch List up to this one; None where its start is not known."""
    run = 0
    while tiers.get((country, year - run)) == "2WL":
        run += 1
    edition_before_run = year - run
    is_known = run == 0 or (
        (country, edition_before_run) in tiers
        or edition_before_run in lists_held
        or edition_before_run < FIRST_WATCH_LIST
    )
    return run if is_known else None


def _by_tier(view: View) -> dict[str, dict[int, int]]:
    """Countries of each tier by edition."""
    counted = {f"tier {tier}": counts_by_year(view.rows.filter(pl.col("tier") == tier)) for tier in TIERS}
    return {name: counts for name, counts in counted.items() if counts}


def _agreements(view: View) -> pl.DataFrame:
    return view.rows.group_by("agreement").len("count").sort("agreement").collect()


def _disagreements(view: View) -> pl.DataFrame:
    """The sightings of placements whose sightings differ."""
    odd = view.rows.filter(pl.col("agreement").is_in(["majority", "conflict"])).select(*_KEY)
    sightings = view.inputs["tier_sightings"].join(odd, on=_KEY, how="semi")
    return sightings.select(*_KEY, "place", "tier", "sentence").collect()


BUILD: Final = Build(
    table=TIER_PLACEMENTS,
    make=placements_of,
    inputs={"sightings": Staged("tier_sightings"), "pages": Staged("pages"), "countries": Staged("countries")},
    rebuilds_as="placements_follow_sightings",
    charts=(Chart("tiers_by_edition", "tiers by edition", _by_tier),),
    listings=(Listing("agreement", _agreements), Listing("disagreements", _disagreements)),
    columns_from={
        "tier_rank": ("tier_sightings.tier",),
        "previous_tier": ("tier_sightings.tier",),
        "change": ("tier_sightings.tier", "pages.kind", "pages.outcome"),
        "watch_list_run": ("tier_sightings.tier", "pages.kind", "pages.outcome"),
        "sightings": ("tier_sightings.place",),
        "agreement": ("tier_sightings.tier",),
        "region": ("countries.region",),
    },
)
