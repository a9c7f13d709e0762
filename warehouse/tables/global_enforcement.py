"""The TIP Report's own table of law enforcement, for the world and by region."""

from __future__ import annotations

from warehouse.tables.columns import CountryYear, origin, page_digest, source_url
from warehouse.tables.declaration import Table, one_of
from warehouse.tables.schema_library import dy, pl
from warehouse.tables.vocabulary import ENFORCEMENT_REGIONS, WORLD


def _count(what: str) -> dy.Int32:
    return dy.Int32(nullable=True, min=0, description=what)


class GlobalEnforcement(CountryYear):
    """A row of an edition's table; each edition restates earlier years, and every statement is a row."""

    region = one_of(ENFORCEMENT_REGIONS, primary_key=True, description="Region of the table, or `world`")
    data_year = dy.Int16(primary_key=True, min=1999, max=2100, description="The year the counts are of")
    prosecutions = _count("Prosecutions")
    prosecutions_labor = _count("Of these, for labor trafficking: the figure in brackets")
    convictions = _count("Convictions")
    convictions_labor = _count("Of these, for labor trafficking")
    victims_identified = _count("Victims identified")
    victims_labor = _count("Of these, of labor trafficking")
    legislation = _count("New or amended laws")
    source_url = source_url()
    page_digest = page_digest()
    origin = origin()

    @dy.rule()
    def of_the_world(cls) -> pl.Expr:
        """The table is about no one country."""
        return pl.col("country") == WORLD

    @dy.rule()
    def reported_later(cls) -> pl.Expr:
        """An edition reports on years before its own."""
        return pl.col("data_year") < pl.col("year")

    @dy.rule()
    def labor_is_a_part(cls) -> pl.Expr:
        """Labor trafficking is a part of the whole."""
        return pl.all_horizontal(
            (pl.col(part) <= pl.col(whole)).fill_null(True)
            for whole, part in (
                ("prosecutions", "prosecutions_labor"),
                ("convictions", "convictions_labor"),
                ("victims_identified", "victims_labor"),
            )
        )


GLOBAL_ENFORCEMENT = Table(
    name="global_enforcement",
    declaration=GlobalEnforcement,
    grain="a row of the report's own world or regional table",
)
