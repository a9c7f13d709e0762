"""`tip rollback`: makes an earlier release current."""

from typing import TYPE_CHECKING, NoReturn

import click

from assets.pipeline.home.home import Home

if TYPE_CHECKING:
    from warehouse.release.release_store import Release


@click.command("rollback")
@click.argument("release", required=False)
def rollback_command(release: str | None) -> None:
    """Make an earlier release current again: the named one, or the one before the current one.

    Nothing is deleted. An id means its newest issue; the release before has other data. The next run publishes the
    staged tables again if their data or presentation differ from the release that is current then. A named release
    becomes current also where `current` is missing or points to no release. With TIP_RELEASES it becomes current in the
    object store too.

    \b
    Example:
      tip rollback
      tip rollback 542a79604db7
      tip rollback 542a79604db7.1
    """
    from assets.pipeline.home.lock import writing
    from assets.pipeline.home.stores import remote_releases
    from orchestration.cli.current_release import current_release, no_release_text
    from warehouse.release.verify import verify

    home = Home.from_environment()
    with writing(home.folder, "release"):
        current = home.releases.current()
        target = home.releases.get(release or _release_before(current_release(home)))
        if wrong := verify(target):
            state = f"{current.name} stays current" if current else no_release_text(home)
            raise click.ClickException(f"{target.name} is damaged ({wrong[0]}); {state}")
        home.releases.point_to(target)
        if (remote := remote_releases(home, is_writing=True)) is not None:
            remote.publish(target)
    click.echo(f"{target.name} is current; before: {current.name if current else 'none'}")


def _release_before(current: "Release") -> str:
    previous: str | None = current.summary["previous"]
    return previous or _no_release_before(current.name)


def _no_release_before(release: str) -> NoReturn:
    raise click.ClickException(f"{release} is the first release; there is no earlier one")
