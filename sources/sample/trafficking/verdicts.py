"""Writes the sentences that place a country: the minimum standards, and the change of tier.

All sentences are derived from the record of placements. The rules for the Watch List are those of 22 U.S.C. 7107(b):
years count from the edition of 2009; after two of them a country goes to Tier 3 unless the tier improves or a waiver
is granted, for two years at most until 2018 and for one since.
"""

from typing import Final

from sources.sample.trafficking.names import running_name
from sources.sample.trafficking.tiers import LABELS, tier_of, years_in_a_row
from sources.sample.trafficking.wording import capitalized, number, ordinal, pick

_ORDER: Final = ("1", "2", "2WL", "3")
_MEET_FROM: Final = 2017
"""Earlier editions say that a government complies with the standards, later ones that it meets them."""

_PANDEMIC: Final = (2021, 2022)
_WATCH_LIST_YEARS_COUNT_FROM: Final = 2009
_YEARS_WITHOUT_WAIVER: Final = 2
_ONE_WAIVER_FROM: Final = 2019

_UNCOUNTED: Final = frozenset(("SOM",))
"""Special cases since before the start of the record, so the number of years is unknown."""

_MEANING: Final = {
    "1": (
        "A place on Tier 1 does not say that {name} is free of trafficking, only that its government does enough.",
        "Standing on Tier 1 is no reason to rest: the standards ask for progress every year.",
    ),
    "2": (
        "Governments on Tier 2 fall short of the standards and work to reach them.",
        "What keeps {name} from the highest tier is set out below.",
    ),
    "2WL": (
        "The Watch List marks governments whose efforts did not grow, or whose promises are for the year to come.",
        "On the Watch List a government has to show within a year that its efforts grow.",
    ),
    "3": (
        "A government on Tier 3 can lose assistance that is neither humanitarian nor related to trade.",
        "Tier 3 leaves it to the President to restrict assistance or to waive the restriction.",
    ),
}


def verdict(country: str, year: int) -> list[str]:
    """The sentences on a country's placement in an edition.

    Raises:
        KeyError: the country has no tier in the edition.
    """
    name = running_name(country, year)
    tier = tier_of(country, year)
    if tier == "special_case":
        return [_special(country, year, name)]
    if tier is None:
        raise KeyError(f"{country} has no tier in {year}")
    sentences = [_standards(country, year, name, tier), _movement(country, year, name, tier)]
    if waived(country, year):
        sentences.append(_waiver(country, year, name))
    sentences.append(pick(_MEANING[tier], country, year, "meaning").format(name=name))
    return sentences


def waived(country: str, year: int) -> bool:
    """Whether a country can be on the Watch List in this edition by a waiver only."""
    return (
        tier_of(country, year) == "2WL"
        and years_in_a_row(country, year, since=_WATCH_LIST_YEARS_COUNT_FROM) > _YEARS_WITHOUT_WAIVER
    )


def _special(country: str, year: int, name: str) -> str:
    if country in _UNCOUNTED:
        return f"In this edition {name} is again a Special Case, and so it stands on no tier."
    years = ordinal(years_in_a_row(country, year))
    return f"In this edition {name} is a Special Case for the {years} consecutive year, and so it stands on no tier."


def _standards(country: str, year: int, name: str, tier: str) -> str:
    meets, meet = ("meets", "meet") if year >= _MEET_FROM else ("complies with", "comply with")
    standards = "the minimum standards for the elimination of trafficking"
    opening = pick(("The Government of {}", "Measured by the law, the Government of {}"), country, year, "opening")
    government = opening.format(name)
    allowing = ", allowing for what the pandemic did to its capacity" if year in _PANDEMIC else ""
    falls_short = f"{government} does not fully {meet} {standards}"
    if tier == "1":
        return f"{government} fully {meets} {standards}{allowing}, as the report finds for {year}."
    if tier == "3":
        return f"{falls_short} and is not making significant efforts to do so, the report of {year} finds."
    return f"{falls_short}, yet it is making significant efforts to do so{allowing}."


def _movement(country: str, year: int, name: str, tier: str) -> str:
    before = tier_of(country, year - 1)
    label = LABELS[tier]
    opening = pick(("On that record", "For these reasons", "As a result"), country, year, "movement")
    if before is None:
        if any(tier_of(country, earlier) for earlier in range(2001, year)):
            return f"{capitalized(name)} was again placed on {label}."
        return f"{capitalized(name)} was placed on {label} for the first time."
    if before == "special_case":
        return f"{capitalized(name)} was a Special Case in the year before and is now ranked, on {label}."
    if before == tier:
        return f"{opening} {name} remained on {label}{_for_how_long(country, year, tier)}."
    moved = "upgraded" if _ORDER.index(tier) < _ORDER.index(before) else "downgraded"
    on_list = years_in_a_row(country, year - 1, since=_WATCH_LIST_YEARS_COUNT_FROM) if before == "2WL" else 0
    exhausted = moved == "downgraded" and on_list >= (3 if year > _ONE_WAIVER_FROM else 4)
    after = (
        f" after {number(on_list)} consecutive years on the Watch List, the most the law allows" if exhausted else ""
    )
    return f"{opening} {name} was {moved} to {label}{after}."


def _for_how_long(country: str, year: int, tier: str) -> str:
    """The number of years: always on the Watch List, sometimes on Tier 3, never on the upper tiers."""
    if tier == "2WL" or (tier == "3" and pick((True, False), country, year, "counted")):
        return f" for the {ordinal(years_in_a_row(country, year))} consecutive year"
    return ""


def _waiver(country: str, year: int, name: str) -> str:
    return pick(
        (
            "The government has a written plan that would amount to significant efforts once carried out, and so "
            f"{name} was granted a waiver of the downgrade to Tier 3 that the law would otherwise require.",
            f"Because a written plan with means to carry it out was in hand, {name} was granted a waiver from an "
            "otherwise required downgrade to Tier 3.",
        ),
        country,
        year,
        "waiver",
    )
