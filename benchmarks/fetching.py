"""Cost of a crawl compared with plain requests: `python -m benchmarks.fetching [PAGES]`.

Both fetch the same pages from a server on this machine over one connection. The crawl uses a clock that does not wait,
and includes robots.txt, limits, classification of responses, and durable storage of every page. CPU seconds are those
of this process and include the server in both cases.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import requests

from sources.archive.page_archive import PageArchive
from sources.fetch.crawl.crawl import crawl
from sources.fetch.settings import FetchSettings
from sources.fetch.wanted.plan import WantedPage
from tests.replica import Replica, Scenario, SimulatedClock, Site
from tests.replica.scenario import once
from tests.replica.state_department import country_page

HOST = "localhost"


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    paths = [f"/{number}" for number in range(count)]
    site = Site({path: once(country_page(path), packed=True) for path in paths})
    with Replica(Scenario({HOST: site}), SimulatedClock()) as replica, tempfile.TemporaryDirectory() as folder:
        plain = measure("plain requests", count, lambda: fetch_plainly(replica, paths))
        crawl = measure("crawl", count, lambda: fetch_with_crawl(replica, paths, Path(folder)))
    print(f"the crawl takes {crawl - plain:.1f} ms more CPU per page than plain requests")


def measure(name: str, count: int, run: Callable[[], None]) -> float:
    """CPU milliseconds per page."""
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{name:15} {count} pages in {wall:.2f} s, {1000 * cpu / count:.1f} ms of CPU per page")
    return 1000 * cpu / count


def fetch_plainly(replica: Replica, paths: list[str]) -> None:
    with requests.Session() as session:
        session.verify = str(replica.authority)
        session.trust_env = False
        for path in paths:
            response = session.get(f"https://{HOST}:{replica.ports[443]}{path}", timeout=10)
            assert response.status_code == 200
            assert response.content


def fetch_with_crawl(replica: Replica, paths: list[str], folder: Path) -> None:
    settings = FetchSettings("benchmark@example.org", requests_per_crawl_day=len(paths) + 1)
    pages = [WantedPage(f"https://{HOST}{path}", frozenset({HOST}), every_days=1) for path in paths]
    with PageArchive(folder) as archive, replica.transport(settings) as transport:
        report = crawl(archive, pages, settings, SimulatedClock(), assign=lambda capture: None, transport=transport)
    assert report.outcomes == {"ok": len(paths)}


if __name__ == "__main__":
    main()
