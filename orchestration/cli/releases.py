"""`tip releases` and `tip verify`."""

import click

from assets.home import Home


@click.command("releases")
def releases_command() -> None:
    """List the releases, oldest first; the current one is marked.

    \b
    Example:
      tip releases
    """
    shelf = Home.from_environment().shelf
    current = shelf.current()
    for release in shelf.all():
        manifest = release.manifest
        rows = sum(table["rows"] for table in manifest["tables"].values())
        mark = "*" if current is not None and release.id == current.id else " "
        click.echo(f"{mark} {release.id}  {manifest['published_at']}  {manifest['kind']:<6} {rows:>9,} rows")
    if not shelf.all():
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
