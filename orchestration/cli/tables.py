"""`tip tables` and `tip describe`."""

import json

import click

from assets.pipeline.home.home import Home
from orchestration.cli.options import json_option


@click.command("tables")
@json_option
def tables_command(as_json: bool) -> None:
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
    if as_json:
        listed = [
            {"table": name, "rows": released.get(name, {}).get("rows"), "grain": table.grain, "key": table.key}
            for name, table in TABLES.items()
        ]
        click.echo(json.dumps(listed, indent=1, ensure_ascii=False))
        return
    counts = {name: f"{released[name]['rows']:,}" if name in released else "-" for name in TABLES}
    print_table(
        [(name, counts[name], f"one row is {table.grain}") for name, table in TABLES.items()], right_aligned=[1]
    )
    if release is None:
        click.echo(f"tip: {no_release_text(home)}", err=True)


@click.command("describe")
@click.argument("table")
@json_option
def describe_command(table: str, as_json: bool) -> None:
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
    if as_json:
        columns = [vars(column) for column in declared.describe()]
        fields = {"table": table, "grain": declared.grain, "made_from": lineage_of(table), "key": declared.key}
        click.echo(json.dumps({**fields, "columns": columns}, indent=1, ensure_ascii=False))
        return
    click.echo(f"{table}: one row is {declared.grain}")
    click.echo(f"made from: {lineage_of(declared.name)}")
    click.echo(f"key: {', '.join(declared.key)}\n")
    rows = []
    for column in declared.describe():
        values = f"\none of: {', '.join(column.vocabulary)}" if column.vocabulary else ""
        rows.append((column.name, column.type, "null" if column.nullable else None, f"{column.description}{values}"))
    print_table(rows)
