"""Pages with the narratives of several countries."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.html.blocks import Block
from sources.html.boilerplate import without_boilerplate
from sources.state_department.sections.country_entries import split_entries
from sources.state_department.tiers.tier_label import tier_label
from tests.sources.state_department.old_pages import MEETS, countries, narrative, page, read
from warehouse.tables import TABLES


def test_every_country_of_a_page_is_read_like_a_page_of_its_own() -> None:
    parsed = read(page(narrative("Norway"), narrative("Panama", "Tier 2"), narrative("Qatar", "TIER 3")))
    assert (parsed.page["outcome"], parsed.page["kind"], parsed.page["country"]) == ("read", "narratives", "WLD")
    assert countries(parsed) == ["NOR", "PAN", "QAT"]
    for country in countries(parsed):
        own = [row for row in parsed.sections if row["country"] == country]
        assert [row["section"] for row in own] == ["profile", "verdict", "prosecution", "protection", "prevention"]
        assert [row["position"] for row in own] == [1, 2, 3, 4, 5]
    tiers = {row["country"]: row["tier"] for row in parsed.rows["tier_sightings"] if row["place"] == "heading"}
    assert tiers == {"NOR": "1", "PAN": "2", "QAT": "3"}
    assert parsed.page["words"] == sum(row["words"] for row in parsed.sections)
    for table, rows in parsed.rows.items():
        TABLES[table].schema.validate(TABLES[table].frame(rows))


@pytest.mark.parametrize(
    "heading", ["{} ({})", "{}: {}", "{} – {}", "<span>{}</span> ({}) *", "&nbsp;{}&nbsp;({})", "{}<br>({})"]
)
def test_country_headings_in_every_form(heading: str) -> None:
    parsed = read(page(narrative("Norway", "Tier 2 Watch List", heading=heading), narrative("Oman", "Tier 1")))
    assert countries(parsed) == ["NOR", "OMN"]
    assert {row["tier"] for row in parsed.rows["tier_sightings"] if row["country"] == "NOR"} >= {"2WL"}


def test_a_bad_narrative_is_rejected_and_the_others_are_read() -> None:
    unheaded = "<p><b>OMAN (Tier 2)</b></p><p>Oman is warm.</p>"
    body = page(narrative("Norway"), unheaded, narrative("Utopia", "Tier 3"), narrative("Peru"), narrative("Peru"))
    parsed = read(body)
    assert countries(parsed) == ["NOR", "PER"]
    assert [(row["reason"], row["record"]) for row in parsed.quarantine] == [
        ("unknown_section", "OMAN (Tier 2)"),
        ("unknown_country", "UTOPIA"),
        ("second_narrative", "PERU (Tier 1)"),
    ]
    assert "Oman is warm." not in str(parsed.sections)
    TABLES["quarantine"].schema.validate(TABLES["quarantine"].frame(parsed.quarantine))


def test_a_narrative_with_an_unknown_tier_is_not_part_of_the_one_before() -> None:
    parsed = read(page(narrative("Norway"), narrative("Oman", "Tier 2 W?tch List"), narrative("Peru", "Tier 2.5")))
    assert countries(parsed) == ["NOR", "OMN", "PER"]
    headings = {row["country"]: row["tier"] for row in parsed.rows["tier_sightings"] if row["place"] == "heading"}
    assert headings == {"NOR": "1"}
    assert [(row["table"], row["reason"], row["record"]) for row in parsed.quarantine] == [
        ("tier_sightings", "unknown_tier", "OMAN (Tier 2 W?tch List)"),
        ("tier_sightings", "unknown_tier", "PERU (Tier 2.5)"),
    ]


def test_two_narratives_of_a_country_with_different_tiers_give_no_tier_of_a_heading() -> None:
    parsed = read(page(narrative("Norway", "Tier 2"), narrative("Norway", "Tier 3")))
    assert [row for row in parsed.rows["tier_sightings"] if row["place"] == "heading"] == []
    assert [(row["reason"], row["record"]) for row in parsed.quarantine] == [
        ("conflicting_tiers", "NORWAY (Tier 2) | NORWAY (Tier 3)"),
        ("second_narrative", "NORWAY (Tier 3)"),
    ]


def test_a_verdict_that_contradicts_itself_is_rejected_on_a_page_of_several() -> None:
    sentence = "Oman is placed on Tier 2. Oman is placed on Tier 3."
    oman = narrative("Oman", "Tier 2").replace(MEETS.format("Oman"), f"By the minimum standards, {sentence}")
    parsed = read(page(narrative("Norway"), oman))
    assert {(row["country"], row["place"]) for row in parsed.rows["tier_sightings"]} == {
        ("NOR", "heading"), ("NOR", "verdict"), ("OMN", "heading"),
    }  # fmt: skip
    assert [(row["table"], row["reason"]) for row in parsed.quarantine] == [("tier_sightings", "conflicting_tiers")]


def test_a_page_of_narratives_without_a_known_heading_is_rejected() -> None:
    assert read(page("<p>Norway is cold.</p>")).page["problem"] == "no_narratives"
    sentences = "".join(f"<p>{MEETS.format(name)}</p>" for name in ("Norway", "Oman", "Peru", "Qatar"))
    assert read(page(sentences, title="Part IV")).page["problem"] == "no_narratives"


def test_a_preface_has_no_rows() -> None:
    parsed = read(page("<p>This report is the eighth.</p>", title="Introduction"))
    assert (parsed.page["outcome"], parsed.page["kind"]) == ("not_a_report", "index")
    assert parsed.quarantine == []


WORDS = st.text("abcN (TI2)er<>&\n•:.é\u00a0", max_size=60)
LINES = st.lists(
    st.one_of(
        WORDS,
        st.sampled_from(
            ["NORWAY (Tier 1)", "Oman", "Tier 2", "Prosecution", "Special Cases", "QATAR (TIER 3) He came."]
        ),
    ),
    max_size=20,
)
KINDS = st.sampled_from(["heading", "paragraph", "list_item", "table_row"])


HEADED = st.sampled_from(["NORWAY (Tier 1)", "Oman", "QATAR (TIER 3) He came.", "Peru: Tier 2", "Tier 2 is a tier."])


@given(st.lists(st.tuples(KINDS, WORDS | HEADED, st.booleans()), max_size=20))
def test_splitting_a_page_loses_no_block(parts: list[tuple[str, str, bool]]) -> None:
    stream = [
        Block(kind, folded, lead=folded if bold else "", printed=text)  # type: ignore[arg-type]
        for kind, text, bold in parts
        if (folded := " ".join(text.split())) and tier_label(folded) is None
    ]
    before, entries = split_entries(stream, "Countries")
    texts = [block.text for block in before]
    for entry in entries:
        texts += [entry.heading.printed, *(block.text for block in entry.blocks)]
    assert _letters(texts) == _letters([block.text for block in stream])


def _letters(texts: list[str]) -> str:
    """Texts without the characters between a heading and the text after it."""
    return re.sub(r"[\s:.–—-]", "", "".join(texts))


@given(LINES)
def test_any_page_is_read_or_rejected_without_double_rows(lines: list[str]) -> None:
    parsed = read(page("".join(f"<p>{line.replace('<', '&lt;')}</p>" for line in lines)))
    assert parsed.page["outcome"] in ("read", "quarantined", "not_a_report")
    keys = [(row["country"], row["position"]) for row in parsed.sections]
    assert len(keys) == len(set(keys))


@given(st.lists(st.tuples(WORDS, st.integers(0, 4)), max_size=15))
def test_removing_boilerplate_from_a_page_without_boilerplate_changes_nothing(cells: list[tuple[str, int]]) -> None:
    stream = [
        Block("table_row" if row else "paragraph", " ".join(text.split()), printed=text, row=row)
        for text, row in cells
        if text.split()
    ]
    words = [word for block in without_boilerplate(stream) for word in block.text.split()]
    assert words == [word for block in stream for word in block.text.split()]
