"""Runs an action and kills its own process with SIGKILL before the n-th call that changes the disk.

    python -m tests.soak.steps N ACTION ARGUMENT...

The exit code is 0 if the action makes fewer than N such calls.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import writing
from sources.archive.rebuild import rebuild_index
from sources.assignment import assigning
from sources.state_department.pages import assign
from tests.warehouse.staged import publish_staged
from warehouse.release.retention import prune
from warehouse.release.verify import verify

_CHANGES: Final = frozenset(
    (
        "link symlink rename replace unlink remove rmdir mkdir fsync write truncate"
        " execute executemany executescript commit"
    ).split()
)


def rollback(home: Home, target: str) -> None:
    with writing(home.folder, "release"):
        release = home.releases.get(target)
        assert verify(release) == []
        home.releases.point_to(release)


def prune_releases(home: Home, releases: str) -> None:
    with writing(home.folder, "release"):
        prune(home.releases, int(releases))


def reissue(home: Home, presentation: str) -> None:
    with writing(home.folder, "release"):
        publish_staged(home, presentation)


def ingest(home: Home, file: str) -> None:
    with writing(home.folder, "archive"), home.archive() as archive:
        assert archive.import_warc(Path(file), origin="archive", assign=assign).lines == []


def rebuild(home: Home, _: str) -> None:
    with writing(home.folder, "archive"):
        assert rebuild_index(home.folder / "archive", assigning).loss is None


ACTIONS: Final[dict[str, Callable[[Home, str], None]]] = {
    "rollback": rollback,
    "prune": prune_releases,
    "reissue": reissue,
    "import": ingest,
    "rebuild": rebuild,
}


def kill_before(number: int) -> None:
    """Kills this process before its n-th call of a built-in function that changes the disk."""
    left = number

    def count(_: Any, event: str, called: Any) -> None:
        nonlocal left
        if event == "c_call" and called.__name__ in _CHANGES:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)


def main() -> None:
    number, action, home, argument = sys.argv[1:]
    kill_before(int(number))
    ACTIONS[action](Home(Path(home)), argument)
    sys.setprofile(None)


if __name__ == "__main__":
    main()
