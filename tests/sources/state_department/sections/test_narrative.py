"""Country narratives: all forms of headings, all orders of sections, and tier sightings."""

import json
import textwrap

import pytest

from sources.archive.capture import Capture, digest_of
from sources.state_department.identity.page_identity import Hint
from sources.state_department.pages import read_page
from tests.support import CORPUS, narrative_page, tip_page, tip_url
from warehouse.tables import TABLES

NARRATIVES = CORPUS / "corpus" / "tip_2018_narratives.json"
ORDER = ["verdict", "recommendations", "prosecution", "protection", "prevention", "profile"]


def read(body: bytes, url: str = tip_url(2018, "norway"), hint: Hint | None = None):
    capture = Capture(url, "2025-01-01T00:00:00Z", body, digest_of(body), "archive")
    return read_page(capture, hint)


def tiers(parsed) -> dict[str, str]:
    return {row["place"]: row["tier"] for row in parsed.rows["tier_sightings"]}


def test_a_narrative_is_read_completely() -> None:
    parsed = read(narrative_page())
    assert parsed.page["outcome"] == "read"
    assert (parsed.page["country"], parsed.page["year"], parsed.page["kind"]) == ("NOR", 2018, "country")
    assert [row["section"] for row in parsed.sections] == ORDER
    assert [row["text"] for row in parsed.rows["recommendations"]] == ["Train the police.", "Fund the shelters."]
    assert tiers(parsed) == {"heading": "1", "verdict": "1"}
    for table, rows in parsed.rows.items():
        TABLES[table].schema.validate(TABLES[table].frame(rows))


@pytest.mark.parametrize(
    ("heading", "tier"),
    [
        ("NORWAY: Tier 2 Watch List", "2WL"),
        ("Norway (Tier 3)", "3"),
        ("NORWAY (TIER 2)", "2"),
        ("NORWAY: TIER 1", "1"),
        ("Norway (Tier 2 Watchlist)", "2WL"),
        ("Tier 2", "2"),
        ("NORWAY: Special Case", "special_case"),
    ],
)
def test_headings_name_the_tier(heading: str, tier: str) -> None:
    assert tiers(read(narrative_page(heading=heading)))["heading"] == tier


@pytest.mark.parametrize("heading", ["NORWAY: Tier 4", "Norway (Tier 2 Wacth List)", "NORWAY: TIER"])
def test_a_heading_with_an_unknown_tier_is_rejected_and_the_rest_is_read(heading: str) -> None:
    parsed = read(narrative_page(heading=heading))
    assert [(row["table"], row["reason"], row["record"]) for row in parsed.quarantine] == [
        ("tier_sightings", "unknown_tier", heading),
    ]
    assert [row["section"] for row in parsed.sections] == ORDER
    assert tiers(parsed) == {"verdict": "1"}


@pytest.mark.parametrize(
    ("first", "second"),
    [("NORWAY: Tier 1", "NORWAY: Tier 2"), ("NORWAY: Tier 2", "Tier 3"), ("NORWAY (Tier 1)", "Norway (Tier 2.5)")],
)
def test_two_headings_with_different_tiers_give_no_tier(first: str, second: str) -> None:
    for headings in (f"<h2>{first}</h2><h2>{second}</h2>", f"<h2>{first}</h2><p>It is cold.</p><h2>{second}</h2>"):
        parsed = read(narrative_page().replace(b"<h2>NORWAY: Tier 1</h2>", headings.encode()))
        assert [(row["table"], row["reason"], row["record"]) for row in parsed.quarantine] == [
            ("tier_sightings", "conflicting_tiers", f"{first} | {second}"),
        ]
        assert tiers(parsed) == {"verdict": "1"}
        assert parsed.page["outcome"] == "read"


def test_the_same_heading_again_is_no_conflict() -> None:
    parsed = read(narrative_page().replace(b"<p><strong>PROTECTION", b"<h2>Norway (Tier 1)</h2><p><strong>PROTECTION"))
    assert (parsed.quarantine, tiers(parsed)) == ([], {"heading": "1", "verdict": "1"})


def test_two_verdict_sections_with_different_tiers_give_no_tier_of_the_verdict() -> None:
    page = narrative_page().replace(
        b"<p><strong>RECOMMENDATIONS",
        b"<h2>Norway (Tier 1)</h2><p>Norway is placed on Tier 3.</p><p><strong>RECOMMENDATIONS",
    )
    parsed = read(page)
    assert [row["section"] for row in parsed.sections][:2] == ["verdict", "verdict"]
    (rejected,) = parsed.quarantine
    assert (rejected["table"], rejected["reason"]) == ("tier_sightings", "conflicting_tiers")
    assert rejected["record"].endswith("| Norway is placed on Tier 3.")
    assert tiers(parsed) == {"heading": "1"}


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Norway remained on Tier 1. Norway was downgraded to Tier 2.", "conflicting_tiers"),
        ("Norway remained on Tier 2.5.", "unknown_tier"),
        ("Norway remained on Tier 2 W?tch List.", "unknown_tier"),
        ("Norway is placed on Tier 1 or Tier 2.", "unknown_tier"),
    ],
)
def test_a_verdict_without_one_known_tier_is_rejected_and_the_rest_is_read(sentence: str, reason: str) -> None:
    parsed = read(narrative_page(verdict=sentence))
    assert tiers(parsed) == {"heading": "1"}
    (row,) = parsed.quarantine
    assert (row["table"], row["reason"]) == ("tier_sightings", reason)
    assert all(part in sentence for part in row["record"].split(" | "))
    assert [row["section"] for row in parsed.sections] == ORDER


