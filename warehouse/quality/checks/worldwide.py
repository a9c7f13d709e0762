"""Checks on `statutory_lists` and `global_enforcement`."""

from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.tables.vocabulary import (
    ENFORCEMENT_REGIONS,
)

_KEY: Final = ["country", "year"]
_COUNTS: Final = ("prosecutions", "convictions", "victims_identified")
_REGION_COUNT: Final = len(ENFORCEMENT_REGIONS) - 1
_RESTATED_SHARE: Final = 0.25
"""The largest share by which an edition may correct an earlier one."""

_MAGNITUDE_FACTOR: Final = 3.0
"""The largest factor between a count of the world and the counts of the years around it."""

_NEAR_YEARS: Final = 2


def _policy_or_pattern_on_tier_3(context: CheckContext) -> Finding:
    """22 USC 7107(b)(1)(C) with PL 115-425: a government with a policy or pattern of trafficking is on Tier 3."""
    listed = context.frame("statutory_lists").filter(pl.col("list") == "policy_or_pattern")
    placed = listed.join(context.frame("tier_placements").select(*_KEY, "tier"), on=_KEY, how="inner")
    odd = placed.filter(pl.col("tier") != "3").sort(_KEY)
    failing = [
        Failing(f"{row['country']} {row['year']}: listed, but on tier {row['tier']}", row["country"], row["year"])
        for row in odd.iter_rows(named=True)
    ]
    return Finding(failing, f"{placed.height} listings compared, {odd.height} not on Tier 3", "all on Tier 3")


def _world_is_sum_of_regions(context: CheckContext) -> Finding:
    """The world row is the sum of the six regions wherever an edition prints all of them."""
    rows = context.frame("global_enforcement")
    key = ["year", "data_year"]
    regions = rows.filter(pl.col("region") != "world")
    summed = [pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum()) for name in _COUNTS]
    sums = regions.group_by(key).agg(pl.len().alias("regions"), *summed)
    both = rows.filter(pl.col("region") == "world").join(sums.filter(pl.col("regions") == 6), on=key, suffix="_sum")
    failing = [
        f"{row['year']} on {row['data_year']}: {name} {row[name]:,}, regions add up to {row[f'{name}_sum']:,}"
        for row in both.sort(key).iter_rows(named=True)
        for name in _COUNTS
        if row[name] is not None and row[f"{name}_sum"] is not None and row[name] != row[f"{name}_sum"]
    ]
    return Finding(
        failing, f"{both.height} world rows compared with their regions, {len(failing)} differ", "equal sums"
    )


def _convictions_below_prosecutions(context: CheckContext) -> Finding:
    rows = context.frame("global_enforcement").sort("year", "region", "data_year")
    odd = rows.filter(pl.col("convictions") > pl.col("prosecutions"))
    failing = [
        f"{row['year']} {row['region']} {row['data_year']}: {row['convictions']:,} convictions,"
        f" {row['prosecutions']:,} prosecutions"
        for row in odd.iter_rows(named=True)
    ]
    return Finding(
        failing, f"{odd.height} of {rows.height} rows with more convictions", "convictions below prosecutions"
    )


def _regions_whole(context: CheckContext) -> Finding:
    """An edition prints a year for all six regions or for none of them."""
    held = (
        context.frame("global_enforcement")
        .group_by("year", "data_year")
        .agg((pl.col("region") != "world").sum().alias("regions"))
    )
    odd = held.filter(~pl.col("regions").is_in([0, _REGION_COUNT])).sort("year", "data_year")
    failing = [
        f"{year} on {data_year}: {regions} of {_REGION_COUNT} regions" for year, data_year, regions in odd.iter_rows()
    ]
    return Finding(failing, f"{held.height} printed years, {odd.height} for some regions only", "all regions or none")


