"""The feeds of the site: releases, and the changes of each country; they continue those of the release before."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import feedparser
import pytest

from tests.warehouse.report.small_release import claim, placement, site_of, tables_of
from warehouse.release.row_changes import write_row_changes
from warehouse.tables import TABLES

BEFORE, AFTER = "ba9876543210", "0123456789ab"
FIRST = {"tier_placements": [placement("KHM", 2012, "2"), placement("NOR", 2012, "1")]}
SECOND = {
    "tier_placements": [
        placement("KHM", 2012, "2WL", source_url="https://www.state.gov/another"),
        placement("KHM", 2013, "3", previous_tier="2WL", change="downgraded"),
        placement("NOR", 2012, "1"),
    ],
    **tables_of([claim(1), claim(2)]),
}


def second_release(folder: Path, **more: Any) -> Path:
    """The site of a release whose rows differ from those of the one before it."""
    before = site_of(folder / BEFORE, FIRST, name=BEFORE, metadata=metadata(1)).parent
    rows = site_of(folder / "rows", SECOND).parent
    release = folder / AFTER
    (release / "changes").mkdir(parents=True)
    for name in ("tier_placements", "news_claims"):
        write_row_changes(TABLES[name], before, rows, release / "changes" / f"{name}.parquet")
    tables = {"tier_placements": {"added": 1, "changed": 1, "removed": 0}}
    changes = {"since": BEFORE, "same_data": False, "tables": tables}
    return site_of(release, SECOND, name=AFTER, changes=changes, previous=before, metadata=metadata(2, **more))


def metadata(day: int, **more: Any) -> Mapping[str, Any]:
    return {"published_at": f"2026-11-{day:02}T03:00:00Z", **more}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return second_release(tmp_path_factory.mktemp("releases"))


def feed(site: Path, path: str) -> Any:
    found = feedparser.parse((site / path).read_bytes())
    assert not found.bozo
    return found


def test_the_feed_of_releases_continues_that_of_the_release_before(site: Path) -> None:
    found = feed(site, "feed.atom")
    assert found.feed.id == "tag:tip-warehouse,2026:releases"
    assert [entry.id for entry in found.entries] == [
        f"tag:tip-warehouse,2026:release/{name}" for name in (AFTER, BEFORE)
    ]
    newest, first = found.entries
    assert "tier_placements: 1 added, 1 changed, 0 removed" in newest.summary
    assert (newest.updated, first.updated) == ("2026-11-02T03:00:00Z", "2026-11-01T03:00:00Z")


def test_every_link_leads_to_a_place_of_the_site(site: Path) -> None:
    for path in ("feed.atom", "feed/KHM.atom"):
        found = feed(site, path)
        for link in [*(link.href for link in found.feed.links), *(entry.link for entry in found.entries)]:
            place, _, name = link.partition("#")
            target = (site / path).parent / place
            assert target.is_file(), link
            assert not name or f'id="{name}"' in target.read_text(), link


def test_the_feed_of_a_country_tells_what_changed_tiers_first(site: Path) -> None:
    newest, first = feed(site, "feed/KHM.atom").entries
    assert newest.id == f"tag:tip-warehouse,2026:country/KHM/release/{AFTER}"
    assert newest.summary == (
        "2012: Tier 2 Watch List; was Tier 2. 2013: Tier 3, new. tier_placements: 1 added, 1 changed."
        " news_claims: 2 added."
    )
    assert first.summary == "The feed begins with this release."


def test_a_country_without_changes_has_no_new_entry(site: Path) -> None:
    found = feed(site, "feed/NOR.atom")
    assert [entry.id for entry in found.entries] == [f"tag:tip-warehouse,2026:country/NOR/release/{BEFORE}"]
    assert found.feed.updated == "2026-11-01T03:00:00Z"


def test_a_reissue_changes_no_country(tmp_path: Path) -> None:
    before = site_of(tmp_path / BEFORE, FIRST, name=BEFORE, metadata=metadata(1)).parent
    changes = {"since": BEFORE, "same_data": True, "tables": {}}
    name = f"{BEFORE}.2"
    site = site_of(tmp_path / name, FIRST, name=name, changes=changes, previous=before, metadata=metadata(2))
    assert len(feed(site, "feed/KHM.atom").entries) == 1
    assert len(feed(site, "feed.atom").entries) == 2


def test_links_are_whole_where_the_address_of_the_site_is_known(tmp_path: Path) -> None:
    site = second_release(tmp_path, site_url="https://tip.example/")
    found = feed(site, "feed/KHM.atom")
    links = [*(link.href for link in found.feed.links), *(entry.link for entry in found.entries)]
    page = "https://tip.example/country/KHM.html"
    assert links == ["https://tip.example/feed/KHM.atom", page, page, page]
    assert feed(site, "feed.atom").entries[0].link == f"https://tip.example/changes.html#release-{AFTER}"


def test_feeds_are_the_same_for_the_same_release(site: Path, tmp_path: Path) -> None:
    again = second_release(tmp_path)
    paths = [path.relative_to(site) for path in site.rglob("*") if path.suffix == ".atom" or "feed" in path.name]
    assert len(paths) > 4
    assert all((site / path).read_bytes() == (again / path).read_bytes() for path in paths if (site / path).is_file())


@pytest.mark.parametrize("damage", ["", "{", "[1, {}]", '{"KHM": 3}', "null"])
def test_a_damaged_feed_of_the_release_before_stops_no_release(tmp_path: Path, damage: str) -> None:
    before = site_of(tmp_path / BEFORE, FIRST, name=BEFORE, metadata=metadata(1)).parent
    for name in ("feed.json", "feed/countries.json"):
        (before / "report" / name).write_text(damage)
    site = site_of(tmp_path / AFTER, SECOND, name=AFTER, previous=before, metadata=metadata(2))
    assert [entry.id for entry in feed(site, "feed.atom").entries] == [f"tag:tip-warehouse,2026:release/{AFTER}"]
    assert len(feed(site, "feed/KHM.atom").entries) == 1