@pytest.mark.parametrize(
    ("printed", "tier"),
    [
        ("\u0422ier 2", "2"),
        ("Ti&shy;er 2", "2"),
        ("Tier 2 W&#x200d;atch List", "2WL"),
        ("Tier&nbsp;2 Watch&#x2011;List", "2WL"),
        ("Tier&#x2060; 2", "2"),
        ("\uff34ier \uff12 W\u0430tch List", "2WL"),
    ],
)
def test_a_tier_in_letters_that_look_latin_is_read_as_meant_and_noted(printed: str, tier: str) -> None:
    parsed = read(narrative_page(heading=f"NORWAY: {printed}", verdict=f"Norway remained on {printed}."))
    assert (tiers(parsed), parsed.quarantine) == ({"heading": tier, "verdict": tier}, [])
    (row, _) = parsed.rows["tier_sightings"]
    if not row["tier_printed"].isascii():
        assert "is read as 'Tier" in parsed.page["remark"]


def test_a_heading_of_another_country_is_a_conflict() -> None:
    parsed = read(narrative_page(heading="SWEDEN: Tier 1"))
    assert parsed.page["problem"] == "identity_conflict"


@pytest.mark.parametrize(
    "form",
    [
        "<p><strong>{}</strong></p><p>Text of it.</p>",
        "<p><b>{}</b> Text of it.</p>",
        "<h3>{}</h3><p>Text of it.</p>",
        "<h4>{}:</h4><p>Text of it.</p>",
        "<p>{}</p><p>Text of it.</p>",
        "<p>{} Text of it.</p>",
        "<p><em><b>{}</b></em><br>Text of it.</p>",
    ],
)
def test_sections_are_found_in_every_form(form: str) -> None:
    names = ["PROSECUTION", "PROTECTION", "PREVENTION"]
    body = "<h2>NORWAY: Tier 1</h2><p>Norway fully meets the minimum standards and remained on Tier 1.</p>"
    parsed = read(tip_page(body + "".join(form.format(name) for name in names), title="Norway"))
    assert [row["section"] for row in parsed.sections] == ["verdict", "prosecution", "protection", "prevention"]
    assert {row["text"] for row in parsed.sections[1:]} == {"Text of it."}


def test_recommendations_after_their_heading_in_one_paragraph() -> None:
    body = (
        "<h2>Norway (Tier 1)</h2><p>Norway is a country people are brought to.</p>"
        "<p>The government fully complies with the minimum standards.</p>"
        "<p><b>Recommendations for Norway:</b> Train the police; fund the shelters; and count the victims.</p>"
        "<p><b>Prosecution</b></p><p>Courts sat.</p>"
    )
    parsed = read(tip_page(body, title="Norway"), tip_url(2010, "norway"))
    assert [row["section"] for row in parsed.sections] == ["profile", "verdict", "recommendations", "prosecution"]
    assert len(parsed.rows["recommendations"]) == 3


def test_a_list_item_with_semicolons_is_one_recommendation() -> None:
    items = ["Train the police; judges; and prosecutors.", "Fund shelters."]
    body = (
        "<h2>Norway (Tier 1)</h2><p>The government fully complies with the minimum standards.</p>"
        f"<p><b>Recommendations</b></p><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
        "<p><b>Prosecution</b></p><p>Courts sat.</p>"
    )
    assert [row["text"] for row in read(tip_page(body, title="Norway")).rows["recommendations"]] == items


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        ("Norway (Tier 1)", "The Government of Norway fully meets the minimum standards."),
        ("Norway", "Norway is a Special Case."),
    ],
)
def test_the_counts_of_a_narrative_without_section_headings_are_read(heading: str, sentence: str) -> None:
    body = (
        f"<h2>{heading}</h2><p>People are brought there.</p><p>{sentence} Courts convicted 12 traffickers.</p>"
        "<p>Officers rescued 30 victims.</p>"
    )
    parsed = read(tip_page(body, title="Norway"), tip_url(2002, "norway"))
    assert [row["section"] for row in parsed.sections] == ["profile", "verdict"]
    found = [(row["section"], row["measure"], row["value"]) for row in parsed.rows["enforcement_statistics"]]
    assert found == [("verdict", "convictions", 12), ("verdict", "victims_identified", 30)]
    assert [row["numbers_unread"] for row in parsed.sections] == [0, 0]


