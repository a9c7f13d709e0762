"""The analyst's panel."""

from __future__ import annotations

from warehouse.tables.columns import CountryYear, placement, tier_rank
from warehouse.tables.declaration import ForeignKey, Table, one_of
from warehouse.tables.schema_library import declared_columns, dy, pl
from warehouse.tables.tiers import TierPlacements
from warehouse.tables.vocabulary import CHANGES, HEADLINES, MEASURE_STATUSES, REGIONS


def _meaning_in_placements(column: str) -> str:
    """The description of a column that the panel takes over from `tier_placements`."""
    return str(declared_columns(TierPlacements)[column].options["description"])


def _headline(what: str) -> dy.Int64:
    return dy.Int64(
        nullable=True,
        min=0,
        description=f"{what}, all kinds, as the edition states them for its own period; null where it states none or"
        " more than one figure",
    )


def _status(what: str) -> dy.String:
    return one_of(
        MEASURE_STATUSES,
        nullable=True,
        description=f"What the narrative says of {what} in its own period; null where no narrative is held",
    )


class CountryYears(CountryYear):
    """One row per country and edition year with what the warehouse holds about it."""

    country_name = dy.String(nullable=False, description="Name as current editions print it")
    region = one_of(REGIONS, nullable=True, description="Regional bureau of the State Department; null where none")
    tier = placement("Placement in the TIP Report of the year; null where none is held", nullable=True)
    tier_rank = tier_rank()
    previous_tier = placement("Placement in the edition before; null where it is not held", nullable=True)
    change = one_of(CHANGES, nullable=True, description=_meaning_in_placements("change"))
    watch_list_run = dy.Int16(nullable=True, min=0, description=_meaning_in_placements("watch_list_run"))
    waiver_stated = dy.Bool(nullable=True, description=_meaning_in_placements("waiver_stated"))
    investigations = _headline("Investigations")
    prosecutions = _headline("Prosecutions")
    convictions = _headline("Convictions")
    victims_identified = _headline("Victims identified")
    investigations_status = _status("investigations")
    prosecutions_status = _status("prosecutions")
    convictions_status = _status("convictions")
    victims_identified_status = _status("victims identified")
    recommendations = dy.Int32(
        nullable=True, min=0, description="Recommendations of the TIP narrative; null if no narrative is held"
    )
    recommendations_repeated = dy.Int32(
        nullable=True, min=0, description="Of these, how many repeat one of the edition before"
    )
    words = dy.Int32(nullable=False, min=0, description="Words in all report sections held for the country and year")
    sections = dy.Int32(nullable=False, min=0, description="Report sections held for the country and year")
    words_tip = dy.Int32(nullable=True, min=1, description="Words of the TIP narrative; null if not held")
    words_human_rights = dy.Int32(
        nullable=True,
        min=1,
        description="Words of the Country Report on Human Rights Practices; null if not held",
    )
    news_articles = dy.Int32(
        nullable=False, min=0, description="Articles of the year that are mainly about the country"
    )
    news_claims = dy.Int32(nullable=False, min=0, description="Claims of the news about the country in this edition")
    news_claims_exact = dy.Int32(
        nullable=False, min=0, description="Of these, how many the record bears out to the letter or rounded"
    )

    @dy.rule()
    def statuses_of_held_narratives(cls) -> pl.Expr:
        """A measure has a status exactly where a narrative is held."""
        held = pl.col("words_tip").is_not_null()
        return pl.all_horizontal(pl.col(f"{name}_status").is_not_null() == held for name in HEADLINES)

    @dy.rule()
    def figures_are_stated(cls) -> pl.Expr:
        """The panel has a figure only where the narrative states one."""
        return pl.all_horizontal(
            pl.col(name).is_null() | (pl.col(f"{name}_status") == "stated").fill_null(False) for name in HEADLINES
        )


COUNTRY_YEARS = Table(
    name="country_years",
    declaration=CountryYears,
    grain="a country and edition year",
    foreign_keys=(ForeignKey(("country",), "countries", ("country",)),),
)
