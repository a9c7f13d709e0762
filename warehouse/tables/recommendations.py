"""What the TIP Report recommends to governments."""

from warehouse.tables.columns import CountryYear, origin, page_digest, source_url
from warehouse.tables.declaration import ForeignKey, Table
from warehouse.tables.identifiers import IdPrefix
from warehouse.tables.schema_library import dy


class Recommendations(CountryYear):
    """One recommendation of an edition to a country."""

    position = dy.Int32(
        primary_key=True, min=1, description="Place in the country's list, from 1; the first weighs most"
    )
    text = dy.String(nullable=False, min_length=1, description="The recommendation as printed, without its separators")
    recurs_from = dy.Int32(
        nullable=True,
        min=1,
        description="Position of the recommendation it repeats in the edition of the year before, reworded or not; "
        "null if it is new or that edition is not held",
    )
    chain = dy.String(
        nullable=True,
        regex=IdPrefix.CHAIN.pattern,
        description="Identity of its chain of repeats: hash of country, edition and position of the first of them; null"
        " only in rows of a single page (`tip parse`)",
    )
    chain_length = dy.Int16(
        nullable=True,
        min=1,
        description="Consecutive editions with the recommendation up to this one, counted over editions that are held;"
        " 1 if it repeats none; null as `chain`",
    )
    source_url = source_url()
    page_digest = page_digest()
    origin = origin()


RECOMMENDATIONS = Table(
    name="recommendations",
    declaration=Recommendations,
    grain="one recommendation",
    foreign_keys=(ForeignKey(("country",), "countries", ("country",)),),
)
