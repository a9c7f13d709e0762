"""`tip tables` and `tip describe`."""

import click

from assets.pipeline.home.home import Home


@click.command("tables")
def tables_command() -> None:
    """List the tables of the current release.

    \b
    Example:
      tip tables
    """
    from orchestration.cli.current_release import no_release_text
    from orchestration.cli.text_table import print_table
    from warehouse.tables import TABLES

    home = Home.from_environment()
    release = home.releases.current()
    released = release.tables if release else {}
    counts = {name: f"{released[name]['rows']:,}" if name in released else "-" for name in TABLES}
    print_table(
        [(name, counts[name], f"one row is {table.grain}") for name, table in TABLES.items()], right_aligned=[1]
    )
    if release is None:
        click.echo(f"tip: {no_release_text(home)}", err=True)


@click.command("describe")
@click.argument("table")
def describe_command(table: str) -> None:
    """Describe a table and its columns.

    \b
    Example:
      tip describe report_sections
    """
    from orchestration.cli.text_table import print_table
    from warehouse.builds.registry import lineage_of
    from warehouse.tables import TABLES

    if table not in TABLES:
        raise click.UsageError(f"no table is called {table!r}; there are: {', '.join(TABLES)}")
    declared = TABLES[table]
    click.echo(f"{table}: one row is {declared.grain}")
    click.echo(f"made from: {lineage_of(declared.name)}")
    click.echo(f"key: {', '.join(declared.key)}\n")
    rows = []
    for column in declared.describe():
        values = f"\none of: {', '.join(column.vocabulary)}" if column.vocabulary else ""
        rows.append((column.name, column.type, "null" if column.nullable else None, f"{column.description}{values}"))
    print_table(rows)
