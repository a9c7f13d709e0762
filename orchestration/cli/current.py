"""What commands on the current release share."""

import click

from assets.pipeline.home import Home
from warehouse.release.shelf import Release


def current_release(home: Home) -> Release:
    """The current release.

    Raises:
        click.ClickException: there is none yet.
    """
    release = home.shelf.current()
    if release is None:
        raise click.ClickException(f"{home.folder} has no release yet; `tip run` publishes one")
    return release
