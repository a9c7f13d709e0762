"""`tip tables` and `tip describe`."""

import click

from assets.pipeline.home import Home


@click.command("tables")
def tables_command() -> None:
    """List the tables of the current release.

    \b
    Example:
      tip tables
    """
    from warehouse.release.release_store import ReleaseStore
    from warehouse.tables import TABLES

    release = ReleaseStore(Home.from_environment().folder).current()
    rows = release.tables if release else {}
    for name, table in TABLES.items():
        count = f"{rows[name]['rows']:,}" if name in rows else "-"
        click.echo(f"{name:<18} {count:>10}  one row is {table.grain}")
    if release is None:
        click.echo("tip: no release yet; `tip run` publishes one", err=True)


@click.command("describe")
@click.argument("table")
def describe_command(table: str) -> None:
    """Explain a table and its columns.

    \b
    Example:
      tip describe report_sections
    """
    from warehouse.builds.registry import lineage_of
    from warehouse.tables import TABLES

    if table not in TABLES:
        raise click.UsageError(f"no table is called {table!r}; there are: {', '.join(TABLES)}")
    declared = TABLES[table]
    click.echo(f"{table}: one row is {declared.grain}")
    click.echo(f"made from: {lineage_of(declared.name)}")
    click.echo(f"key: {', '.join(declared.key)}\n")
    for column in declared.describe():
        null = "null" if column.nullable else ""
        click.echo(f"{column.name:<18} {column.type:<20} {null:<5} {column.description}")
        if column.vocabulary:
            click.echo(f"{'':<45} one of: {', '.join(column.vocabulary)}")
