"""The whole live job in its own process, for tests that kill it.

`python -m tests.replica.live_process '{"home": ..., "ports": {...}, ...}'`
"""

import json
import sys
from datetime import datetime
from pathlib import Path

from assets.pipeline.home.home import Home
from assets.pipeline.ingest.web import Web
from orchestration.refresh import RefreshOptions, refresh
from sources.fetch.request.transport import Transport
from sources.fetch.settings import FetchSettings
from tests.replica.clock import SimulatedClock
from tests.replica.server import Replica, ReplicaDialer
from tests.replica.timeouts import LONG_TIMEOUTS


def command_line(replica: Replica, home: Home) -> list[str]:
    """The command for the job on a home against a running replica."""
    options = {
        "home": str(home.folder),
        "ports": replica.ports,
        "hosts": list(replica.scenario.sites),
        "authority": str(replica.authority),
        "now": replica.clock.now().isoformat(),
    }
    return [sys.executable, "-m", "tests.replica.live_process", json.dumps(options)]


def main() -> None:
    options = json.loads(sys.argv[1])
    settings = FetchSettings("crawler@example.org", **LONG_TIMEOUTS)
    dialer = ReplicaDialer({int(port): local for port, local in options["ports"].items()}, frozenset(options["hosts"]))
    with Transport(settings, dialer, options["authority"]) as transport:
        clock = SimulatedClock(datetime.fromisoformat(options["now"]))
        web = Web(lambda: settings, clock, transport, publishers=dict)
        outcome = refresh(Home(Path(options["home"])), RefreshOptions("live"), web=web)
    print(json.dumps({"succeeded": outcome.succeeded, "new": outcome.is_new, "error": outcome.error}))
    sys.exit(0 if outcome.succeeded else 1)


if __name__ == "__main__":
    main()
