"""The words and classes by which the site shows the values of vocabularies.

A verdict on a claim says what the record says, in neutral words, never anything about intent.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple


class TierLook(NamedTuple):
    """How a tier is shown: never by colour alone.

    Attributes:
        words: its name in a sentence.
        sign: the letter or number in a cell.
        style: the class of its colour.
    """

    words: str
    sign: str
    style: str


TIERS: Final = {
    "1": TierLook("Tier 1", "1", "t1"),
    "2": TierLook("Tier 2", "2", "t2"),
    "2WL": TierLook("Tier 2 Watch List", "W", "tw"),
    "3": TierLook("Tier 3", "3", "t3"),
    "special_case": TierLook("special case", "S", "ts"),
    "unranked": TierLook("not ranked", "–", "tu"),
}


TIER_NAMES: Final = {value: look.words for value, look in TIERS.items()}


def tier_look(value: str) -> TierLook:
    """How a tier is shown; one that is not in the vocabulary by its own name."""
    return TIERS.get(value, TierLook(value, "?", "tu"))


NOT_LOADED: Final = TierLook("edition not loaded", "", "tn")
ABSENT: Final = TierLook("not in this edition", "", "to")

RANKS: Final = {"1": 1, "2": 2, "2WL": 3, "3": 4}
"""The ranked tiers from best to worst."""

CHANGES: Final = {
    "upgraded": "moved up",
    "downgraded": "moved down",
    "unchanged": "unchanged",
    "first": "first covered",
    "reentered": "covered again",
}

VERDICTS: Final = {
    "exact": "As recorded",
    "rounded": "Right as a rounded number",
    "wrong_year": "Right for another year",
    "wrong_scope": "Right for another group or measure",
    "wrong_list": "Right for another list",
    "conflict": "The record says otherwise",
    "not_found": "Not found in the record",
    "not_checkable": "Could not be checked",
}

BORNE_OUT: Final = ("exact", "rounded")
NOT_CHECKED: Final = ("not_checkable",)
"""Relations of claims that the record bears out, and of those that were not compared; all others differ from it."""

VERDICT_STYLES: Final = dict.fromkeys(BORNE_OUT, "v-same") | dict.fromkeys(NOT_CHECKED, "v-none")

CLAIM_KINDS: Final = {
    "tier": "a placement",
    "tier_change": "a change of placement",
    "tier_history": "an earlier placement",
    "streak": "years in a row",
    "count": "a number of cases or persons",
    "multiplier": "how a number grew",
    "list": "one of several countries on a list",
    "world_count": "a number about the world",
    "waiver": "a waiver",
    "forecast": "an expectation",
}

ATTRIBUTIONS: Final = {
    "report": "citing the report",
    "official": "citing an official",
    "paper": "in the paper’s own voice",
    "other": "citing somebody else",
}

MEASURES: Final = {
    "investigations": "Investigations",
    "arrests": "Arrests",
    "prosecutions": "Prosecutions",
    "convictions": "Convictions",
    "acquittals": "Acquittals",
    "victims_identified": "Victims identified",
    "victims_referred": "Victims referred",
    "victims_assisted": "Victims assisted",
    "victims_repatriated": "Victims repatriated",
}

QUALIFIERS: Final = {
    "exact": "",
    "at_least": "at least ",
    "more_than": "more than ",
    "approximately": "about ",
    "fewer_than": "fewer than ",
    "up_to": "up to ",
    "not_reported": "",
}

CERTAINTIES: Final = {"sure": "● sure", "likely": "◐ likely", "doubtful": "○ doubtful"}

GAPS: Final = {
    "not_reported": "the report says there is no figure",
    "not_stated": "no figure stated",
    "parts": "stated by kind of trafficking only",
    "not_read": "not read",
    "not_loaded": "narrative not loaded",
}
"""Why an edition has no total of a measure."""

SCOPES: Final = {
    "total": "",
    "part": "of a part of the country or of the victims",
    "case": "of a single case",
    "earlier": "of earlier periods",
    "other_people": "of people not called victims",
}

PLACES: Final = {"placement_list": "list of all countries", "heading": "heading", "verdict": "text of the narrative"}

REGIONS: Final = {
    "AF": "Africa",
    "EAP": "East Asia and the Pacific",
    "EUR": "Europe and Eurasia",
    "NEA": "Near East",
    "SCA": "South and Central Asia",
    "WHA": "Western Hemisphere",
}

LISTS: Final = {
    "cspa": "Child Soldiers Prevention Act",
    "policy_or_pattern": "Government policy or pattern of trafficking",
}

FAMILIES: Final = {
    "tip": "Trafficking in Persons Report",
    "human_rights": "Country Reports on Human Rights Practices",
    "religious_freedom": "International Religious Freedom Report",
}

STATUSES: Final = {"complete": "complete", "partial": "partly loaded", "not_loaded": "not loaded"}


def label(words: Mapping[str, str], value: str | None) -> str:
    """The words of a value; the value itself, with spaces, where there are none."""
    return "" if value is None else words.get(value, value.replace("_", " "))


def stated(value: int | None, high: int | None, qualifier: str | None) -> str:
    """A count as it is stated: `more than 1,200`, `3 to 5`, `not reported`."""
    if qualifier == "not_reported" or value is None:
        return "not reported"
    number = f"{value:,}" if high is None else f"{value:,} to {high:,}"
    return QUALIFIERS.get(qualifier or "exact", "") + number
