"""The analyst's panel."""

import dataframely as dy

from warehouse.tables.columns import CountryYear, placement
from warehouse.tables.declaration import ForeignKey, Table, one_of
from warehouse.tables.vocabulary import CHANGES, REGIONS


class CountryYears(CountryYear):
    """One row per country and edition year with what the warehouse holds about it."""

    country_name = dy.String(nullable=False, description="Name as current editions print it")
    region = one_of(REGIONS, nullable=True, description="Regional bureau of the State Department; null where none")
    tier = placement("Placement in the TIP Report of the year; null where none is held", nullable=True)
    previous_tier = placement("Placement in the edition before; null where it is not held", nullable=True)
    change = one_of(CHANGES, nullable=True, description="As in tier_placements")
    watch_list_run = dy.Int16(nullable=True, min=0, description="As in tier_placements")
    waiver_stated = dy.Bool(nullable=True, description="As in tier_placements")
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


COUNTRY_YEARS = Table(
    name="country_years",
    schema=CountryYears,
    one_row_is="a country and edition year",
    lineage="tier_placements, report_sections, recommendations, countries",
    foreign_keys=(ForeignKey(("country",), "countries", ("country",)),),
)
