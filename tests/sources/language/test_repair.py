"""Repair of text recovered from PDF: errors are repaired and recorded, clean text is unchanged."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.language.repair import repair
from tests.support import CORPUS, HUMAN_RIGHTS, needs_corpus


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("an armed conftict", "an armed conflict"),
        ("Fteeing boys", "Fleeing boys"),
        ("police identifed fve victims of traffcking", "police identified five victims of trafficking"),
        ("oftcials were identifted", "officials were identified"),
        ("identiﬁed ﬁve cases", "identified five cases"),
        ("entitled ﬁbroking,ﬂ an article", "entitled “broking,” an article"),
        ("made it 72ANGOLAa crime", "made it a crime"),
        ("before the pre-97BELIZEtrial stage", "before the pre-trial stage"),
        ("44 investigations BRAZIL108under way", "44 investigations under way"),
        ("the CAMBODIA125126CAMBODIAlaw", "the law"),
        ("It ended.181ESWATINI", "It ended."),
        ("151COSTA RICAThe courts", "The courts"),
        ("traffick- ing and trafficking", "trafficking and trafficking"),
    ],
)
def test_errors_are_repaired(broken, whole):
    assert repair(broken).text == whole


@pytest.mark.parametrize(
    "text",
    [
        "The left lift after the gift of a raft often drifts; officers fled and fed five of the fleet.",
        "pre- and post-trial, 12 ANGOLAN cases, COVID19, the 2018 ANGOLA report, 3ABC",
        "Foft ftw xft",
        "Fred went to Fes",
        "",
    ],
)
def test_clean_text_is_unchanged(text):
    assert repair(text).text == text


@given(st.text(alphabet=st.sampled_from(list("fitlFﬁﬂ -12ANGOLAa.")), max_size=60))
def test_repairs_restore_the_original_text(text):
    repaired = repair(text)
    back, moved = repaired.text, 0
    for change in repaired.repairs:
        at = change.offset + moved
        assert text[change.offset :].startswith(change.before)
        assert repaired.text[at:].startswith(change.after)
        moved += len(change.after) - len(change.before)
    for change in reversed(repaired.repairs):
        moved -= len(change.after) - len(change.before)
        at = change.offset + moved
        back = back[:at] + change.before + back[at + len(change.after) :]
    assert back == text


@pytest.mark.soak
@pytest.mark.corpus
@needs_corpus
def test_real_web_pages_are_unchanged():
    with gzip.open(HUMAN_RIGHTS, "rt", encoding="utf-8", errors="replace") as file:
        text = file.read(3_000_000)
    assert repair(text).repairs == ()


@pytest.mark.corpus
@needs_corpus
def test_recovered_narratives_have_no_known_errors_after_repair():
    narratives = json.loads((CORPUS / "corpus" / "tip_2018_narratives.json").read_text(encoding="utf-8"))
    for narrative in narratives:
        for text in narrative["sections"].values():
            repaired = repair(text)
            assert not {"ﬁ", "ﬂ"} & set(repaired.text)
            assert "conft" not in repaired.text
            assert repair(repaired.text).repairs == ()
