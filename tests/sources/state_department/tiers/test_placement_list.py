"""Placement lists in all forms: lists with headings, lines, paragraphs, tables with a tier per column or row."""

import pytest

from sources.archive.capture import Capture, digest_of
from sources.state_department.pages import read_page
from tests.support import tip_page, tip_url

EXPECTED = [("NOR", "1"), ("KOR", "1"), ("KHM", "2"), ("TZA", "2WL"), ("SOM", "special_case")]


def read(content: str, year: int = 2018):
    body = tip_page(content, title=f"{year} Trafficking in Persons Report: Tier Placements")
    return read_page(
        Capture(tip_url(year, "tier-placements"), "2025-01-01T00:00:00Z", body, digest_of(body), "archive")
    )


@pytest.mark.parametrize(
    "content",
    [
        "<h2>Tier 1</h2><ul><li>Norway<li>Korea, Republic of</ul><h2>Tier 2</h2><ul><li>Cambodia*</ul>"
        "<h2>Tier 2 Watch List</h2><ul><li>Tanzania</ul><h2>Special Case</h2><ul><li>Somalia</ul>",
        "<p><b>TIER 1</b></p><p>Norway<br>Korea, South</p><p><b>TIER 2</b></p><p>Cambodia</p>"
        "<p><b>TIER 2 WATCHLIST</b></p><p>Tanzania</p><p><b>Special Cases</b></p><p>Somalia</p>",
        "<p>This list shows where each government stands this year, tier by tier.</p><p>Tier 1: Norway, Korea, Republic"
        " of</p><p>Tier 2: Cambodia</p><p>Tier 2 Watch List: Tanzania</p><p>Special Case: Somalia</p>",
        "<table><tr><th>Tier 1</th><th>Tier 2</th><th>Tier 2 Watch List</th><th>Special Case</th></tr><tr>"
        "<td><p>Norway</p><p>Korea, Republic of</p></td><td><p>Cambodia</p></td><td>Tanzania</td><td>Somalia</td></tr>"
        "</table>",
        "<table><tr><td>Tier 1</td><td>Norway<br>Korea, South</td></tr><tr><td>Tier 2</td><td>Cambodia</td></tr>"
        "<tr><td>Tier 2 Watch List</td><td>Tanzania</td></tr><tr><td>Special Case</td><td>Somalia</td></tr></table>",
        "<h3>Tier 1</h3><table><tr><td>Norway</td><td>Korea, Republic of</td></tr></table><h3>Tier 2</h3><table><tr>"
        "<td>Cambodia</td></tr></table><h3>Tier 2 Watch List</h3><p>Tanzania</p><h3>Special Case</h3><p>Somalia</p>",
    ],
)
def test_every_form_gives_the_same_placements(content: str) -> None:
    parsed = read(content)
    rows = parsed.rows["tier_sightings"]
    assert sorted((row["country"], row["tier"]) for row in rows) == sorted(EXPECTED)
    assert all(row["sentence"][row["char_start"] : row["char_end"]] == row["country_printed"] for row in rows)
    assert (parsed.page["kind"], parsed.page["country"], parsed.page["outcome"]) == ("placement_list", "WLD", "read")


def test_an_unknown_name_is_an_error() -> None:
    parsed = read("<h2>Tier 1</h2><ul><li>Norway<li>Atlantis</ul>")
    assert parsed.page["problem"] == "unknown_country"
    assert "Atlantis" in parsed.quarantine[0]["detail"]


def test_a_country_under_no_tier_is_an_error() -> None:
    assert read("<p>Norway</p><h2>Tier 1</h2><p>Sweden</p>").page["problem"] == "unknown_section"


def test_a_list_without_countries_is_an_error() -> None:
    assert (
        read("<h2>Tier 1</h2><p>The list follows in the next days, as soon as it is printed.</p>").page["problem"]
        == "no_text"
    )


@pytest.mark.parametrize("label", ["Tier 2.5", "Tier 2 W?tch List", "Tier 4", "Tier 2 or Tier 3"])
@pytest.mark.parametrize("form", ["<h2>{}</h2><p>Oman</p>", "<p>{}: Oman</p>", "<p><b>{}</b></p><p>Oman</p>"])
def test_countries_under_an_unknown_tier_are_on_none(label: str, form: str) -> None:
    parsed = read("<h2>Tier 1</h2><ul><li>Norway</ul>" + form.format(label))
    assert parsed.page["outcome"] == "quarantined"
    assert parsed.rows == {}


def test_an_unknown_tier_before_the_first_known_one_is_no_prose() -> None:
    parsed = read("<p>Tier 2.5: Oman</p><h2>Tier 1</h2><ul><li>Norway</ul>")
    assert "names an unknown tier" in parsed.quarantine[0]["detail"]


def test_a_country_under_two_tiers_is_on_none() -> None:
    parsed = read("<h2>Tier 1</h2><ul><li>Norway<li>Oman</ul><h2>Tier 2</h2><ul><li>OMAN<li>Peru</ul>")
    assert [(row["country"], row["tier"]) for row in parsed.rows["tier_sightings"]] == [("NOR", "1"), ("PER", "2")]
    (row,) = parsed.quarantine
    assert (row["table"], row["reason"], row["record"]) == (
        "tier_sightings", "conflicting_tiers", "OMN: Tier 1 | Tier 2",
    )  # fmt: skip


def test_a_label_in_letters_that_look_latin_is_read_and_noted() -> None:
    parsed = read("<h2>\u0422ier 1</h2><ul><li>Norway</ul>")
    assert [(row["country"], row["tier"]) for row in parsed.rows["tier_sightings"]] == [("NOR", "1")]
    assert "is read as 'Tier 1'" in parsed.page["remark"]
