"""`tip releases` and `tip verify`."""

import json

import click

from assets.pipeline.home.home import Home
from orchestration.cli.options import json_option


@click.command("releases")
@click.option("--prune", "keep", type=click.IntRange(min=1), metavar="KEEP", help="Remove all but the newest KEEP.")
@click.option("--pin", metavar="RELEASE", help="Protect a release from --prune.")
@click.option("--unpin", metavar="RELEASE", help="Remove the pin of a release; of all issues, if it is an id.")
@json_option
def releases_command(keep: int | None, pin: str | None, unpin: str | None, as_json: bool) -> None:
    """List the releases, oldest first; `*` is the current release, `+` a pinned one.

    With TIP_RELEASES, the list also says which releases the object store has, and which one is current there.

    A reissue publishes the same data again: <id>.2 after <id>. An id, or its first characters, means the newest issue;
    <id>.1 means the first.

    --prune never removes the current release and pinned ones. Of other ids it keeps only the newest issue; all issues
    of an id count as one release.

    \b
    Example:
      tip releases
      tip releases --pin 542a79604db7
      tip releases --prune 10
    """
    from assets.pipeline.home.lock import writing
    from assets.pipeline.publish.removal import remove_releases
    from warehouse.release import retention

    home = Home.from_environment()
    store = home.releases
    if keep or pin or unpin:
        with writing(home.folder, "release"):
            if pin:
                retention.pin(store, store.get(pin))
            if unpin:
                retention.unpin(store, *store.find(unpin))
            old = [release.name for release in retention.removable(store, keep)] if keep else []
            removed = remove_releases(home, old)
        for name in removed:
            click.echo(f"removed {name}", err=as_json)
    if as_json:
        _list_as_json(home, retention.pinned(store))
    else:
        _list(home, retention.pinned(store))


def _list_as_json(home: Home, pinned: set[str]) -> None:
    current = home.releases.current()
    in_store = _in_store(home)
    fields = ("published_at", "kind", "reissue", "previous", "override")
    listed = [
        {
            "release": release.name,
            "id": release.id,
            "current": current is not None and release.name == current.name,
            "pinned": release.name in pinned,
            "store": in_store.get(release.name) if in_store is not None else None,
            **{name: release.summary.get(name) for name in fields},
            "rows": {name: table["rows"] for name, table in release.tables.items()},
        }
        for release in home.releases.all()
    ]
    click.echo(json.dumps(listed, indent=1, ensure_ascii=False))


def _in_store(home: Home) -> dict[str, str] | None:
    """By release in the object store, `current` or `complete`; None where there is no store."""
    from assets.pipeline.home.stores import remote_releases

    remote = remote_releases(home)
    if remote is None:
        return None
    current = remote.current()
    return {name: "current" if current and current.release == name else "complete" for name in remote.names()}


def _list(home: Home, pinned: set[str]) -> None:
    from orchestration.cli.current_release import reissue_text
    from orchestration.cli.text_table import print_table

    current, releases = home.releases.current(), home.releases.all()
    in_store = _in_store(home)
    rows = []
    for release in releases:
        manifest = release.summary
        is_current = current is not None and release.name == current.name
        markers = ("*" if is_current else " ") + ("+" if release.name in pinned else " ")
        count = sum(table["rows"] for table in manifest["tables"].values())
        reason = reissue_text(release)
        name, counted = f"{markers}{release.name}", f"{count:,} rows"
        stored = {"current": "current in the store", "complete": "in the store"}.get(
            (in_store or {}).get(release.name, "")
        )
        notes = ", ".join(note for note in (reason, stored) if note)
        rows.append((name, manifest["published_at"], manifest["kind"], counted, f"({notes})" if notes else None))
    print_table(rows, right_aligned=[3])
    for name in sorted((in_store or {}).keys() - {release.name for release in releases}):
        click.echo(f"  {name}  only in the store", err=True)
    if not releases:
        click.echo("no release yet; `tip run` publishes one", err=True)


@click.command("verify")
@click.argument("release", required=False)
@click.option("--archive", "is_archive", is_flag=True, help="Read every body in the archive and compare its digest.")
@click.option("--store", "in_store", is_flag=True, help="Read the release in the object store (TIP_RELEASES).")
@json_option
def verify_command(release: str | None, is_archive: bool, in_store: bool, as_json: bool) -> None:
    """Verify the files of a release (by default the current one) against its manifest, or the archive.

    \b
    Example:
      tip verify
      tip verify 542a79604db7.2
      tip verify --store
      tip verify --archive
    """
    from orchestration.cli.current_release import current_release
    from warehouse.release.verify import verify

    home = Home.from_environment()
    if is_archive:
        if release or in_store:
            raise click.UsageError("--archive verifies the archive and no release; leave RELEASE out")
        _verify_archive(home, as_json=as_json)
        return
    if in_store:
        name, errors = _verify_in_store(home, release)
    else:
        target = home.releases.get(release) if release else current_release(home)
        name, errors = target.name, verify(target)
    if as_json:
        click.echo(json.dumps({"release": name, "complete": not errors, "errors": errors}, ensure_ascii=False))
        raise click.exceptions.Exit(1 if errors else 0)
    for line in errors:
        click.echo(f"tip: {name}: {line}", err=True)
    if errors:
        raise click.exceptions.Exit(1)
    if in_store:
        click.echo(f"{name} in the object store is complete, as uploaded")
        return
    files, tables = target.manifest["files"], target.manifest["tables"]
    click.echo(f"{name} is complete: {len(files)} files, {len(tables)} tables, as published")


def _verify_in_store(home: Home, release: str | None) -> tuple[str, list[str]]:
    """The name of a release in the object store, the current one by default, and its errors."""
    from assets.pipeline.home.stores import remote_releases

    remote = remote_releases(home)
    if remote is None:
        raise click.UsageError("--store needs TIP_RELEASES, the address of the object store")
    current = remote.current()
    if release is None and current is None:
        raise click.ClickException(f"{remote.store.address} has no release yet; `tip run` publishes one")
    name = release or (current.release if current else "")
    return name, remote.verify(name)


def _verify_archive(home: Home, *, as_json: bool) -> None:
    from assets.pipeline.home.readable import readable_home
    from sources.archive.verify import REMEDY, verify_archive

    if home.kind is None:
        raise click.ClickException(f"{home.folder} has no archive yet; `tip run` or `tip import` creates one")
    with readable_home(home) as readable, readable.archive() as archive:
        findings, totals = verify_archive(archive.folder, archive.index), archive.index.totals()
    if as_json:
        told = {"errors": list(findings.lines), "dated_in_the_future": list(findings.future)}
        report = {"bodies": findings.bodies, "captures": totals["captures"], **told}
        click.echo(json.dumps({"complete": not findings.lines, **report}, ensure_ascii=False))
        raise click.exceptions.Exit(1 if findings.lines else 0)
    for line in (*findings.future, *findings.lines):
        click.echo(f"tip: {line}", err=True)
    if findings.lines:
        click.echo(f"tip: {REMEDY}", err=True)
    if findings.lines or findings.future:
        raise click.exceptions.Exit(1)
    click.echo(
        f"the archive is complete: {findings.bodies:,} bodies of {totals['captures']:,} captures were read, as archived"
    )
