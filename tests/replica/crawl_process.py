"""A crawl in a process of its own, for tests that kill it or look at its memory.

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
from tests.replica.patience import PATIENT
from tests.replica.server import Replica, ReplicaDialer


def orders(replica: Replica, archive: Path, urls: list[str] | None = None) -> list[str]:
    """The command that crawls a running replica: the pages named, or the whole State Department."""
    what = {
        "archive": str(archive),
        "ports": replica.ports,
        "hosts": list(replica.scenario.sites),
        "authority": str(replica.authority),
        "now": replica.clock.now().isoformat(),
        "urls": urls,
    }
    return [sys.executable, "-m", "tests.replica.crawl_process", json.dumps(what)]


def main() -> None:
    what = json.loads(sys.argv[1])
    settings = FetchSettings("crawler@example.org", **PATIENT)
    hosts = frozenset(what["hosts"])
    dialer = ReplicaDialer({int(port): here for port, here in what["ports"].items()}, hosts)
    pages = [WantedPage(url, hosts, every_days=1) for url in what["urls"] or ()] or landing_pages()
    with PageArchive(Path(what["archive"])) as archive, Transport(settings, dialer, what["authority"]) as transport:
        report = crawl(
            archive,
            pages,
            settings,
            SimulatedClock(datetime.fromisoformat(what["now"])),
            assign=lambda capture: None,
            discover=no_links if what["urls"] else state_department_links,
            transport=transport,
        )
    print(json.dumps({"outcomes": report.outcomes, "left": report.left, "peak_mb": peak_memory()}))


def peak_memory() -> float:
    """The most memory this process has held, in megabytes.

    On Linux from its own status: what `getrusage` says begins with the peak of the process that started this one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
