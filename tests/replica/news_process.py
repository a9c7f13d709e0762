"""A news crawl in its own process, for tests that kill it.

`python -m tests.replica.news_process '{"archive": ..., "ports": {...}, ...}'`
"""

import json
import sys
from datetime import datetime
from pathlib import Path

from sources.archive.page_archive import PageArchive
from sources.assignment import assigning
from sources.fetch.request.transport import Transport
from sources.fetch.settings import FetchSettings
from sources.news.discovery.crawl.news_crawl import fetch_news
from tests.replica.clock import SimulatedClock
from tests.replica.news_web import PUBLISHERS
from tests.replica.server import Replica, ReplicaDialer
from tests.replica.timeouts import LONG_TIMEOUTS


def command_line(replica: Replica, archive: Path) -> list[str]:
    """The command for a news crawl of a running replica."""
    options = {
        "archive": str(archive),
        "ports": replica.ports,
        "hosts": list(replica.scenario.sites),
        "authority": str(replica.authority),
        "now": replica.clock.now().isoformat(),
    }
    return [sys.executable, "-m", "tests.replica.news_process", json.dumps(options)]


def main() -> None:
    options = json.loads(sys.argv[1])
    settings = FetchSettings("crawler@example.org", **LONG_TIMEOUTS)
    dialer = ReplicaDialer({int(port): local for port, local in options["ports"].items()}, frozenset(options["hosts"]))
    clock = SimulatedClock(datetime.fromisoformat(options["now"]))
    with (
        PageArchive(Path(options["archive"])) as archive,
        Transport(settings, dialer, options["authority"]) as transport,
    ):
        report = fetch_news(archive, PUBLISHERS, settings, clock, assign=assigning(archive.index), transport=transport)
    print(report.summary)


if __name__ == "__main__":
    main()
