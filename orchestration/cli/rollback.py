"""`tip rollback`: an earlier release becomes the current one."""

import click

from assets.pipeline.home import Home


@click.command("rollback")
@click.argument("release", required=False)
def rollback_command(release: str | None) -> None:
    """Make an earlier release current again: the one before the current one, or the one named.

    Nothing is deleted. The next run publishes what is staged if it differs from what is current then.

    \b
    Example:
      tip rollback
      tip rollback 542a79604db7
    """
    from assets.pipeline.lock import writing
    from orchestration.cli.current import current_release
    from warehouse.release.verify import verify

    home = Home.from_environment()
    with writing(home.folder, "release"):
        current = current_release(home)
        target = home.shelf.get(release or current.manifest["previous"] or _nothing_before(current.id))
        if wrong := verify(target):
            raise click.ClickException(f"{target.id} is damaged ({wrong[0]}); {current.id} stays current")
        home.shelf.point_to(target)
    click.echo(f"{target.id} is current; before: {current.id}")


def _nothing_before(release: str) -> str:
    raise click.ClickException(f"{release} is the first release; there is none to go back to")
