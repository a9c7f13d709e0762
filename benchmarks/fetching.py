"""What a crawl costs beside plain requests: `python -m benchmarks.fetching [PAGES]`.

Both ask a server on this machine for the same pages over one connection; the crawl in a clock that does not wait, with
robots.txt, limits, judgement, and every page made durable in the archive. CPU seconds are those of this process, the
server's included in both.
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
        plain = measure("plain requests", count, lambda: plainly(replica, paths))
        crawl = measure("crawl", count, lambda: politely(replica, paths, Path(folder)))
    print(f"the crawl takes {crawl - plain:.1f} ms of CPU a page more than plain requests")


def measure(name: str, count: int, run: Callable[[], None]) -> float:
    """Milliseconds of CPU a page."""
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{name:15} {count} pages in {wall:.2f} s, {1000 * cpu / count:.1f} ms of CPU a page")
    return 1000 * cpu / count


def plainly(replica: Replica, paths: list[str]) -> None:
    with requests.Session() as session:
        session.verify = str(replica.authority)
        session.trust_env = False
        for path in paths:
            answer = session.get(f"https://{HOST}:{replica.ports[443]}{path}", timeout=10)
            assert answer.status_code == 200
            assert answer.content


def politely(replica: Replica, paths: list[str], folder: Path) -> None:
    settings = FetchSettings("benchmark@example.org", requests_per_crawl_day=len(paths) + 1)
    pages = [WantedPage(f"https://{HOST}{path}", frozenset({HOST}), every_days=1) for path in paths]
    with PageArchive(folder) as archive, replica.transport(settings) as transport:
        report = crawl(archive, pages, settings, SimulatedClock(), assign=lambda capture: None, transport=transport)
    assert report.outcomes == {"ok": len(paths)}


if __name__ == "__main__":
    main()
