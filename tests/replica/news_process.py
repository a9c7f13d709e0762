"""A night's news in a process of its own, for tests that kill it.

`python -m tests.replica.news_process '{"archive": ..., "ports": {...}, ...}'`
"""

import json
import sys
from datetime import datetime
from pathlib import Path

from sources.archive.page_archive import PageArchive
from sources.assignment import assigning
from sources.fetch.settings import FetchSettings
from sources.fetch.transport import Transport
from sources.news.discovery.crawl.news_crawl import fetch_news
from tests.replica.clock import SimulatedClock
from tests.replica.news_web import PUBLISHERS
from tests.replica.patience import PATIENT
from tests.replica.server import Replica, ReplicaDialer


def orders(replica: Replica, archive: Path) -> list[str]:
    """The command that looks for news on a running replica."""
    what = {
        "archive": str(archive),
        "ports": replica.ports,
        "hosts": list(replica.scenario.sites),
        "authority": str(replica.authority),
        "now": replica.clock.now().isoformat(),
    }
    return [sys.executable, "-m", "tests.replica.news_process", json.dumps(what)]


def main() -> None:
    what = json.loads(sys.argv[1])
    settings = FetchSettings("crawler@example.org", **PATIENT)
    dialer = ReplicaDialer({int(port): here for port, here in what["ports"].items()}, frozenset(what["hosts"]))
    clock = SimulatedClock(datetime.fromisoformat(what["now"]))
    with PageArchive(Path(what["archive"])) as archive, Transport(settings, dialer, what["authority"]) as transport:
        report = fetch_news(archive, PUBLISHERS, settings, clock, assign=assigning(archive.index), transport=transport)
    print(report.summary)


if __name__ == "__main__":
    main()
