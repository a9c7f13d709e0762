"""Removes releases of a home, also in its object store."""

from assets.pipeline.home.home import Home
from assets.pipeline.home.stores import remote_releases
from warehouse.release import retention


def remove_releases(home: Home, names: list[str]) -> list[str]:
    """Removes releases, without the current and pinned ones; the lock of the releases must be held.

    They are removed from the store first: after an interruption the home still knows them, and removes them again.

    Returns:
        The names of the removed releases, oldest first.

    Raises:
        StoreError: the store failed; nothing was removed from the home.
    """
    if names and (remote := remote_releases(home)) is not None:
        currents = (home.releases.current(), remote.current())
        kept = retention.pinned(home.releases) | {currents[0].name if currents[0] else None}
        kept.add(currents[1].release if currents[1] else None)
        for name in set(remote.store.folders()).intersection(names) - kept:
            remote.remove(name)
    return retention.remove(home.releases, names)
