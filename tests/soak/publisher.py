"""Stages, publishes and prunes one version of a test warehouse, as a process that can be killed.

    python -m tests.soak.publisher HOME

Prints `ready` after all imports, reads the version from standard input, and prints `done` at the end.
"""

import sys
from pathlib import Path
from typing import Final

from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import writing
from tests.warehouse.staged import CHANGING, release_version
from warehouse.release.retention import prune

COUNTS: Final = dict.fromkeys(CHANGING, 120)
STRIDE: Final = 3
KEPT_RELEASES: Final = 12


def main() -> None:
    home = Home(Path(sys.argv[1]))
    print("ready", flush=True)
    version = int(sys.stdin.readline())
    with writing(home.folder, "run"):
        release_version(home, COUNTS, version, STRIDE)
        prune(home.releases, KEPT_RELEASES)
    print("done", flush=True)


if __name__ == "__main__":
    main()
