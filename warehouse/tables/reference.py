"""Tables of reference: what countries and editions exist."""

from __future__ import annotations

from warehouse.tables.columns import COUNTRY_CODE, family
from warehouse.tables.declaration import Table, one_of
from warehouse.tables.schema_library import dy, pl
from warehouse.tables.vocabulary import CONFIDENCES, EDITION_STATUSES, REGIONS


def _published(where: str) -> dy.Int32:
    return dy.Int32(
        nullable=True,
        min=0,
        description=f"Countries on {where} by the published totals; null where not known or not tip",
    )


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
    iso2 = dy.String(
        nullable=True, regex=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2 code; XK is Kosovo; null for the world"
    )
    iso_numeric = dy.Int16(
        nullable=True, min=1, max=999, description="ISO 3166-1 numeric code, which is the UN M49 code; null where none"
    )
    cow = dy.Int16(
        nullable=True, min=2, max=999, description="Correlates of War number of the state; null where it lists none"
    )
    gwn = dy.Int16(
        nullable=True,
        min=2,
        max=999,
        description="Gleditsch and Ward number of the state, microstates included; null where it lists none",
    )
    world_bank = dy.String(
        nullable=True, regex=COUNTRY_CODE, description="Code in the World Bank's API; null where it has no data of it"
    )


class Editions(dy.Schema):
    """An edition of a report family and how much of it is held."""

    family = family()
    year = dy.Int16(primary_key=True, min=1990, max=2100, description="The edition of the report")
    release_date = dy.Date(nullable=True, description="Day of publication in Washington; null where not known")
    expected = dy.Int32(
        nullable=True, min=1, description="Countries the edition is known to cover; in human_rights its country pages"
    )
    held = dy.Int32(
        nullable=False,
        min=0,
        description="Countries held: in tip those with a placement, in human_rights those whose page was read",
    )
    status = one_of(
        EDITION_STATUSES,
        description="complete: all expected countries are held and, in tip, every published total is met; partial: some"
        " are; not_loaded: none",
    )
    country_pages = dy.Int32(
        nullable=False,
        min=0,
        description="Countries read, each on a page of its own or on one it shares; main areas only",
    )
    list_held = dy.Bool(nullable=False, description="Whether the edition's list of all placements was read")
    period_start = dy.Date(nullable=True, description="First day the edition reports on")
    period_end = dy.Date(nullable=True, description="Last day the edition reports on")
    published_1 = _published("Tier 1")
    published_2 = _published("Tier 2")
    published_2wl = _published("the Tier 2 Watch List")
    published_3 = _published("Tier 3")
    published_special_case = _published("no tier as special cases")
    totals_confidence = one_of(
        CONFIDENCES, nullable=True, description="How sure the published totals are; null where there are none"
    )

    @dy.rule()
    def status_fits_held(cls) -> pl.Expr:
        """`not_loaded` means nothing held, `complete` means nothing missing."""
        return (
            pl.when(pl.col("held") == 0)
            .then(pl.col("status") == "not_loaded")
            .when(pl.col("held") >= pl.col("expected"))
            .then(pl.col("status").is_in(["complete", "partial"]))
            .otherwise(pl.col("status") == "partial")
        )

    @dy.rule()
    def period_in_order(cls) -> pl.Expr:
        """A period ends after it starts."""
        return pl.col("period_start") <= pl.col("period_end")


COUNTRIES = Table(
    name="countries",
    declaration=Countries,
    grain="a country or territory",
    partitioned=False,
)

EDITIONS = Table(
    name="editions",
    declaration=Editions,
    grain="an edition of a report family",
    partitioned=False,
)
