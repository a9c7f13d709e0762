"""Real verdict sentences: 307 summaries of 2013-2024 and the openings of 85 narratives of 2018."""

import json
import re

import pytest

from sources.language.tiers import tier_named
from sources.state_department.tiers.verdict import read_verdict
from tests.support import CORPUS, needs_corpus
from warehouse.csv_rows import csv_rows

pytestmark = [pytest.mark.corpus, needs_corpus]

WRONG_LABEL = {("th", "2015")}
"""Labeled Watch List although the sentence denies significant efforts: a known error of the source."""
LEAD = re.compile(r"\s*tier[^—–-]*[—–-]+\s*", re.IGNORECASE)
ORDINALS = {"second": 2, "third": 3, "fourth": 4}


def summaries() -> list[tuple[tuple[str, str], str, str]]:
    return [
        ((row["gec_code"], row["report_year"]), tier_named(row["tier"]) or "", row["text"])
        for row in csv_rows(CORPUS / "corpus" / "factbook_tier_summaries.csv")
    ]


def openings() -> list[tuple[str, str]]:
    path = CORPUS / "corpus" / "tip_2018_narratives.json"
    return [(item["iso3"], item["sections"]["INTRO"]) for item in json.loads(path.read_text(encoding="utf-8"))]


def test_summaries_give_their_tier() -> None:
    read = {key: (tier, read_verdict(text)) for key, tier, text in summaries()}
    assert len(read) == 307
    wrong = {key for key, (tier, found) in read.items() if found is None or found.tier != tier}
    assert wrong == WRONG_LABEL


def test_sentences_alone_never_contradict_the_tier() -> None:
    silent, wrong, told = set(), set(), 0
    for key, tier, text in summaries():
        found = read_verdict(LEAD.sub("", text, count=1))
        if found is None:
            silent.add(key)
        elif tier not in found.admits:
            wrong.add(key)
        else:
            told += len(found.admits) == 1
    assert wrong == WRONG_LABEL
    assert len(silent) <= 6  # five say only that an update is pending, one gives a reason without the definition
    assert told >= 196


def test_years_waivers_and_changes_are_those_stated() -> None:
    texts = [text for _, _, text in summaries()] + [text for _, text in openings()]
    years = waivers = 0
    for text in texts:
        found = read_verdict(text)
        assert found is not None
        stated = re.search(r"watch list for (?:the|a) (\w+) consecutive", text, re.IGNORECASE)
        assert found.consecutive_years == (ORDINALS[stated[1]] if stated else None), text
        assert found.waiver_stated == ("waiver" in text), text
        changes = {word for word in ("upgraded", "downgraded") if re.search(rf"\b(was|and)( therefore)? {word}", text)}
        if re.search(r"\bremain(s|ed|ing) (on|in|at) (the )?tier", text, re.IGNORECASE):
            changes.add("unchanged")
        assert {found.change} - {None} == changes, text
        years += stated is not None
        waivers += found.waiver_stated
    assert (years, waivers) == (41, 38)


def test_all_openings_of_2018_give_their_tier() -> None:
    recorded = csv_rows(CORPUS / "reference" / "tier_placements.csv")
    placed = {row["country"]: row["tier"] for row in recorded if row["year"] == "2018"}
    read = [(country, read_verdict(text)) for country, text in openings()]
    assert len(read) == 85
    assert [country for country, found in read if found is None or found.tier != placed[country]] == []
