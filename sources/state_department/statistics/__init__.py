"""Reads the counts that a narrative states, each with the sentence that is its evidence.

Where a new phrase belongs:
    verbs and nouns of measures (`act.prosecutions.finite`), types of trafficking
        (`type`), counted things (`object`), comparisons (`compare`, `rise`), denials (`deny`), periods (`period`) and
        services for victims (`service`): `sources/language/data/lexicon.csv`
    numerals, number words and qualifiers: `sources/language/number_words`
    the stems without which a sentence is not read, and openings of sentences about a single case: `screening`
    stated zeros: `zeros`; figures that are not reported: `unreported`
    which measure fits which object: `measures`; which verb governs a number: `governing`
    years and reporting periods: `sources/language/clauses/periods`

`lists_and_tables/global_enforcement` reads the counts in tables of the report, `sources/news/claims` those in news.
"""

from sources.state_department.statistics.model import StatisticRow, TextSection
from sources.state_department.statistics.reader import SECTIONS, read_statistics

__all__ = ["SECTIONS", "StatisticRow", "TextSection", "read_statistics"]
