"""The site of a release: pages that open from a disk, in a function of its data, its checks and the release before."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.report.changes import table_changes, write_changes_page
from warehouse.report.corrections import write_correction_pages
from warehouse.report.country import write_country_pages
from warehouse.report.country_feeds import write_country_feeds
from warehouse.report.data_pages import write_data_pages
from warehouse.report.edition import movements, moves_known, tier_counts, write_edition_pages
from warehouse.report.facts import Facts, ReleaseInfo
from warehouse.report.feed import release_entries, write_feed
from warehouse.report.kept import ReadBefore
from warehouse.report.metadata import dataset
from warehouse.report.news import write_news_pages
from warehouse.report.overviews import write_overviews
from warehouse.report.quality import checks_by_result, held_share, write_quality_pages
from warehouse.report.search import write_search
from warehouse.report.tables import ReleaseTables
from warehouse.report.words import REGIONS
from warehouse.report.writing import Site


def write_site(folder: Path, release: ReleaseInfo, read_before: ReadBefore = lambda _: None) -> None:
    """Writes `report/` into the folder of a release.

    Args:
        folder: the folder, with its compact files.
        release: what the site says of the release.
        read_before: reads a file of the release before, by its path there, where it is as it was published; pages whose
            rows and code are the same are kept from it.
    """
    facts = Facts(release, ReleaseTables(folder))
    site = Site(folder / "report", release, read_before)
    with _rows_not_collected(facts):
        _write_pages(site, facts)
    site.record_kept()


@contextmanager
def _rows_not_collected(facts: Facts) -> Iterator[None]:
    """The garbage collector does not walk through the rows of all placements again and again while pages are made."""
    _ = facts.placed
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _write_pages(site: Site, facts: Facts) -> None:
    _write_index(site, facts)
    write_country_pages(site, facts)
    write_edition_pages(site, facts)
    write_overviews(site, facts)
    write_news_pages(site, facts)
    write_correction_pages(site, facts)
    write_quality_pages(site, facts)
    releases = release_entries(facts)
    write_changes_page(site, facts, releases)
    write_data_pages(site, facts)
    write_search(site, facts)
    write_feed(site, facts, releases)
    write_country_feeds(site, facts)


def _write_index(site: Site, facts: Facts) -> None:
    newest = facts.newest
    regions = [
        (REGIONS[region], [(code, row["name"], facts.look(code, newest)) for code, row in facts.countries.items()
                           if row["region"] == region and newest in facts.placed.get(code, {})])
        for region in REGIONS
    ] if newest else []  # fmt: skip
    site.page(
        "index.html",
        "index.html",
        "Is this right?",
        newest=newest,
        regions=regions,
        counts=tier_counts(facts, newest) if newest else [],
        movements=movements(facts, newest) if newest else {},
        moves_known=moves_known(facts, newest) if newest else False,
        name=facts.name,
        checks=checks_by_result(facts),
        held={family: held_share(facts, family) for family in ("tip", "human_rights")},
        claims=facts.claims.count,
        changed=table_changes(facts),
        dataset=dataset(facts),
    )
