"""Every vocabulary of the warehouse, in the one place where it is written down.

A column whose values are enumerated names its vocabulary here; reading, checks, dictionary and docs use it.
"""

from typing import Final

FAMILIES: Final = ("tip", "human_rights", "religious_freedom")
"""Report families: Trafficking in Persons; Country Reports on Human Rights Practices; International Religious
Freedom."""

REGIONS: Final = ("AF", "EAP", "EUR", "NEA", "SCA", "WHA")
"""Regional bureaus of the State Department: Africa; East Asia and the Pacific; Europe and Eurasia;
Near East; South and Central Asia; Western Hemisphere."""

ENFORCEMENT_REGIONS: Final = (*REGIONS, "world")
"""The regions of the TIP Report's own law enforcement tables."""

LISTS: Final = ("cspa", "policy_or_pattern")
"""Lists of governments in the TIP Report beside the tiers: under the Child Soldiers Prevention Act (from 2010), and
those with a policy or pattern of trafficking (from 2020)."""

ORIGINS: Final = ("live", "archive", "sample")
"""Where a page's bytes came from: fetched from the web, taken from somebody's WARC, shipped with the project."""

WORLD: Final = "WLD"
"""The `country` of what concerns the whole world or could not be tied to one country."""

EDITION_STATUSES: Final = ("complete", "partial", "not_loaded")

PAGE_OUTCOMES: Final = ("read", "quarantined", "superseded", "not_a_report")
"""What became of a page in use: read into tables; set aside with a reason; another page of the same country,
edition and area takes precedence; belongs to a family but is no country report (an index, a preface)."""

PAGE_PROBLEMS: Final = (
    "empty",
    "too_large",
    "wrong_type",
    "bad_status",
    "challenge",
    "damaged",
    "undecodable",
    "hostile_markup",
    "unknown_layout",
    "unknown_family",
    "unknown_edition",
    "unknown_country",
    "identity_conflict",
    "unknown_section",
    "no_text",
    "no_narratives",
    "no_rows",
    "unreadable_rows",
    "invalid_rows",
)
"""Why a page was set aside. Each reason is written by exactly one place in the readers."""

SECTIONS: Final = {
    "tip": ("verdict", "recommendations", "prosecution", "protection", "prevention", "profile", "other"),
    "human_rights": ("executive_summary", *(f"section_{n}" for n in range(1, 8))),
    "religious_freedom": ("executive_summary", "demography", "government_respect", "societal_respect", "us_policy"),
}
"""The top-level sections of a country page, by family. In human_rights a section is the numbered section as the
edition prints it; `subsection` carries the subject, one slug per subject over all editions."""

PAGE_KINDS: Final = ("country", "narratives", "placement_list", "statutory_list", "global_enforcement", "index")
"""What a page of a family is: about one country or a part of it; the narratives of several countries; the list of all
countries by tier; a list of governments that the law demands; tables of law enforcement in the world; a table of
contents, a preface or whatever else holds no rows."""

TIERS: Final = ("1", "2", "2WL", "3", "special_case", "unranked")
"""Placements. `2WL` is the Tier 2 Watch List; `special_case` is named so by the report; `unranked` is in the report
without a tier and without being named a special case."""

RANKED_TIERS: Final = ("1", "2", "2WL", "3")
"""The tiers from best to worst; the other two are no rank."""

CHANGES: Final = ("upgraded", "downgraded", "unchanged", "first", "reentered")
"""A placement against that of the edition before. `first`: no earlier edition covers the country; `reentered`: an
earlier one does, the last one does not."""

PLACES: Final = ("placement_list", "heading", "verdict")
"""Where a tier is printed, most authoritative first: the list of all countries, the heading of the country's
narrative, the sentence of the narrative that says it."""

AGREEMENTS: Final = ("all", "majority", "conflict", "single")
"""How the sightings of one placement compare: all the same; more than half the same; neither; there is only one."""

CONFIDENCES: Final = ("high", "medium", "low")
"""How sure reference data is: seen in a source; supported by sources; not verified."""

SEVERITIES: Final = ("error", "warning")

AREA_MAIN: Final = "main"
"""The `area` of a page about the country itself, rather than about a part of it such as Tibet."""
