"""`tip diff`: the changes between two releases."""

from typing import Any, Final

import click

from assets.pipeline.home.home import Home

_PLACES_SHOWN: Final = 20


@click.command("diff")
@click.argument("before", required=False)
@click.argument("after", required=False)
@click.option("--table", help="Only this table.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON object.")
def diff_command(before: str | None, after: str | None, table: str | None, as_json: bool) -> None:
    """Show the changes between two releases: rows added, changed and removed, by table, country and year.

    Without names, compares the current release with the one before it; with one name, the current release with that
    one. An id means its newest issue; all issues of an id hold the same data.

    \b
    Example:
      tip diff
      tip diff 542a79604db7 --table tier_placements
    """
    from warehouse.staging.files import to_json
    from warehouse.tables import TABLES

    if table is not None and table not in TABLES:
        raise click.UsageError(f"no table is called {table!r}; `tip tables` lists them")
    first, second = _releases(Home.from_environment(), before, after)
    is_same = first is not None and first.id == second.id
    changes = {} if is_same else _changes(first, second, [table] if table else list(TABLES))
    since = first.name if first else None
    if as_json:
        report = {"since": since, "release": second.name, "same_data": is_same, "tables": changes}
        click.echo(to_json(report), nl=False)
        return
    click.echo(f"{second.name} against {since or 'nothing'}")
    if not changes:
        click.echo("the data are the same" if is_same else "no row differs")
    for name, change in changes.items():
        if first is not None or change["added"]:
            _print_changes(name, change, places=_PLACES_SHOWN if first else 0)
    if first is None and changes:
        total = sum(change["added"] for change in changes.values())
        empty = ", ".join(name for name, change in changes.items() if not change["added"])
        click.echo(f"without rows: {empty or 'none'}")
        click.echo(f"the first release: {total:,} rows of {len(changes)} tables; --json lists countries and years")


def _changes(first: Any, second: Any, names: list[str]) -> dict[str, Any]:
    from warehouse.release.changes import changes_between, differing_countries

    old, new = first.tables if first else {}, second.tables
    differing = {name: old.get(name, {}).get("digest") != new.get(name, {}).get("digest") for name in names}
    if first is None:
        return changes_between(None, second.path, differing)
    return changes_between(first.path, second.path, differing, differing_countries(first.sha256, second.sha256))


def _releases(home: Home, before: str | None, after: str | None) -> tuple[Any, Any]:
    """The two releases to compare; the earlier one is None if there is only one release."""
    from orchestration.cli.current_release import current_release

    second = home.releases.get(after) if after else current_release(home)
    if before:
        return home.releases.get(before), second
    previous = second.summary["previous"]
    return home.releases.newest(previous) if previous else None, second


def _print_changes(name: str, change: dict[str, Any], *, places: int) -> None:
    """Prints the totals of a table, and its changes by country and year, at most so many lines."""
    kinds = [f"{change[kind]:,} {kind}" for kind in ("added", "changed", "removed") if change[kind]]
    click.echo(f"{name}: {', '.join(kinds) or 'no row differs'}")
    if not places:
        return
    found = change.get("by_country_and_year", [])
    for place in found[:places]:
        parts = [f"{place[kind]} {kind}" for kind in ("added", "changed", "removed") if place[kind]]
        click.echo(f"  {place['country']} {place['year']}: {', '.join(parts)}")
    if len(found) > places:
        click.echo(f"  ... and {len(found) - places} more; --json lists them")
