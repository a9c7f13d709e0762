"""The current release, for the commands that read it."""

from datetime import date
from typing import Final

import click

from assets.pipeline.home.home import Home
from warehouse.release.release_store import Release

_REISSUE_TEXTS: Final = {
    "presentation": "the same data, newer presentation",
    "damage": "the same data, in place of a damaged issue",
}


def current_release(home: Home) -> Release:
    """The current release.

    Raises:
        click.ClickException: there is no release yet, or `current` points to none.
    """
    release = home.releases.current()
    if release is None:
        raise click.ClickException(no_release_text(home))
    return release


def chosen_release(home: Home, name: str | None, as_of: date | None) -> Release:
    """The release that a command reads: the one named, the newest one of a day (UTC), or the current one.

    Raises:
        click.UsageError: both a name and a day are given.
        click.ClickException: there is no such release.
    """
    if name and as_of:
        raise click.UsageError("--release or --as-of, not both")
    if name:
        return home.releases.get(name)
    if as_of is None:
        return current_release(home)
    published = [release for release in home.releases.all() if release.summary["published_at"][:10] <= str(as_of)]
    if not published:
        first = next((release.summary["published_at"][:10] for release in home.releases.all()), None)
        known = f"the first is of {first}" if first else "there is none yet; `tip run` publishes one"
        raise click.ClickException(f"no release of {home.folder} is as old as {as_of}; {known}")
    return max(published, key=lambda release: release.summary["published_at"])


def no_release_text(home: Home) -> str:
    """Why a home has no current release, and the remedy."""
    newest = home.releases.last()
    if newest is None:
        return f"{home.folder} has no release yet; `tip run` publishes one"
    remedy = f"`tip rollback {newest.name}` or the next `tip run` repairs it"
    return f"{home.releases.link} points to no release of this home; {remedy}"


def reissue_text(release: Release) -> str | None:
    """Why a release is a reissue; None if it is not."""
    reason: str | None = release.summary.get("reissue")
    return _REISSUE_TEXTS[reason] if reason else None
