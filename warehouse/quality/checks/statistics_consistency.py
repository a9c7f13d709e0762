"""Checks on counts that need no labels: what one narrative says against itself, and how much of it was read."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import polars as pl

from warehouse.derived.reading_quality import numbers_by_edition, shares_by_edition
from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.tables.vocabulary import CERTAINTIES

_KEY: Final = ["country", "year"]
_SENTENCE_CHARACTERS: Final = 160
_MOST_UNREAD_SHARE: Final = 0.5
"""Of the numbers of an edition that may be counts. Of 85 real narratives of 2018, four of ten were unread, most of them
counts of one nationality, age or sex."""

_FEWEST_NUMBERS: Final = 200
"""An edition with fewer numbers says nothing about the reader; an edition that is loaded whole has thousands."""

_IS_OWN_TOTAL: Final = (pl.col("role") == "current") & (pl.col("scope") == "total") & pl.col("value").is_not_null()


def by_edition(failing: Sequence[Failing]) -> str:
    """How many failures each edition has: ` (2017: 1, 2018: 3)`; nothing where there is none."""
    counts = sorted(Counter(failure.year for failure in failing if failure.year is not None).items())
    return f" ({', '.join(f'{year}: {count}' for year, count in counts)})" if counts else ""


def _numbers_accounted_for(context: CheckContext) -> Finding:
    sections, statistics = context.frame("report_sections"), context.frame("enforcement_statistics")
    numbers = numbers_by_edition(sections, statistics).with_columns((pl.col("read") + pl.col("unread")).alias("all"))
    odd = numbers.filter((pl.col("all") >= _FEWEST_NUMBERS) & (pl.col("unread") > _MOST_UNREAD_SHARE * pl.col("all")))
    failing = [
        Failing(f"{row['year']}: {row['unread']} of {row['all']} numbers", year=row["year"])
        for row in odd.iter_rows(named=True)
    ]
    total, unread = numbers["all"].sum(), numbers["unread"].sum()
    shares = "; ".join(
        f"{row['year']}: {row['unread']} % of the numbers unread, of {row['counts']} counts "
        + ", ".join(f"{row[name]} % {name}" for name in CERTAINTIES)
        for row in shares_by_edition(sections, statistics).iter_rows(named=True)
    )
    observed = f"{unread} of {total} numbers that may be counts were not read" + (f"; {shares}" if shares else "")
    return Finding(failing, observed, f"at most {_MOST_UNREAD_SHARE:.0%} of an edition")


def _zero_beside_figure(context: CheckContext) -> Finding:
    own = context.frame("enforcement_statistics").filter(_IS_OWN_TOTAL)
    match = [*_KEY, "measure"]
    positive = own.filter(pl.col("value") > 0).select(
        *match,
        pl.col("trafficking_type").alias("other_type"),
        pl.col("value").alias("figure"),
        pl.col("sentence").alias("other"),
    )
    zeros = own.filter(pl.col("value") == 0)
    both = zeros.join(positive, on=match, how="inner").filter(
        (pl.col("trafficking_type") == "all") | (pl.col("trafficking_type") == pl.col("other_type"))
    )
    odd = both.sort(*match, "position", "ordinal", "figure", "other").unique(match, keep="first", maintain_order=True)
    failing = [
        Failing(
            f"{row['country']} {row['year']}: {row['measure']} 0 and {row['figure']}:"
            f" “{_shortened(row['sentence'])}” and “{_shortened(row['other'])}”",
            row["country"],
            row["year"],
        )
        for row in odd.iter_rows(named=True)
    ]
    observed = f"{zeros.height} stated zeros, {len(failing)} beside a figure of the same narrative{by_edition(failing)}"
    return Finding(failing, observed, "no figure beside a stated zero")


def _types_within_totals(context: CheckContext) -> Finding:
    """The largest figures of sex, labor and other trafficking of a narrative add up to no more than its total."""
    own = context.frame("enforcement_statistics").filter(_IS_OWN_TOTAL & (pl.col("qualifier") == "exact"))
    key = [*_KEY, "measure", "unit"]
    largest = own.group_by(*key, "trafficking_type").agg(pl.col("value").max())
    is_total = pl.col("trafficking_type") == "all"
    sums = largest.group_by(key).agg(
        pl.col("value").filter(is_total).max().alias("total"), pl.col("value").filter(~is_total).sum().alias("types")
    )
    odd = sums.filter(pl.col("types") > pl.col("total")).sort(key)
    failing = [
        Failing(
            f"{row['country']} {row['year']}: {row['measure']} ({row['unit']}) {row['total']}, by type {row['types']}",
            row["country"],
            row["year"],
        )
        for row in odd.iter_rows(named=True)
    ]
    compared = sums.filter((pl.col("types") > 0) & pl.col("total").is_not_null()).height
    return Finding(
        failing, f"{compared} totals compared, {len(failing)} exceeded{by_edition(failing)}", "none exceeded"
    )


def _shortened(sentence: str) -> str:
    return sentence if len(sentence) <= _SENTENCE_CHARACTERS else sentence[:_SENTENCE_CHARACTERS] + "…"


CHECKS: Final = (
    Check(
        name="numbers_accounted_for",
        table="report_sections",
        severity="warning",
        blocking=False,
        reason="A number in a section that states counts is read as a count or recognised as something else.",
        advice="Read sections with many `numbers_unread`; add the words that say what their numbers are to"
        " sources/language/data/number_kinds.csv, or the construction to the reader of counts.",
        find=_numbers_accounted_for,
        reads=("enforcement_statistics",),
    ),
    Check(
        name="statistics_zero_beside_figure",
        table="enforcement_statistics",
        severity="warning",
        blocking=False,
        reason="A narrative that says that nobody was convicted has no conviction for the same period.",
        advice="Read both sentences: the zero may be of new cases only, or the figure of an earlier period.",
        find=_zero_beside_figure,
    ),
    Check(
        name="statistics_types_within_totals",
        table="enforcement_statistics",
        severity="warning",
        blocking=False,
        reason="The figures by type of trafficking of a narrative add up to no more than its total.",
        advice="Read the sentences: the total may be that of a part of the country, or a figure of other people.",
        find=_types_within_totals,
    ),
)
