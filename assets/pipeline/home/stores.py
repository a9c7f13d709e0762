"""The object store of the releases of an installation."""

from assets.pipeline.home.home import Home
from assets.pipeline.settings.load import settings
from warehouse.object_store import ObjectStore
from warehouse.release.remote import RemoteReleases


def remote_releases(home: Home, *, is_writing: bool = False) -> RemoteReleases | None:
    """The releases of a home in its object store; None where none is set (`TIP_RELEASES`).

    Args:
        home: the home. Its id is in the claims of its uploads.
        is_writing: whether releases are to be uploaded; a home of an older version then gets its id.
    """
    values = settings()
    if not values.releases:
        return None
    named = home.ensured_id() if is_writing else home.id
    return RemoteReleases(ObjectStore(values.releases), named or "", with_partitions=values.release_partitions)
