"""Columns that several tables share."""

from warehouse.tables.declaration import one_of
from warehouse.tables.schema_library import dy
from warehouse.tables.vocabulary import FAMILIES, ORIGINS, RANKED_TIERS, TIERS

COUNTRY_CODE = r"^[A-Z]{3}$"


def country() -> dy.String:
    """The country a row concerns."""
    return dy.String(
        primary_key=True,
        regex=COUNTRY_CODE,
        description="ISO 3166-1 alpha-3 code; XKX is Kosovo, WLD what concerns the whole world or no one country",
    )


def year(description: str) -> dy.Int16:
    """The year of a row."""
    return dy.Int16(primary_key=True, min=1990, max=2100, description=description)


class CountryYear(dy.Schema):
    """The first two columns of every partitioned table of the reports."""

    country = country()
    year = year("The edition of the report")


class CountryPublished(dy.Schema):
    """The first two columns of a table of articles."""

    country = country()
    year = year("The year of publication")


class CountryClaimed(dy.Schema):
    """The first two columns of a table of claims."""

    country = country()
    year = year("The edition the claim speaks of; the year of publication where it speaks of none")


def family(*, primary_key: bool = True) -> dy.String:
    """The report family a row belongs to."""
    return one_of(FAMILIES, primary_key=primary_key, description="Report family")


def source_url() -> dy.String:
    """The address of the archived page."""
    return dy.String(nullable=False, min_length=1, description="The archived page's target URI, as it stands")


def page_digest() -> dy.String:
    """The digest of the page that the row was read from."""
    return dy.String(
        nullable=False,
        regex="^[0-9a-f]{64}$",
        description="SHA-256 of the page's body after content decoding, in hexadecimal",
    )


def origin() -> dy.String:
    """The origin of the page."""
    return one_of(ORIGINS, description="Where the page's bytes came from: live web, an archive, the sample")


def placement(description: str, *, nullable: bool = False) -> dy.String:
    """A placement."""
    return one_of(TIERS, nullable=nullable, description=description)


def tier_rank() -> dy.Int8:
    """The rank of a placement."""
    return dy.Int8(
        nullable=True,
        min=1,
        max=len(RANKED_TIERS),
        description="Rank of the tier: 1, 2, 3 for the Watch List, 4 for Tier 3; null for other placements",
    )


def char_start(of: str) -> dy.Int32:
    """The start of a span."""
    return dy.Int32(nullable=False, min=0, description=f"First character of the sentence in {of}, in code points")


def char_end(of: str) -> dy.Int32:
    """The end of a span."""
    return dy.Int32(nullable=False, min=1, description=f"End of the sentence in {of}, exclusive, in code points")
