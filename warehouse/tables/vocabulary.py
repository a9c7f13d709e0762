"""Every vocabulary of the warehouse.

Columns, readers, checks, dictionary and docs use it. Where code branches on the values, a vocabulary is an enumeration,
followed by the tuple of its values.
"""

from enum import StrEnum
from typing import Final


def _values(vocabulary: type[StrEnum]) -> tuple[str, ...]:
    """The values of an enumeration as plain strings, which is what columns hold."""
    return tuple(member.value for member in vocabulary)


class ReportFamily(StrEnum):
    """Report families: Trafficking in Persons; Country Reports on Human Rights Practices; International Religious
    Freedom."""

    TIP = "tip"
    HUMAN_RIGHTS = "human_rights"
    RELIGIOUS_FREEDOM = "religious_freedom"


FAMILIES: Final = _values(ReportFamily)

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


class EditionStatus(StrEnum):
    """How much of an edition is held: all of its countries; some of them; none."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NOT_LOADED = "not_loaded"


EDITION_STATUSES: Final = _values(EditionStatus)


class PageOutcome(StrEnum):
    """The outcome of a page in use: read into tables; rejected with a reason; another page of the same country,
    edition and area takes precedence; belongs to a family but is no country report (an index, a preface)."""

    READ = "read"
    QUARANTINED = "quarantined"
    SUPERSEDED = "superseded"
    NOT_A_REPORT = "not_a_report"


PAGE_OUTCOMES: Final = _values(PageOutcome)


class Supersession(StrEnum):
    """How a superseded page compares with the pages in use: the same text; other words but the same placements,
    listings and figures; other placements, listings or figures."""

    SAME = "same"
    OTHER_WORDS = "other_words"
    CONTRADICTS = "contradicts"


SUPERSESSIONS: Final = _values(Supersession)


class ArticleOutcome(StrEnum):
    """The outcome of a news page: read into tables; rejected with a reason; about something else."""

    READ = "read"
    QUARANTINED = "quarantined"
    IRRELEVANT = "irrelevant"


MAX_REPLACED_SHARE: Final = 0.01
"""Maximum share of replacement characters (U+FFFD) in a page or its text; a page with more is rejected. One is always
allowed."""


class Reason(StrEnum):
    """Why a page, a part of it or a row was rejected: the values of `quarantine.reason`."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    BAD_STATUS = "bad_status"
    CHALLENGE = "challenge"
    DAMAGED = "damaged"
    UNDECODABLE = "undecodable"
    HOSTILE_MARKUP = "hostile_markup"
    UNKNOWN_LAYOUT = "unknown_layout"
    EDITION_NOT_SUPPORTED = "edition_not_supported"
    UNKNOWN_FAMILY = "unknown_family"
    UNKNOWN_EDITION = "unknown_edition"
    UNKNOWN_COUNTRY = "unknown_country"
    IDENTITY_CONFLICT = "identity_conflict"
    UNKNOWN_SECTION = "unknown_section"
    NO_TEXT = "no_text"
    NO_NARRATIVES = "no_narratives"
    NO_ROWS = "no_rows"
    UNREADABLE_ROWS = "unreadable_rows"
    INVALID_ROWS = "invalid_rows"
    READER_FAILED = "reader_failed"
    NO_DATE = "no_date"
    IMPOSSIBLE_DATE = "impossible_date"
    PAYWALL = "paywall"
    CONSENT_PAGE = "consent_page"
    COMMENT_THREAD = "comment_thread"
    UNKNOWN_TIER = "unknown_tier"
    CONFLICTING_TIERS = "conflicting_tiers"
    SECOND_NARRATIVE = "second_narrative"
    INCOMPLETE = "incomplete"
    TRUNCATED = "truncated"
    REFUSED = "refused"


REASONS: Final = _values(Reason)

_REASONS_OF_PARTS: Final = (Reason.UNKNOWN_TIER, Reason.CONFLICTING_TIERS, Reason.SECOND_NARRATIVE)
_REASONS_OF_CAPTURES: Final = (Reason.INCOMPLETE, Reason.TRUNCATED)

PAGE_PROBLEMS: Final = tuple(reason for reason in REASONS if reason not in (*_REASONS_OF_PARTS, *_REASONS_OF_CAPTURES))
"""Why a whole page was rejected: every reason that is not only one of parts of pages, or of single captures."""


class DecisionKind(StrEnum):
    """Decisions of people about captures: the capture is in use, although a rule rejects it; it is not in use."""

    ACCEPT = "accept"
    REFUSE = "refuse"


DECISION_KINDS: Final = _values(DecisionKind)

