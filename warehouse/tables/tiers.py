"""Tables of tiers: where they are printed, what a country's placement is, what changed between editions."""

from __future__ import annotations

from warehouse.tables.columns import (
    CountryYear,
    char_end,
    char_start,
    origin,
    page_digest,
    placement,
    source_url,
    tier_rank,
)
from warehouse.tables.declaration import ForeignKey, Table, one_of
from warehouse.tables.schema_library import dy, pl
from warehouse.tables.vocabulary import AGREEMENTS, CHANGES, CONFIDENCES, PLACES, RANKED_TIERS, REGIONS

_COUNTRY = ForeignKey(("country",), "countries", ("country",))
_EVIDENCE = "its text: the list's line, the heading, or report_sections.text at that position"


class TierSightings(CountryYear):
    """One place where a tier is printed."""

    place = one_of(PLACES, primary_key=True, description="Where the tier is printed")
    position = dy.Int32(
        primary_key=True,
        min=0,
        description="Place in the list, from 1; 0 for the heading; for a verdict the position in report_sections",
    )
    tier = placement("Placement that is printed")
    tier_printed = dy.String(nullable=False, min_length=1, description="The tier as printed")
    country_printed = dy.String(nullable=True, description="The country as printed there; null where it is not named")
    sentence = dy.String(nullable=False, min_length=1, description="The line or sentence that says it")
    char_start = char_start(_EVIDENCE)
    char_end = char_end(_EVIDENCE)
    change_stated = one_of(
        CHANGES,
        nullable=True,
        description="The change that the verdict states; null where it states none, or without a verdict",
    )
    consecutive_year_stated = dy.Int16(
        nullable=True, min=1, description="Which consecutive year on this tier the verdict says it is"
    )
    waiver_stated = dy.Bool(
        nullable=True, description="Whether the verdict says a waiver kept the country from Tier 3; null elsewhere"
    )
    automatic_downgrade_stated = dy.Bool(
        nullable=True, description="Whether it says Tier 3 followed because years or waivers ran out; null elsewhere"
    )
    policy_or_pattern_stated = dy.Bool(
        nullable=True, description="Whether it mentions a government policy or pattern; null elsewhere"
    )
    child_soldiers_stated = dy.Bool(
        nullable=True, description="Whether it mentions the child soldiers list; null elsewhere"
    )
    source_url = source_url()
    page_digest = page_digest()
    origin = origin()

    @dy.rule()
    def span_is_the_sentence(cls) -> pl.Expr:
        """The span is as long as the sentence."""
        return pl.col("char_end") - pl.col("char_start") == pl.col("sentence").str.len_chars()


class TierPlacements(CountryYear):
    """A country's placement in an edition."""

    tier = placement("Placement: what most sightings say, on a tie the most authoritative of them")
    tier_rank = tier_rank()
    tier_printed = dy.String(nullable=False, description="The tier as printed in the sighting that is used")
    country_printed = dy.String(nullable=True, description="The country as printed there")
    region = one_of(
        REGIONS, nullable=True, description="Regional bureau of the State Department, as of today; null where none"
    )
    previous_tier = placement("Placement in the edition before; null where it is not held", nullable=True)
    change = one_of(
        CHANGES,
        nullable=True,
        description="Against the edition before; null where it is not loaded or either side has no rank",
    )
    watch_list_run = dy.Int16(
        nullable=True,
        min=0,
        description="Consecutive editions on 2WL up to this one; null where an edition needed to count is not loaded",
    )
    waiver_stated = dy.Bool(
        nullable=True,
        description="Whether the narrative says a waiver kept the country from Tier 3; null where it is not held",
    )
    sightings = dy.Int16(nullable=False, min=1, description="How many places print the country's tier")
    agreement = one_of(AGREEMENTS, description="How the sightings compare")
    source_url = source_url()
    page_digest = page_digest()
    origin = origin()

    @dy.rule()
    def no_change_without_rank(cls) -> pl.Expr:
        """A country without a rank was neither upgraded nor downgraded, nor did it stay."""
        ranked = pl.col("tier").is_in(list(RANKED_TIERS))
        return ranked | pl.col("change").is_null()

    @dy.rule()
    def watch_list_run_fits_tier(cls) -> pl.Expr:
        """A run is counted exactly for countries on the Watch List."""
        return pl.col("watch_list_run").is_null() | ((pl.col("watch_list_run") > 0) == (pl.col("tier") == "2WL"))


class TierEvents(CountryYear):
    """A reassessment between editions."""

    date = dy.Date(
        primary_key=True, description="Day of the reassessment; the first of the month where only it is known"
    )
    tier_before = placement("Placement of the edition")
    tier_after = placement("Placement after the reassessment; the edition's own stays what it was")
    reason = dy.String(nullable=False, description="What happened, in words")
    source = dy.String(nullable=False, description="Where this is known from")
    confidence = one_of(CONFIDENCES, description="How sure it is")


class TierRecord(CountryYear):
    """A placement as secondary sources have it."""

    tier = placement("Placement")
    confidence = one_of(CONFIDENCES, description="How sure it is")
    source = dy.String(nullable=False, description="Where it is known from")


TIER_SIGHTINGS = Table(
    name="tier_sightings",
    declaration=TierSightings,
    grain="one place where a tier is printed",
    foreign_keys=(_COUNTRY,),
)

TIER_PLACEMENTS = Table(
    name="tier_placements",
    declaration=TierPlacements,
    grain="a country's placement in an edition of the TIP Report",
    foreign_keys=(_COUNTRY,),
)

TIER_EVENTS = Table(
    name="tier_events",
    declaration=TierEvents,
    grain="a reassessment of a country between two editions",
    foreign_keys=(_COUNTRY,),
)

TIER_RECORD = Table(
    name="tier_record",
    declaration=TierRecord,
    grain="a placement as secondary sources have it",
    partitioned=False,
    in_identity=False,
)
