"""The table `editions`: how much of each edition is loaded."""

from typing import Any, Final

import polars as pl

from warehouse.builds.build import Build, Chart, Listing, Reference, Staged, View
from warehouse.tables import EDITIONS
from warehouse.tables.vocabulary import AREA_MAIN, PUBLISHED_TOTALS

_EDITION = ["family", "year"]
_COMPUTED_COLUMNS: Final = {"held", "status", "country_pages", "list_held"}


def editions_held(
    known: list[dict[str, Any]], pages: pl.DataFrame, placements: pl.DataFrame, sections: pl.DataFrame
) -> pl.DataFrame:
    """The `editions` table.

    Args:
        known: the reviewed rows of editions.
        pages: the `pages` table.
        placements: the `tier_placements` table.
        sections: the `report_sections` table.

    An edition with pages but without a reviewed row is listed without an expected number.
    """
    schema = {name: dtype for name, dtype in EDITIONS.polars_schema().items() if name not in _COMPUTED_COLUMNS}
    declared = pl.DataFrame(known, schema=schema, orient="row")
    read = pages.filter(pl.col("outcome") == "read")
    country_pages = countries_read(pages, sections)
    held = (
        declared.join(pages.select(_EDITION).unique(), on=_EDITION, how="full", coalesce=True)
        .join(country_pages.group_by(_EDITION).agg(_count("country_pages")), on=_EDITION, how="left")
        .join(_editions_with_list(read), on=_EDITION, how="left")
        .join(_placed_countries(placements), on=_EDITION, how="left")
        .with_columns(pl.col("country_pages").fill_null(0), pl.col("list_held").fill_null(False))
        .with_columns(pl.coalesce("placed", "country_pages").alias("held"))
    )
    return held.with_columns(_status().alias("status")).select(EDITIONS.columns).sort(EDITIONS.key)


def countries_read(pages: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    """Family, year and country of everything that was read, from country pages and from pages of several narratives.

    Args:
        pages: the `pages` table.
        sections: the `report_sections` table.
    """
    read = pages.filter(pl.col("outcome") == "read")
    own = read.filter((pl.col("kind") == "country") & (pl.col("area") == AREA_MAIN))
    shared = read.filter(pl.col("kind") == "narratives").select(*_EDITION, "source_url")
    parts = sections.select(*_EDITION, "country", "source_url").unique()
    inside = parts.join(shared, on=[*_EDITION, "source_url"], how="semi")
    return pl.concat([own.select(*_EDITION, "country"), inside.select(*_EDITION, "country")])


def _count(name: str) -> pl.Expr:
    return pl.len().cast(pl.Int32).alias(name)


def _editions_with_list(read: pl.DataFrame) -> pl.DataFrame:
    lists = read.filter(pl.col("kind") == "placement_list")
    return lists.select(_EDITION).unique().with_columns(pl.lit(True).alias("list_held"))


def _placed_countries(placements: pl.DataFrame) -> pl.DataFrame:
    """Countries with a placement, in total and by tier, by edition of the TIP Report."""
    by_tier = [(pl.col("tier") == tier).sum().cast(pl.Int32).alias(f"placed_{tier}") for tier in PUBLISHED_TOTALS]
    counted = placements.group_by("year").agg(_count("placed"), *by_tier)
    return counted.with_columns(pl.lit("tip").alias("family"))


def _status() -> pl.Expr:
    totals_met = pl.all_horizontal(
        (pl.col(f"placed_{tier}") == pl.col(published)).fill_null(True) for tier, published in PUBLISHED_TOTALS.items()
    )
    is_complete = (pl.col("held") >= pl.col("expected")).fill_null(False) & totals_met
    return (
        pl.when(pl.col("held") == 0)
        .then(pl.lit("not_loaded"))
        .when(is_complete)
        .then(pl.lit("complete"))
        .otherwise(pl.lit("partial"))
    )


def _coverage(view: View) -> dict[str, dict[int, int]]:
    """Loaded and missing countries by edition of the TIP Report."""
    tip = view.rows.filter(pl.col("family") == "tip").sort("year").select("year", "held", "expected").collect()
    return {
        "held": {year: held for year, held, _ in tip.iter_rows()},
        "missing": {year: max((expected or 0) - held, 0) for year, held, expected in tip.iter_rows()},
    }


def _statuses(view: View) -> pl.DataFrame:
    return view.rows.group_by("family", "status").len("count").sort("family", "status").collect()


BUILD: Final = Build(
    table=EDITIONS,
    make=editions_held,
    inputs={
        "known": Reference("editions"),
        "pages": Staged("pages"),
        "placements": Staged("tier_placements"),
        "sections": Staged("report_sections", ("family", "year", "country", "source_url")),
    },
    rebuilds_as="editions_follow_pages",
    charts=(Chart("coverage_of_tip", "countries held and missing by edition", _coverage),),
    listings=(Listing("status", _statuses),),
)
