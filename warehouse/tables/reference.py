"""Tables of reference: what countries and editions exist."""

import dataframely as dy
import polars as pl

from warehouse.tables.columns import COUNTRY_CODE, family
from warehouse.tables.declaration import Table, one_of
from warehouse.tables.vocabulary import EDITION_STATUSES, REGIONS


class Countries(dy.Schema):
    """A country or territory that any report family covers."""

    country = dy.String(
        primary_key=True,
        regex=COUNTRY_CODE,
        description="ISO 3166-1 alpha-3 code; XKX is Kosovo, WLD the world",
    )
    name = dy.String(nullable=False, min_length=1, description="Name as current editions print it")
    aliases = dy.List(
        dy.String(nullable=False),
        nullable=False,
        description="Other names and spellings that editions and newspapers print, without the name itself",
    )
    region = one_of(REGIONS, nullable=True, description="Regional bureau of the State Department; null where none")
    first_edition = dy.Int16(nullable=True, description="First edition of the TIP Report that ranks the country")
    last_edition = dy.Int16(nullable=True, description="Last such edition; null where the country is still covered")
    successor = dy.String(nullable=True, description="What followed a dissolved or renamed country")


class Editions(dy.Schema):
    """An edition of a report family and how much of it is held."""

    family = family()
    year = dy.Int16(primary_key=True, min=1990, max=2100, description="The edition of the report")
    release_date = dy.Date(nullable=True, description="Day of publication in Washington; null where not known")
    expected = dy.Int32(nullable=True, min=1, description="Country pages the edition is known to have")
    held = dy.Int32(nullable=False, min=0, description="Country pages read, counting main areas only")
    status = one_of(
        EDITION_STATUSES, description="complete: all expected pages are held; partial: some; not_loaded: none"
    )
    period_start = dy.Date(nullable=True, description="First day the edition reports on")
    period_end = dy.Date(nullable=True, description="Last day the edition reports on")

    @dy.rule()
    def status_fits_held(cls) -> pl.Expr:
        """`not_loaded` means no page, `complete` means no page missing."""
        complete = (pl.col("held") > 0) & (pl.col("held") >= pl.col("expected"))
        return (
            pl.when(pl.col("held") == 0)
            .then(pl.col("status") == "not_loaded")
            .otherwise(pl.col("status") == pl.when(complete).then(pl.lit("complete")).otherwise(pl.lit("partial")))
        )

    @dy.rule()
    def period_in_order(cls) -> pl.Expr:
        """A period ends after it starts."""
        return pl.col("period_start") <= pl.col("period_end")


COUNTRIES = Table(
    name="countries",
    schema=Countries,
    one_row_is="a country or territory",
    lineage="reviewed reference data of the project",
    partitioned=False,
)

EDITIONS = Table(
    name="editions",
    schema=Editions,
    one_row_is="an edition of a report family",
    lineage="reviewed reference data of the project; `held` and `status` counted from `pages`",
    partitioned=False,
)
