"""Checks on lists of governments and on the report's own tables of law enforcement."""

from typing import Final

import polars as pl

from warehouse.quality.rule import Failing, Finding, Rule, Subject

_KEY: Final = ["country", "year"]
_COUNTS: Final = ("prosecutions", "convictions", "victims_identified")


def _pattern_on_tier_3(subject: Subject) -> Finding:
    """22 USC 7107(b)(1)(C) with PL 115-425: a government with a policy or pattern of trafficking is on Tier 3."""
    listed = subject.frame("statutory_lists").filter(pl.col("list") == "policy_or_pattern")
    placed = listed.join(subject.frame("tier_placements").select(*_KEY, "tier"), on=_KEY, how="inner")
    odd = placed.filter(pl.col("tier") != "3").sort(_KEY)
    failing = [
        Failing(f"{row['country']} {row['year']}: listed, but on tier {row['tier']}", row["country"], row["year"])
        for row in odd.iter_rows(named=True)
    ]
    return Finding(failing, f"{placed.height} listings compared, {odd.height} not on Tier 3", "all on Tier 3")


def _regions_add_up(subject: Subject) -> Finding:
    """The world row is the sum of the six regions wherever an edition prints all of them."""
    rows = subject.frame("global_enforcement")
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


def _convictions_below(subject: Subject) -> Finding:
    rows = subject.frame("global_enforcement").sort("year", "region", "data_year")
    odd = rows.filter(pl.col("convictions") > pl.col("prosecutions"))
    failing = [
        f"{row['year']} {row['region']} {row['data_year']}: {row['convictions']:,} convictions,"
        f" {row['prosecutions']:,} prosecutions"
        for row in odd.iter_rows(named=True)
    ]
    return Finding(
        failing, f"{odd.height} of {rows.height} rows with more convictions", "convictions below prosecutions"
    )


WORLDWIDE_RULES: Final = (
    Rule(
        name="policy_or_pattern_on_tier_3",
        table="statutory_lists",
        severity="error",
        blocking=True,
        reason="A government with a policy or pattern of trafficking is placed on Tier 3 by law.",
        advice="A list or a tier was misread; read both pages.",
        check=_pattern_on_tier_3,
        reads=("tier_placements",),
    ),
    Rule(
        name="world_is_sum_of_regions",
        table="global_enforcement",
        severity="warning",
        blocking=False,
        reason="The world row of an edition is the sum of its six regions; printed sums are off by one at times.",
        advice="Compare the pages; a difference of more than a few is a misread cell.",
        check=_regions_add_up,
    ),
    Rule(
        name="convictions_below_prosecutions",
        table="global_enforcement",
        severity="warning",
        blocking=False,
        reason="A region seldom convicts more people than it prosecutes in a year.",
        advice="Compare the page; cases of earlier years can explain it.",
        check=_convictions_below,
    ),
)
