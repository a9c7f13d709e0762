"""A crawl in its own process, for tests that kill it or measure its memory.

`python -m tests.replica.crawl_process '{"archive": ..., "ports": {...}, ...}'`
"""

import json
import resource
import sys
from datetime import datetime
from pathlib import Path

from sources.archive.page_archive import PageArchive
from sources.fetch.crawl.crawl import crawl
from sources.fetch.request.transport import Transport
from sources.fetch.settings import FetchSettings
from sources.fetch.wanted.discovery import landing_pages, state_department_links
from sources.fetch.wanted.known_links import no_links
from sources.fetch.wanted.plan import WantedPage
from tests.replica.clock import SimulatedClock
from tests.replica.server import Replica, ReplicaDialer
from tests.replica.timeouts import LONG_TIMEOUTS


def command_line(replica: Replica, archive: Path, urls: list[str] | None = None) -> list[str]:
    """The command for a crawl of a running replica: of these pages, or of the whole State Department."""
    options = {
        "archive": str(archive),
        "ports": replica.ports,
        "hosts": list(replica.scenario.sites),
        "authority": str(replica.authority),
        "now": replica.clock.now().isoformat(),
        "urls": urls,
    }
    return [sys.executable, "-m", "tests.replica.crawl_process", json.dumps(options)]


def main() -> None:
    options = json.loads(sys.argv[1])
    settings = FetchSettings("crawler@example.org", **LONG_TIMEOUTS)
    hosts = frozenset(options["hosts"])
    dialer = ReplicaDialer({int(port): local for port, local in options["ports"].items()}, hosts)
    pages = [WantedPage(url, hosts, every_days=1) for url in options["urls"] or ()] or landing_pages()
    with (
        PageArchive(Path(options["archive"])) as archive,
        Transport(settings, dialer, options["authority"]) as transport,
    ):
        report = crawl(
            archive,
            pages,
            settings,
            SimulatedClock(datetime.fromisoformat(options["now"])),
            assign=lambda capture: None,
            discover=no_links if options["urls"] else state_department_links,
            transport=transport,
        )
    print(json.dumps({"outcomes": report.outcomes, "left": report.left, "peak_mb": peak_memory()}))


def peak_memory() -> float:
    """The peak memory of this process, in megabytes.

    On Linux it is read from the process status, because `getrusage` starts with the peak of the parent process.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
