"""Reads the clauses of a sentence: what is counted, by which verb, in which period, compared with what.

`parse` cuts a sentence into clauses and ties every noun phrase with a number to the verb or noun that governs it:

    from sources.language.clauses import parse
    sentence = parse("Police arrested 12 traffickers in 2017, compared with nine in 2016.")
    [(p.number.value, p.relation, sentence.clauses[p.clause].kind) for p in sentence.noun_phrases]
    # [(12, "object", "main"), (9, "", "compare")]

Words are data: rows of `sources/language/data/lexicon.csv` (form, language, class). Numbers and their qualifiers are
read by `sources/language/numbers`.
"""

from sources.language.clauses.model import Clause, NounPhrase, ParsedSentence, Tie, VerbGroup
from sources.language.clauses.parse import PARTITIVES, parse, parse_items

__all__ = ["PARTITIVES", "Clause", "NounPhrase", "ParsedSentence", "Tie", "VerbGroup", "parse", "parse_items"]
