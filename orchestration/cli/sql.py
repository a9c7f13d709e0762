"""`tip sql`: SQL on the current release."""

import click

from assets.pipeline.home.home import Home


@click.command("sql")
@click.argument("statement")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array of objects.")
def sql_command(statement: str, as_csv: bool, as_json: bool) -> None:
    """Run DuckDB SQL on the current release, read-only and without access to files or the network.

    \b
    Example:
      tip sql "SELECT year, words FROM country_years WHERE country = 'KHM' ORDER BY year"
      tip sql "FROM editions" --csv
    """
    from orchestration.cli.current_release import current_release
    from warehouse.catalog.query import as_text, query, to_csv, to_json

    if as_csv and as_json:
        raise click.UsageError("--csv or --json, not both")
    result = query(current_release(Home.from_environment()).path, statement)
    render = to_csv if as_csv else to_json if as_json else as_text
    click.echo(render(result), nl=False)
