"""Lists of governments that the law has the TIP Report publish beside its tiers."""

from warehouse.tables.columns import CountryYear, origin, page_digest, source_url
from warehouse.tables.declaration import ForeignKey, Table, one_of
from warehouse.tables.schema_library import dy
from warehouse.tables.vocabulary import LISTS


class StatutoryLists(CountryYear):
    """A country on a list of an edition."""

    list = one_of(
        LISTS,
        primary_key=True,
        description="`cspa`: Child Soldiers Prevention Act; `policy_or_pattern`: a government policy or pattern of "
        "trafficking",
    )
    printed = dy.String(nullable=False, min_length=1, description="The country's name as the list prints it")
    source_url = source_url()
    page_digest = page_digest()
    origin = origin()


STATUTORY_LISTS = Table(
    name="statutory_lists",
    declaration=StatutoryLists,
    grain="a country on a list of an edition",
    foreign_keys=(ForeignKey(("country",), "countries", ("country",)),),
)