SECTIONS: Final = {
    "tip": ("verdict", "recommendations", "prosecution", "protection", "prevention", "profile", "other"),
    "human_rights": ("executive_summary", *(f"section_{n}" for n in range(1, 8))),
    "religious_freedom": ("executive_summary", "demography", "government_respect", "societal_respect", "us_policy"),
}
"""The top-level sections of a country page, by family. In human_rights a section is the numbered section as the
edition prints it; `subsection` carries the subject, one slug per subject over all editions."""


class PageKind(StrEnum):
    """What a page of a family is: about one country or a part of it; the narratives of several countries; the list of
    all countries by tier; a list of governments that the law demands; tables of law enforcement in the world; a table
    of contents, a preface or whatever else holds no rows."""

    COUNTRY = "country"
    NARRATIVES = "narratives"
    PLACEMENT_LIST = "placement_list"
    STATUTORY_LIST = "statutory_list"
    GLOBAL_ENFORCEMENT = "global_enforcement"
    INDEX = "index"


PAGE_KINDS: Final = _values(PageKind)

TIERS: Final = ("1", "2", "2WL", "3", "special_case", "unranked")
"""Placements. `2WL` is the Tier 2 Watch List; `special_case` is named so by the report; `unranked` is in the report
without a tier and without being named a special case."""

RANKED_TIERS: Final = ("1", "2", "2WL", "3")
"""The tiers from best to worst; the other two are no rank."""

PUBLISHED_TOTALS: Final = {
    "1": "published_1",
    "2": "published_2",
    "2WL": "published_2wl",
    "3": "published_3",
    "special_case": "published_special_case",
}
"""Column of `editions` that holds the published total of a tier."""

CHANGES: Final = ("upgraded", "downgraded", "unchanged", "first", "reentered")
"""A placement against that of the edition before. `first`: no earlier edition covers the country; `reentered`: an
earlier one does, the last one does not."""

FIRST_EDITION: Final = 2001
"""The first Trafficking in Persons Report."""

PLACES: Final = ("placement_list", "heading", "verdict")
"""Where a tier is printed, most authoritative first: the list of all countries, the heading of the country's
narrative, the sentence of the narrative that says it."""

AGREEMENTS: Final = ("all", "majority", "conflict", "single")
"""How the sightings of one placement compare: all the same; more than half the same; neither; there is only one."""

CONFIDENCES: Final = ("high", "medium", "low")
"""How sure reference data is: seen in a source; supported by sources; not verified."""


class Severity(StrEnum):
    """How bad a failed check is."""

    ERROR = "error"
    WARNING = "warning"


SEVERITIES: Final = _values(Severity)

AREA_MAIN: Final = "main"
"""The `area` of a page about the country itself, rather than about a part of it such as Tibet."""

MEASURES: Final = (
    "investigations",
    "arrests",
    "prosecutions",
    "convictions",
    "acquittals",
    "victims_identified",
    "victims_referred",
    "victims_assisted",
    "victims_repatriated",
)
"""What a count counts. Charges and indictments are prosecutions; identified means identified, detected or rescued by
anyone in the country; assisted means given services, shelter or care."""

TRAFFICKING_TYPES: Final = ("all", "sex", "labor", "other")
"""`all` where a count is a total or names no type; `other` holds begging, servitude, child soldiers, mixtures and
kinds that are not known, where they are stated as parts of their own."""

QUALIFIERS: Final = ("exact", "at_least", "more_than", "approximately", "fewer_than", "up_to", "not_reported")
"""How exact a count is said to be; `not_reported` where the text says that there is no figure."""

GROWTHS: Final = ("times", "times_fewer", "percent_more", "percent_fewer", "percent")
"""What the number of a multiplier says: `times` as many as before, `times_fewer` (a third where it is 3), so many
percent more or fewer; `percent` where the text does not say in which direction."""

UNITS: Final = ("cases", "persons")
"""Whether a count is one of cases (investigations, prosecutions...) or of persons (victims, suspects...)."""

ROLES: Final = ("current", "comparison")
"""Whether a count belongs to the period an edition reports on, or to an earlier one given for comparison."""

SCOPES: Final = ("total", "part", "case", "earlier", "other_people")
"""What a count covers: the country, or its only figure (`total`); a part of it, such as a province, agency, law,
nationality or age group (`part`); a single case (`case`); earlier periods (`earlier`); people who are not called
victims of trafficking, such as migrants or child laborers (`other_people`)."""

