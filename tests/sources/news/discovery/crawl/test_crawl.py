"""Crawls for news: the right candidates with the right outcomes, each requested once."""

from collections import Counter
from pathlib import Path

from tests.replica.news_web import (
    FOLLOWED,
    GAZETTE,
    LATE,
    LINKED,
    MISLED,
    MONTH,
    OLD,
    POST,
    RACE,
    SEEN_ABROAD,
    STUB,
    TIMES,
    UPGRADED,
    WALLED,
    news_sites,
)
from tests.sources.news.discovery.support import news_web

EXPECTED = {
    f"{POST}{UPGRADED}": ("feed", "fetched"),  # its AMP page is the same article and is not requested
    f"{POST}{RACE}": ("feed", "irrelevant"),
    f"{POST}{WALLED}": ("feed", "blocked"),
    f"{POST}{STUB}": ("feed", "blocked"),
    f"{POST}{MISLED}": ("feed", "irrelevant"),
    f"{POST}{FOLLOWED}": ("sitemap", "fetched"),
    f"{TIMES}/ghana": ("sitemap", "irrelevant"),
    f"{TIMES}{MONTH}": ("sitemap", "fetched"),
    f"{TIMES}{LATE}": ("sitemap", "failed"),
    f"{POST}{SEEN_ABROAD}": ("gdelt", "fetched"),
    "unlisted.example/trafficking": ("gdelt", "unlisted"),
    "10.0.0.7/trafficking-report": ("gdelt", "unlisted"),
    f"{GAZETTE}{OLD}": ("wayback", "fetched"),
    f"{GAZETTE}{LINKED}": ("sections", "fetched"),
}


def test_candidates_of_all_adapters_are_requested_once(tmp_path: Path) -> None:
    with news_web(tmp_path, news_sites()) as web:
        report = web.fetch(0)
        assert report.crawl.stopped == "nothing left"
        assert web.outcomes() == EXPECTED
        assert web.archived() == {
            f"https://{POST}{UPGRADED}",
            f"https://{POST}{FOLLOWED}",
            f"https://{POST}{SEEN_ABROAD}",
            f"https://{TIMES}{MONTH}",
            f"https://web.archive.org/web/20100616040506id_/http://{GAZETTE}{OLD}",
            f"https://web.archive.org/web/20100617070809id_/http://{GAZETTE}{LINKED}",
        }
        requested = Counter(web.replica.paths())
        assert {path: count for path, count in requested.items() if count > 1} == {}
        assert not {request.host for request in web.replica.requests} & {"elsewhere.example", "unlisted.example"}
        assert not [path for path in requested if path.startswith("/2011/")]

        before = len(web.replica.requests)
        again = web.fetch(0)
        assert (len(web.replica.requests), again.crawl.stored) == (before, 0)

        quiet = web.fetch(1)
        assert (quiet.crawl.stored, quiet.outcomes) == (0, Counter())
        assert web.outcomes() == EXPECTED
        listings = {"/feed", "/news-sitemap.xml", "/sitemap_index.xml", "/sitemap-latest.xml"}
        requested_again = [path for path in web.replica.paths(day=1) if not path.startswith("/api/v2/doc/doc?")]
        assert sorted(requested_again) == sorted(listings)
        assert (
            len(web.replica.paths(day=1, host="api.gdeltproject.org")) == 1
        )  # the day that ended since the last crawl
        assert all(request.conditional for request in web.replica.requests[-5:] if request.path in listings)


def test_each_host_is_requested_at_its_own_pace(tmp_path: Path) -> None:
    with news_web(tmp_path, news_sites()) as web:
        web.fetch(0)
        for host, seconds in {POST: 3, TIMES: 1, "api.gdeltproject.org": 6, "web.archive.org": 5}.items():
            gaps = [gap.total_seconds() for gap in web.replica.gaps(host)]
            assert gaps
            assert min(gaps) >= seconds
