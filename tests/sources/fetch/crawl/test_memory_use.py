"""Memory use with hostile answers."""

import json
import subprocess
from pathlib import Path

from tests.replica import Bomb, HeaderFlood, Replica, Scenario, SimulatedClock, Site
from tests.replica.crawl_process import command_line
from tests.sources.fetch.support import HOST

LIMIT_MB = 500
FOUR_GIGABYTES = 4 << 30


def test_bombs_use_less_than_half_a_gigabyte(tmp_path: Path) -> None:
    bombs = {
        "/gzip": Bomb(FOUR_GIGABYTES),
        "/deflate": Bomb(FOUR_GIGABYTES, "deflate"),
        "/redirect": Bomb(FOUR_GIGABYTES, status=302, location="/gzip"),
        "/headers": HeaderFlood(90, 60_000),
    }
    site = Site({path: [(0, reply)] for path, reply in bombs.items()})
    with Replica(Scenario({HOST: site}), SimulatedClock()) as replica:
        command = command_line(replica, tmp_path, [f"https://{HOST}{path}" for path in bombs])
        done = subprocess.run(command, capture_output=True, check=True, text=True)
    result = json.loads(done.stdout)
    assert result["outcomes"] == {"too_large": 4}
    assert result["peak_mb"] < LIMIT_MB