CERTAINTIES: Final = ("sure", "likely", "doubtful")
"""How certain it is that a count or a claim was read as the labelling guide says. A count is `sure` where two unlike
readers agree on it and on every other number of its sentence, `likely` where they agree on the count, else `doubtful`.
A claim is `sure` where every word of its statement that could change its meaning was understood, `likely` where only
words outside the statement were not, else `doubtful`."""

USED_CERTAINTIES: Final = ("sure", "likely")
"""Of the totals, those that the panel and claim checks use."""

HEADLINES: Final = {
    "investigations": "cases",
    "prosecutions": "persons",
    "convictions": "persons",
    "victims_identified": "persons",
}
"""The measures of which the panel has a figure and a status, with their usual unit."""

MEASURE_STATUSES: Final = ("stated", "not_reported", "not_stated", "not_read")
"""What a narrative says of a measure for its own period: it states a figure, whole or by type (`stated`); it says that
there is none to report (`not_reported`); it says nothing (`not_stated`). `not_read` where that is not known: the text
was not read for counts, or the only count of the measure is doubtful."""

PERIOD_BASES: Final = ("calendar", "reporting_period", "unclear")
"""What the period of a count is counted by: calendar years, the report's own April to March, or the text leaves it
open."""

CLAIM_KINDS: Final = (
    "tier",
    "tier_change",
    "tier_history",
    "streak",
    "count",
    "multiplier",
    "list",
    "world_count",
    "waiver",
    "forecast",
)
"""What a statement in the news says: a placement; its change; a placement in an earlier edition; consecutive years;
a number of cases or persons; how many times a number grew; one of several countries given one placement in a sentence;
a number about the world or the report; a waiver of a required downgrade; a placement that is only expected."""

CLAIM_ATTRIBUTIONS: Final = ("report", "official", "paper", "other")
"""Who says it: the report or the department that writes it; a government official; the paper in its own voice;
anybody else, such as another organisation."""

CLAIM_RELATIONS: Final = (
    "exact",
    "rounded",
    "wrong_year",
    "wrong_scope",
    "wrong_list",
    "conflict",
    "not_found",
    "not_checkable",
)
"""The relation of a claim to the official record: as recorded; right as a rounded number; right for another year; right
for another group or measure; right for another list (the Watch List called Tier 2); contradicted; no record where
there should be one; not compared, with the reason in `reason`."""

ACCUSING_RELATIONS: Final = ("wrong_year", "wrong_scope", "wrong_list", "conflict", "not_found")
"""Relations that say that the record does not bear a claim out. They need a claim, a record and a day that are sure."""


class WithheldReason(StrEnum):
    """Why a claim is `not_checkable`: the placements of an edition it needs are not held whole; the article names no
    edition, or one that is not known yet may have been out; the record has no such figure or statement; the figures of
    the record are not sure; the places where the report prints the tier disagree, or a reassessment changed it; the
    claim was not read with certainty, or allows the record without confirming it; the day of publication is not sure,
    and the editions it could mean differ; it is only expected; it is the number of another body; a reviewed correction
    withdrew the verdict."""

    EDITION_NOT_HELD = "edition_not_held"
    EDITION_NOT_SAID = "edition_not_said"
    NO_OFFICIAL_FIGURE = "no_official_figure"
    OFFICIAL_FIGURE_DOUBTFUL = "official_figure_doubtful"
    OFFICIAL_PLACEMENT_DOUBTFUL = "official_placement_doubtful"
    CLAIM_DOUBTFUL = "claim_doubtful"
    DAY_DOUBTFUL = "day_doubtful"
    FORECAST = "forecast"
    OTHER_SOURCE = "other_source"
    WITHDRAWN = "withdrawn"


WITHHELD_REASONS: Final = _values(WithheldReason)

WORLD_MEASURES: Final = (
    "countries_ranked",
    "countries_on_tier_1",
    "countries_on_tier_2",
    "countries_on_watch_list",
    "countries_on_tier_3",
    "countries_upgraded",
    "countries_downgraded",
    "victims_estimated",
)
"""What a number about the whole report or the whole world counts, beside the counts of `MEASURES`."""

ARTICLE_ROLES: Final = ("about", "mentioned")

PUBLISHED_SOURCES: Final = ("stated", "json_ld", "open_graph", "meta", "markup", "address")
"""Where a publication date was found: given at the import, the page's JSON-LD, its OpenGraph properties,
other metadata, the visible page, the address."""

PUBLISHED_CERTAINTIES: Final = ("sure", "likely", "doubtful")
"""How certain a day of publication is: `sure` where a person gave it, or unlike sources on the page name the same day
and no source of the same weight names another; `likely` where one good source names it; `doubtful` where the sources
disagree, the order of day and month is undecided, or only a weak source names it."""
