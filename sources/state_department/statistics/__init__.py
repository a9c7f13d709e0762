"""Reads the counts that a narrative states, each with the sentence that is its evidence.

`examples` parses each sentence into clauses and lists its numbers, zeros and missing figures as candidates; `decisions`
scores them with the trained weights and removes repetitions; `reader` makes the rows.

Where a new phrase belongs:
    verbs and nouns of measures (`act.prosecutions.finite`), types of trafficking (`type`), counted things (`object`),
        comparisons (`compare`, `rise`), denials (`deny`), periods (`period`) and services for victims (`service`):
        `sources/language/data/lexicon.csv`
    words that tell the scope of a count: `data/scope_words.csv`; those that rules ask for: `data/clause_words.csv`
    number words and qualifiers: `sources/language/data/number_words.csv`
    the stems without which a sentence is not read: `screening`
    stated zeros and figures that are not reported: `denied_counts`
    which verb governs a number: `ties`; what it compares or breaks down: `references`
    which measure fits which object: `measures`
    years and reporting periods: `sources/language/clauses/periods`, `dating`

After a change of these, train the weights: `python -m benchmarks.statistics_training`.

`lists_and_tables/global_enforcement` reads the counts in tables of the report, `sources/news/claims` those in news.
"""

from sources.state_department.statistics.model import StatisticRow, TextSection
from sources.state_department.statistics.reader import SECTIONS, read_statistics

__all__ = ["SECTIONS", "StatisticRow", "TextSection", "read_statistics"]
