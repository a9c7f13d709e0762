"""The listings of the backfill and of the last days."""

from datetime import date

from sources.news.discovery.crawl.schedule import backfill, last_days, months_after, releases
from sources.registry.publishers import publishers

CRAWL_DAY = date(2026, 9, 1)


def test_the_backfill_has_the_newest_release_first_and_no_future_window() -> None:
    past = releases(None, CRAWL_DAY)
    assert past[0].year == max(one.year for one in past)
    assert (2010, 6) in months_after(past)
    papers = [one for one in publishers().values() if one.country == "KHM"]
    listed = list(backfill(papers, past, CRAWL_DAY))
    assert len({one.url for one in listed}) == len(listed)
    assert [one.rank // 1_000 for one in listed] == sorted(one.rank // 1_000 for one in listed)
    assert next(one.publisher for one in listed if one.adapter == "wayback") == papers[0].domain
    assert {one.adapter for one in listed} == {"gdelt", "sections", "wayback"}
    first = past[0].day
    assert list(backfill(papers, past[:1], first)) == []
    assert {one.adapter for one in backfill(papers, past[:1], date.fromordinal(first.toordinal() + 10))} == {
        "gdelt",
        "sections",
    }
    assert len({one.url for one in last_days(CRAWL_DAY)}) == 7
    assert [one.year for one in releases((2010,), CRAWL_DAY)] == [2010]
