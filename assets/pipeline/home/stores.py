"""The object store of the releases of an installation."""

import socket

from assets.pipeline.home.home import Home
from assets.pipeline.settings.load import settings
from warehouse.object_store import ObjectStore
from warehouse.release.remote import RemoteReleases


def remote_releases(home: Home) -> RemoteReleases | None:
    """The releases of a home in its object store; None where none is set (`TIP_RELEASES`)."""
    values = settings()
    if not values.releases:
        return None
    named = f"{socket.gethostname()}:{home.folder}"
    return RemoteReleases(ObjectStore(values.releases), named, with_partitions=values.release_partitions)
