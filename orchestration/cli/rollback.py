"""`tip rollback`: an earlier release becomes the current one."""

import click

from assets.pipeline.home.home import Home


@click.command("rollback")
@click.argument("release", required=False)
def rollback_command(release: str | None) -> None:
    """Make an earlier release current again: the one before the current one, or the one named.

    Nothing is deleted. An id means its newest issue, and the release before is the one of other data. The next run
    publishes what is staged if it differs from what is current then, in its data or in what is derived for reading.

    \b
    Example:
      tip rollback
      tip rollback 542a79604db7
      tip rollback 542a79604db7.1
    """
    from assets.pipeline.home.lock import writing
    from orchestration.cli.current import current_release
    from warehouse.release.verify import verify

    home = Home.from_environment()
    with writing(home.folder, "release"):
        current = current_release(home)
        target = home.releases.get(release or current.summary["previous"] or _nothing_before(current.name))
        if wrong := verify(target):
            raise click.ClickException(f"{target.name} is damaged ({wrong[0]}); {current.name} stays current")
        home.releases.point_to(target)
    click.echo(f"{target.name} is current; before: {current.name}")


def _nothing_before(release: str) -> str:
    raise click.ClickException(f"{release} is the first release; there is none to go back to")