def test_an_unknown_heading_keeps_its_text_and_is_reported() -> None:
    body = narrative_page().replace(b"A campaign went on.</p>", b"A campaign went on.</p><h3>Overseas</h3><p>More.</p>")
    parsed = read(body)
    assert parsed.page["remark"] == "unknown headings: Overseas"
    assert parsed.page["unknown_headings"] == ["Overseas"]
    assert parsed.sections[5]["text"] == "More."
    assert parsed.sections[5]["section"] == "prevention"


def test_a_ranked_narrative_without_any_section_is_rejected() -> None:
    body = tip_page("<h2>NORWAY: Tier 1</h2><p>Norway remained on Tier 1.</p>", title="Norway")
    assert read(body).page["problem"] == "unknown_section"
    early = read(body, tip_url(2001, "norway"))
    assert early.page["outcome"] == "read"


def test_plain_text_with_capital_headings_is_read() -> None:
    text = b"PROSECUTION\nCourts convicted five traffickers.\n\nPROTECTION\nOfficials identified nine victims.\n"
    parsed = read(text, "saved.txt", Hint("tip", 2018, "KHM"))
    assert [(row["country"], row["section"]) for row in parsed.sections] == [
        ("KHM", "prosecution"), ("KHM", "protection"),
    ]  # fmt: skip


def test_wrapped_plain_text_is_read_like_one_line_per_paragraph() -> None:
    paragraphs = [
        "PROSECUTION",
        "In 2017 the authorities prosecuted 207 suspected traffickers, compared with 53 suspected traffickers in 2016, "
        "and convicted at least 129, up from 100 in the year before. The courts of the U.S. territory convicted none.",
        "PROTECTION",
        "Officials identified 12 victims in 2017, fewer than the 32 victims whom they had identified the year before.",
    ]
    whole = read("\n".join(paragraphs).encode(), "saved.txt", Hint("tip", 2018, "KHM"))
    for width in (50, 72, 100):
        wrapped = "\r\n".join("\r\n".join(textwrap.wrap(paragraph, width)) for paragraph in paragraphs)
        parsed = read(wrapped.encode(), "saved.txt", Hint("tip", 2018, "KHM"))
        assert [row["text"] for row in parsed.sections] == [row["text"] for row in whole.sections]
        counts = [row["value"] for row in parsed.rows["enforcement_statistics"]]
        assert counts == [row["value"] for row in whole.rows["enforcement_statistics"]]
        assert {207, 53, 129, 100, 12} <= set(counts)


def test_short_lines_without_wrapping_are_paragraphs() -> None:
    items = ["Train the police in every province of the country", "Fund the shelters", "- Vet the brokers of workers"]
    text = "\n".join(["RECOMMENDATIONS", *items, "PREVENTION", "No campaign was held."])
    parsed = read(text.encode(), "saved.txt", Hint("tip", 2018, "KHM"))
    assert [row["text"] for row in parsed.sections] == ["\n".join(items), "No campaign was held."]


@pytest.mark.skipif(not NARRATIVES.exists(), reason="the real narratives are not beside this checkout")
def test_sections_of_real_narratives_are_read() -> None:
    from sources.reference.placements import placement_rows

    record = {row["country"]: row["tier"] for row in placement_rows() if row["year"] == 2018}
    labels = {"1": "Tier 1", "2": "Tier 2", "2WL": "Tier 2 Watch List", "3": "Tier 3"}
    slugs = dict(zip(["INTRO", "RECOMMENDATIONS", "PROSECUTIONS", "PROTECTION", "PREVENTION"], ORDER, strict=False))
    for narrative in json.loads(NARRATIVES.read_text(encoding="utf-8")):
        country, printed = narrative["iso3"], narrative["country_as_printed"]
        parts = [f"<h2>{printed}: {labels[record[country]]}</h2>"]
        for name, text in narrative["sections"].items():
            parts += [] if name == "INTRO" else [f"<p><strong>{name.replace('CUTIONS', 'CUTION')}</strong></p>"]
            parts.append(f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>")
        parsed = read(
            tip_page("".join(parts), title=f"2018 Trafficking in Persons Report: {printed.title()}"),
            tip_url(2018, "of-a-country"),
        )
        assert parsed.page["outcome"] == "read", parsed.quarantine
        assert parsed.page["country"] == country
        expected = [
            (slugs.get(name, "profile"), " ".join(text.split())) for name, text in narrative["sections"].items()
        ]
        assert [(row["section"], row["text"]) for row in parsed.sections] == expected, country
        assert tiers(parsed) == {"heading": record[country], "verdict": record[country]}, country