def _worldwide_restated(context: CheckContext) -> Finding:
    """The counts of several editions for one region and year differ by corrections only."""
    stated = _stated_counts(context)
    spread = stated.group_by("region", "data_year", "count").agg(
        pl.len().alias("editions"), pl.col("value").min().alias("low"), pl.col("value").max().alias("high")
    )
    compared = spread.filter(pl.col("editions") > 1)
    odd = compared.filter(pl.col("high") > pl.col("low") * (1 + _RESTATED_SHARE)).sort("region", "data_year", "count")
    failing = [
        f"{row['region']} {row['data_year']}: {row['count']} {row['low']:,} to {row['high']:,}"
        for row in odd.iter_rows(named=True)
    ]
    return Finding(
        failing,
        f"{compared.height} counts stated by several editions, {odd.height} far apart",
        f"within {_RESTATED_SHARE:.0%}",
    )


def _worldwide_magnitude(context: CheckContext) -> Finding:
    """A count of the world is of the size of the counts of the years around it, of all editions."""
    world = _stated_counts(context).filter(pl.col("region") == "world")
    around = world.select("count", pl.col("data_year").alias("near"), pl.col("value").alias("there"))
    pairs = world.join(around, on="count").filter(
        (pl.col("near") - pl.col("data_year")).abs().is_between(1, _NEAR_YEARS)
    )
    usual = pairs.group_by("year", "data_year", "count", "value").agg(pl.col("there").median().alias("usual"))
    times = pl.col("value") / pl.col("usual")
    odd = usual.filter((times > _MAGNITUDE_FACTOR) | (times < 1 / _MAGNITUDE_FACTOR)).sort("year", "data_year", "count")
    failing = [
        f"{row['year']} on {row['data_year']}: {row['count']} {row['value']:,}, around it {row['usual']:,.0f}"
        for row in odd.iter_rows(named=True)
    ]
    return Finding(
        failing, f"{usual.height} counts, {odd.height} of another size", f"within {_MAGNITUDE_FACTOR:.0f} times"
    )


def _stated_counts(context: CheckContext) -> pl.DataFrame:
    """One row for each count: year, region, data_year, count, value."""
    rows = context.frame("global_enforcement")
    return rows.unpivot(
        list(_COUNTS), index=["year", "region", "data_year"], variable_name="count", value_name="value"
    ).filter(pl.col("value").is_not_null())


CHECKS: Final = (
    Check(
        name="policy_or_pattern_on_tier_3",
        table="statutory_lists",
        severity="error",
        blocking=True,
        reason="A government with a policy or pattern of trafficking is placed on Tier 3 by law.",
        advice="A list or a tier was misread; read both pages.",
        find=_policy_or_pattern_on_tier_3,
        reads=("tier_placements",),
    ),
    Check(
        name="world_is_sum_of_regions",
        table="global_enforcement",
        severity="warning",
        blocking=False,
        reason="The world row of an edition is the sum of its six regions; printed sums are off by one at times.",
        advice="Compare the pages; a difference of more than a few is a misread cell.",
        find=_world_is_sum_of_regions,
    ),
    Check(
        name="convictions_below_prosecutions",
        table="global_enforcement",
        severity="warning",
        blocking=False,
        reason="A region seldom convicts more people than it prosecutes in a year.",
        advice="Compare the page; cases of earlier years can explain it.",
        find=_convictions_below_prosecutions,
    ),
    Check(
        name="regions_whole",
        table="global_enforcement",
        severity="warning",
        blocking=False,
        reason="A year that an edition prints for some regions only has lost a row.",
        advice="Compare the page; one of its regions may have a name that is not known.",
        find=_regions_whole,
    ),
    Check(
        name="worldwide_restated",
        table="global_enforcement",
        severity="warning",
        blocking=False,
        reason="Editions state the same years again and correct them slightly; a large difference is a misread cell.",
        advice="Compare the pages of the editions.",
        find=_worldwide_restated,
    ),
    Check(
        name="worldwide_magnitude",
        table="global_enforcement",
        severity="warning",
        blocking=False,
        reason="A count ten times that of other years is a misread cell or a digit too many.",
        advice="Compare the page.",
        find=_worldwide_magnitude,
    ),
)
