"""Stages and publishes versions of a test warehouse in a home and in an object store, as a process that can be killed.

    python -m tests.soak.store_publisher HOME ADDRESS

Reads versions from standard input. For each it prints `uploading` when the release is current in the home, and `done`
when it is current in the store.
"""

import sys
from pathlib import Path

from assets.pipeline.home.home import Home
from tests.soak.publisher import COUNTS, STRIDE
from tests.warehouse.staged import release_version
from warehouse.object_store import ObjectStore
from warehouse.release.remote import RemoteReleases


def main() -> None:
    home, remote = Home(Path(sys.argv[1])), RemoteReleases(ObjectStore(sys.argv[2]), "publisher")
    print("ready", flush=True)
    for line in sys.stdin:
        published = release_version(home, COUNTS, int(line), STRIDE)
        print("uploading", flush=True)
        remote.publish(published.release)
        print("done", flush=True)


if __name__ == "__main__":
    main()
