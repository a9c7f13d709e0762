"""`tip releases` and `tip verify`."""

import click

from assets.pipeline.home.home import Home


@click.command("releases")
@click.option("--prune", "keep", type=click.IntRange(min=1), metavar="KEEP", help="Remove all but the newest KEEP.")
@click.option("--pin", metavar="RELEASE", help="Keep a release from being removed.")
@click.option("--unpin", metavar="RELEASE", help="Let a pinned release be removed again; all issues of an id.")
def releases_command(keep: int | None, pin: str | None, unpin: str | None) -> None:
    """List the releases, oldest first; the current one is marked `*`, a pinned one `+`.

    The same data published again are a reissue: <id>.2 after <id>. An id, or the beginning of one, means its newest
    issue, <id>.1 the first.

    The current release and pinned ones are never removed. Of the other issues of an id only the newest stays, and all
    issues of an id count as one release.

    \b
    Example:
      tip releases
      tip releases --pin 542a79604db7
      tip releases --prune 10
    """
    from assets.pipeline.home.lock import writing
    from warehouse.release import retention

    home = Home.from_environment()
    store = home.releases
    if keep or pin or unpin:
        with writing(home.folder, "release"):
            if pin:
                retention.pin(store, store.get(pin))
            if unpin:
                retention.unpin(store, *store.find(unpin))
            removed = retention.prune(store, keep) if keep else []
        for name in removed:
            click.echo(f"removed {name}")
    _list(home, retention.pinned(store))


def _list(home: Home, pinned: set[str]) -> None:
    from orchestration.cli.current import told_of_reissue

    current, releases = home.releases.current(), home.releases.all()
    width = max((len(release.name) for release in releases), default=0)
    for release in releases:
        manifest = release.summary
        rows = sum(table["rows"] for table in manifest["tables"].values())
        is_current = current is not None and release.name == current.name
        marks = ("*" if is_current else " ") + ("+" if release.name in pinned else " ")
        line = f"{marks}{release.name:<{width}}  {manifest['published_at']}  {manifest['kind']:<6} {rows:>9,} rows"
        why = told_of_reissue(release)
        click.echo(f"{line}  ({why})" if why else line)
    if not releases:
        click.echo("no release yet; `tip run` publishes one", err=True)


@click.command("verify")
@click.argument("release", required=False)
def verify_command(release: str | None) -> None:
    """Check a release (the current one by default) file by file against its manifest.

    \b
    Example:
      tip verify
      tip verify 542a79604db7.2
    """
    from orchestration.cli.current import current_release
    from warehouse.release.verify import verify

    home = Home.from_environment()
    found = home.releases.get(release) if release else current_release(home)
    wrong = verify(found)
    for line in wrong:
        click.echo(f"tip: {found.name}: {line}", err=True)
    if wrong:
        raise click.exceptions.Exit(1)
    manifest = found.manifest
    click.echo(f"{found.name} is whole: {len(manifest['files'])} files, {len(manifest['tables'])} tables, as published")
