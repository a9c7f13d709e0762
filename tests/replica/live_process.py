"""The whole live job in a process of its own, for tests that kill it.

`python -m tests.replica.live_process '{"home": ..., "ports": {...}, ...}'`
"""

import json
import sys
from datetime import datetime
from pathlib import Path

from assets.pipeline.home.home import Home
from assets.pipeline.ingest.web import Web
from orchestration.refresh import RefreshOptions, refresh
from sources.fetch.settings import FetchSettings
from sources.fetch.transport import Transport
from tests.replica.clock import SimulatedClock
from tests.replica.patience import PATIENT
from tests.replica.server import Replica, ReplicaDialer


def orders(replica: Replica, home: Home) -> list[str]:
    """The command that runs the job on a home against a running replica."""
    what = {
        "home": str(home.folder),
        "ports": replica.ports,
        "hosts": list(replica.scenario.sites),
        "authority": str(replica.authority),
        "now": replica.clock.now().isoformat(),
    }
    return [sys.executable, "-m", "tests.replica.live_process", json.dumps(what)]


def main() -> None:
    what = json.loads(sys.argv[1])
    settings = FetchSettings("crawler@example.org", **PATIENT)
    dialer = ReplicaDialer({int(port): here for port, here in what["ports"].items()}, frozenset(what["hosts"]))
    with Transport(settings, dialer, what["authority"]) as transport:
        clock = SimulatedClock(datetime.fromisoformat(what["now"]))
        web = Web(lambda: settings, clock, transport, publishers=dict)
        outcome = refresh(Home(Path(what["home"])), RefreshOptions("live"), web=web)
    print(json.dumps({"succeeded": outcome.succeeded, "new": outcome.is_new, "error": outcome.error}))
    sys.exit(0 if outcome.succeeded else 1)


if __name__ == "__main__":
    main()
