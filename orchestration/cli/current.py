"""What commands on the current release share."""

from typing import Final

import click

from assets.pipeline.home.home import Home
from warehouse.release.release_store import Release

_REISSUED: Final = {
    "presentation": "the same data, newer presentation",
    "damage": "the same data, in place of a damaged issue",
}


def current_release(home: Home) -> Release:
    """The current release.

    Raises:
        click.ClickException: there is none yet.
    """
    release = home.releases.current()
    if release is None:
        raise click.ClickException(f"{home.folder} has no release yet; `tip run` publishes one")
    return release


def told_of_reissue(release: Release) -> str | None:
    """Why a release was made of data that were published before; None where they were not."""
    reason: str | None = release.summary.get("reissue")
    return _REISSUED[reason] if reason else None
