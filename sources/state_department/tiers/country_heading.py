"""The heading of a country narrative, which names the country and, in most editions, its tier.

Spellings of tiers are in `sources/language/tiers`, names of countries in `sources/reference`.
"""

import re
from typing import Final, NamedTuple

from sources.html.blocks import Block
from sources.language.lookalikes import plain_text
from sources.language.tiers import find_tiers, unread_tiers
from sources.problems import PageProblemError
from sources.reference.countries import Place, by_name
from sources.state_department.identity.page_identity import Identity
from warehouse.tables.vocabulary import Reason

_LONGEST_HEADING_CHARACTERS: Final = 120
_EDGE: Final = re.compile(r"^[\s:;,.*()\[\]–—-]+|[\s:;,.*()\[\]–—-]+$")
_NAMES_A_TIER: Final = re.compile(r"(?P<country>.{2,80}?)\btier(?![a-z]).{0,40}", re.IGNORECASE)


class CountryHeading(NamedTuple):
    """A heading such as `CAMBODIA: Tier 2 Watch List` or `Libya (Special Case)`.

    Attributes:
        printed: the whole heading.
        country_printed: the country's name in it; None if it names only the tier.
        tier: the tier; None if it names only the country.
        tier_printed: the tier as printed; None if it names only the country.
    """

    printed: str
    country_printed: str | None
    tier: str | None
    tier_printed: str | None


def country_heading(block: Block, identity: Identity, name: str) -> CountryHeading | None:
    """The country heading in a block; None if the block is something else.

    Args:
        block: a block before the first section.
        identity: identity of the page or narrative.
        name: name of the page in messages.

    Raises:
        PageProblemError: the heading names another country, or several tiers.
    """
    text = block.text
    if len(text) > _LONGEST_HEADING_CHARACTERS or block.kind not in ("heading", "paragraph"):
        return None
    phrases = find_tiers(text)
    tiers = {phrase.tier for phrase in phrases}
    if len(tiers) > 1 or unread_tiers(text):
        return None
    country = _EDGE.sub("", text[: phrases[0].start] if phrases else text)
    place = by_name(country) if country else None
    if place is None and (country or not phrases or not _is_set_apart(block)):
        return None
    if phrases and _EDGE.sub("", text[phrases[0].end :]):
        return None  # a sentence continues after the tier
    if place is not None and not _is_same_country(place, identity):
        raise PageProblemError(
            Reason.IDENTITY_CONFLICT, f"the heading {text!r} names another country than the page: {name}"
        )
    tier = phrases[0].tier if phrases else None
    printed = text[phrases[0].start : phrases[0].end] if phrases else None
    return CountryHeading(text, country or None, tier, printed)


def heading_of_unknown_tier(block: Block, identity: Identity) -> CountryHeading | None:
    """A country heading with an unknown tier, such as `CAMBODIA: Tier 4`; the result has no tier."""
    if block.kind not in ("heading", "paragraph"):
        return None
    text = plain_text(block.text).text
    if (found := _NAMES_A_TIER.fullmatch(text)) is not None:
        country = found["country"]
    elif len(text) <= _LONGEST_HEADING_CHARACTERS and (unread := unread_tiers(text)):
        country = text[: unread[0].start]
        if _EDGE.sub("", text[unread[0].end :]):
            return None  # a sentence continues after the tier
    else:
        return None
    country = _EDGE.sub("", country)
    if not country:
        return CountryHeading(block.text, None, None, None) if _is_set_apart(block) else None
    place = by_name(country)
    return (
        CountryHeading(block.text, country, None, None)
        if place is not None and _is_same_country(place, identity)
        else None
    )


def _is_set_apart(block: Block) -> bool:
    return block.kind == "heading" or block.lead == block.text


def _is_same_country(place: Place, identity: Identity) -> bool:
    return place.country == identity.country
