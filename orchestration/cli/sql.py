"""`tip sql`: SQL on the current release."""

import math

import click

from assets.pipeline.home.home import Home


@click.command("sql")
@click.argument("statement")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array of objects.")
@click.option(
    "--escape-formulas",
    is_flag=True,
    help="With --csv, for spreadsheets: write ' before a text that starts with = + - @ or white space.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True, max=10_000_000),
    metavar="SECONDS",
    help="End the query with exit code 1 after this time.",
)
def sql_command(statement: str, as_csv: bool, as_json: bool, escape_formulas: bool, timeout: float | None) -> None:
    """Run one statement of DuckDB SQL on the current release, read-only and without access to files or the network.

    Rows are printed while they are computed. A query may use 1 GB of memory. In JSON, NaN and infinity are null; dates,
    times, intervals and bytes are text as DuckDB writes it. Control characters are printed as escape sequences.

    \b
    Example:
      tip sql "SELECT year, words FROM country_years WHERE country = 'KHM' ORDER BY year"
      tip sql "FROM editions" --csv --escape-formulas > editions.csv
      tip sql "FROM report_sections" --json --timeout 60
    """
    from orchestration.cli.arguments import unicode_text
    from orchestration.cli.current_release import current_release
    from warehouse.catalog.query import QueryError, SeveralStatementsError, running_query
    from warehouse.catalog.query_output import as_text, to_csv, to_json

    if as_csv and as_json:
        raise click.UsageError("--csv or --json, not both")
    if escape_formulas and not as_csv:
        raise click.UsageError("--escape-formulas needs --csv")
    if timeout is not None and math.isnan(timeout):
        raise click.UsageError("--timeout is a number of seconds")
    release = current_release(Home.from_environment())
    try:
        with running_query(release.path, unicode_text(statement), timeout) as result:
            csv = to_csv(result, escape_formulas=escape_formulas)
            for text in csv if as_csv else to_json(result) if as_json else as_text(result):
                click.echo(text, nl=False)
    except SeveralStatementsError as error:
        raise click.UsageError(str(error)) from error
    except QueryError as error:
        click.echo("\n".join((f"tip: {error}", *error.hints)), err=True)
        raise click.exceptions.Exit(1) from error
