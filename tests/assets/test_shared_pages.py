"""Editions whose pages hold several countries, through staging, checks and gate."""

import pytest

from tests.assets.test_tiers import edition_of, failing_checks, tip_url
from tests.assets.warehouse import Warehouse
from tests.sources.state_department.old_pages import MIDDLE, OLD, narrative, page
from tests.support import list_page

YEAR = 2009
TIERS = {name: label for label, names in edition_of(YEAR).items() for name in names}
ON_PAGE = ("Norway", "Nepal", "Peru", "Poland")


def pages_of(*narratives: str) -> dict[str, bytes]:
    """The list of all countries, and a page of several narratives under two addresses."""
    shared = page(*narratives, year=YEAR)
    return {
        tip_url(YEAR, "tier-placements"): list_page(YEAR, edition_of(YEAR)),
        f"{MIDDLE}/{YEAR}/123136.htm": shared,
        f"{OLD}/{YEAR}/123136.htm": shared,
    }


def narrative_on_recorded_tier(country: str) -> str:
    """A narrative with the recorded placement of a country."""
    text = narrative(country, TIERS[country])
    return text if TIERS[country] == "Tier 1" else text.replace("fully complies", "does not fully comply")


def test_an_edition_on_shared_pages_passes_every_check(warehouse: Warehouse) -> None:
    assert failing_checks(warehouse, pages_of(*map(narrative_on_recorded_tier, ON_PAGE))) == {}
    read = warehouse.home.staging.read
    editions = read("editions").filter(family="tip", year=YEAR)
    assert editions.select("held", "country_pages", "list_held").rows() == [(175, 4, True)]
    panel = read("country_years").filter(year=YEAR, country="NOR")
    assert panel["tier"].to_list() == ["1"]
    assert panel["words"].item() == read("report_sections").filter(country="NOR")["words"].sum()
    assert sorted(read("pages")["outcome"]) == ["read", "read", "superseded"]


@pytest.mark.soak
def test_rejected_narratives_count_in_the_quarantine_share(warehouse: Warehouse) -> None:
    failed = failing_checks(
        warehouse,
        pages_of(
            *map(narrative_on_recorded_tier, ON_PAGE),
            "<p><b>QATAR (Tier 3)</b></p><p>It is warm.</p>",
            "<p><b>OMAN (Tier 2)</b></p><p>It is dry.</p>",
        ),
    )
    assert "2 of 7 pages rejected" in failed["quarantine_share"]


@pytest.mark.soak
def test_a_shared_page_that_lost_a_country_is_not_in_use_without_a_decision(warehouse: Warehouse) -> None:
    failing_checks(warehouse, pages_of(*map(narrative_on_recorded_tier, ON_PAGE)))
    assert warehouse.publish().is_new
    *others, last = map(narrative_on_recorded_tier, ON_PAGE[:-1])
    longer = f"{last}<p>{'A campaign went on in every district. ' * 100}</p>"  # so that only the country is missing
    later = {url: body for url, body in pages_of(*others, longer).items() if "/tiprpt/" in url}
    warehouse.ingest(later, date="2025-02-02T00:00:00Z")
    warehouse.stage()
    warehouse.check()
    warehouse.publish()
    assert "POL" in warehouse.home.staging.read("report_sections")["country"]
    (reason, detail) = warehouse.home.staging.read("quarantine").select("reason", "detail").rows()[0]
    assert reason == "incomplete"
    assert "POL" in detail
