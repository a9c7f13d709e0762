"""`tip releases` and `tip verify`."""

import click

from assets.pipeline.home import Home


@click.command("releases")
@click.option("--prune", "keep", type=click.IntRange(min=1), metavar="KEEP", help="Remove all but the newest KEEP.")
@click.option("--pin", metavar="RELEASE", help="Keep a release from being removed.")
@click.option("--unpin", metavar="RELEASE", help="Let a pinned release be removed again.")
def releases_command(keep: int | None, pin: str | None, unpin: str | None) -> None:
    """List the releases, oldest first; the current one is marked `*`, a pinned one `+`.

    The current release and pinned ones are never removed.

    \b
    Example:
      tip releases
      tip releases --pin 542a79604db7
      tip releases --prune 10
    """
    from assets.pipeline.lock import writing
    from warehouse.release import retention

    home = Home.from_environment()
    shelf = home.shelf
    if keep or pin or unpin:
        with writing(home.folder, "release"):
            if pin:
                retention.pin(shelf, shelf.get(pin))
            if unpin:
                retention.unpin(shelf, shelf.get(unpin))
            removed = retention.prune(shelf, keep) if keep else []
        for name in removed:
            click.echo(f"removed {name}")
    _list(home, retention.pinned(shelf))


def _list(home: Home, pinned: set[str]) -> None:
    current = home.shelf.current()
    for release in home.shelf.all():
        manifest = release.summary
        rows = sum(table["rows"] for table in manifest["tables"].values())
        is_current = current is not None and release.id == current.id
        marks = ("*" if is_current else " ") + ("+" if release.id in pinned else " ")
        click.echo(f"{marks}{release.id}  {manifest['published_at']}  {manifest['kind']:<6} {rows:>9,} rows")
    if not home.shelf.all():
        click.echo("no release yet; `tip run` publishes one", err=True)


@click.command("verify")
@click.argument("release", required=False)
def verify_command(release: str | None) -> None:
    """Check a release (the current one by default) file by file against its manifest.

    \b
    Example:
      tip verify
    """
    from orchestration.cli.current import current_release
    from warehouse.release.verify import verify

    home = Home.from_environment()
    found = home.shelf.get(release) if release else current_release(home)
    wrong = verify(found)
    for line in wrong:
        click.echo(f"tip: {found.id}: {line}", err=True)
    if wrong:
        raise click.exceptions.Exit(1)
    manifest = found.manifest
    click.echo(f"{found.id} is whole: {len(manifest['files'])} files, {len(manifest['tables'])} tables, as published")
