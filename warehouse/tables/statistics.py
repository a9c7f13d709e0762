"""The counts that the narratives of the Trafficking in Persons Report state."""

from __future__ import annotations

from warehouse.tables.columns import CountryYear, origin, page_digest, source_url
from warehouse.tables.declaration import ForeignKey, Table, one_of
from warehouse.tables.schema_library import dy, pl
from warehouse.tables.vocabulary import (
    CERTAINTIES,
    MEASURES,
    PERIOD_BASES,
    QUALIFIERS,
    ROLES,
    SCOPES,
    SECTIONS,
    TRAFFICKING_TYPES,
    UNITS,
)


class EnforcementStatistics(CountryYear):
    """One stated count, with the sentence that proves it."""

    position = dy.Int32(primary_key=True, min=1, description="Place of the part of the page, as in report_sections")
    ordinal = dy.Int32(primary_key=True, min=1, description="Place of the count in that part, from 1")
    measure = one_of(MEASURES, description="What is counted")
    trafficking_type = one_of(TRAFFICKING_TYPES, description="Kind of trafficking; `all` for totals")
    value = dy.Int64(
        nullable=True,
        min=0,
        description="The count as printed, of a range the lower end; 0 is a stated zero, null a figure not reported",
    )
    value_high = dy.Int64(nullable=True, min=0, description="Upper end of a range; null where one number is printed")
    qualifier = one_of(QUALIFIERS, description="How exact the text says the count is")
    unit = one_of(UNITS, description="Cases or persons")
    role = one_of(ROLES, description="The edition's own figure, or an earlier one given for comparison")
    period_year = dy.Int16(
        nullable=True,
        min=1900,
        max=2100,
        description="Calendar year the count is of; null where the text leaves it open",
    )
    period_basis = one_of(PERIOD_BASES, description="What the period is counted by")
    section = one_of(SECTIONS["tip"], description="Section of the sentence")
    sentence = dy.String(nullable=False, min_length=1, description="The sentence that states the count, as printed")
    char_start = dy.Int32(nullable=False, min=0, description="Where the sentence begins in report_sections.text")
    char_end = dy.Int32(nullable=False, min=1, description="Where it ends, exclusive; both in code points")
    certainty = one_of(CERTAINTIES, description="How certain it is that the count was read rightly")
    scope = one_of(SCOPES, description="What the count covers; only totals enter the panel and claim checks")
    source_url = source_url()
    page_digest = page_digest()
    origin = origin()

    @dy.rule()
    def span_holds_the_sentence(cls) -> pl.Expr:
        """The span is as long as the sentence."""
        return pl.col("char_end") - pl.col("char_start") == pl.col("sentence").str.len_chars()

    @dy.rule()
    def only_unreported_figures_are_empty(cls) -> pl.Expr:
        """The value is null exactly when the text says that the figure was not reported."""
        return (pl.col("qualifier") == "not_reported") == pl.col("value").is_null()

    @dy.rule()
    def ranges_rise(cls) -> pl.Expr:
        """The upper end of a range is not below the lower, and a figure not reported has none."""
        return pl.col("value_high").is_null() | (pl.col("value_high") >= pl.col("value")).fill_null(False)

    @dy.rule()
    def current_counts_are_recent(cls) -> pl.Expr:
        """The edition's own figure is of no year after it."""
        return pl.col("period_year").is_null() | (pl.col("period_year") <= pl.col("year"))


ENFORCEMENT_STATISTICS = Table(
    name="enforcement_statistics",
    declaration=EnforcementStatistics,
    grain="one stated count",
    foreign_keys=(ForeignKey(("country",), "countries", ("country",)),),
)
