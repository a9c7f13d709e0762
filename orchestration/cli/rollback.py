"""`tip rollback`: makes an earlier release current."""

import click

from assets.pipeline.home.home import Home


@click.command("rollback")
@click.argument("release", required=False)
def rollback_command(release: str | None) -> None:
    """Make an earlier release current again: the named one, or the one before the current one.

    Nothing is deleted. An id means its newest issue; the release before has other data. The next run publishes the
    staged tables again if their data or presentation differ from the release that is current then.

    \b
    Example:
      tip rollback
      tip rollback 542a79604db7
      tip rollback 542a79604db7.1
    """
    from assets.pipeline.home.lock import writing
    from orchestration.cli.current_release import current_release
    from warehouse.release.verify import verify

    home = Home.from_environment()
    with writing(home.folder, "release"):
        current = current_release(home)
        target = home.releases.get(release or current.summary["previous"] or _no_release_before(current.name))
        if wrong := verify(target):
            raise click.ClickException(f"{target.name} is damaged ({wrong[0]}); {current.name} stays current")
        home.releases.point_to(target)
    click.echo(f"{target.name} is current; before: {current.name}")


def _no_release_before(release: str) -> str:
    raise click.ClickException(f"{release} is the first release; there is no earlier one")
