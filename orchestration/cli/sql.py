"""`tip sql`: SQL on the current release."""

import math
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assets.pipeline.home.home import Home
from orchestration.cli.options import release_options

if TYPE_CHECKING:
    from warehouse.catalog.query import QueryResult


@click.command("sql")
@click.argument("statement")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array of objects.")
@click.option("--xlsx", type=click.Path(path_type=Path), metavar="FILE", help="Write an Excel workbook.")
@release_options
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
def sql_command(
    statement: str,
    as_csv: bool,
    as_json: bool,
    xlsx: Path | None,
    escape_formulas: bool,
    timeout: float | None,
    release: str | None,
    as_of: date | None,
) -> None:
    """Run one statement of DuckDB SQL on the current release, read-only and without access to files or the network.

    On a terminal long values are wrapped, and long output goes to the pager. In a pipe each row is one line.

    Rows are printed while they are computed. A query may use 1 GB of memory. In JSON, NaN and infinity are null; dates,
    times, intervals and bytes are text as DuckDB writes it. Control characters are printed as escape sequences.

    \b
    Example:
      tip sql "SELECT year, words FROM country_years WHERE country = 'KHM' ORDER BY year"
      tip sql "FROM editions" --csv --escape-formulas > editions.csv
      tip sql "FROM report_sections" --json --timeout 60
      tip sql "FROM convictions('KHM')" --xlsx convictions.xlsx
      tip sql "FROM editions" --as-of 2026-01-31
    """
    from orchestration.cli.arguments import unicode_text
    from orchestration.cli.current_release import chosen_release
    from warehouse.catalog.query import QueryError, SeveralStatementsError, running_query

    if sum((as_csv, as_json, xlsx is not None)) > 1:
        raise click.UsageError("--csv, --json or --xlsx, not both")
    if escape_formulas and not as_csv:
        raise click.UsageError("--escape-formulas needs --csv")
    if timeout is not None and math.isnan(timeout):
        raise click.UsageError("--timeout is a number of seconds")
    chosen = chosen_release(Home.from_environment(), release, as_of)
    try:
        with running_query(chosen.path, unicode_text(statement), timeout) as result:
            if xlsx is not None:
                _write_workbook(result, xlsx)
            else:
                _print(result, as_csv, as_json, escape_formulas)
    except SeveralStatementsError as error:
        raise click.UsageError(str(error)) from error
    except QueryError as error:
        click.echo("\n".join((f"tip: {error}", *error.hints)), err=True)
        raise click.exceptions.Exit(1) from error


def _print(result: "QueryResult", as_csv: bool, as_json: bool, escape_formulas: bool) -> None:
    from orchestration.cli.paging import print_paged, terminal_width
    from warehouse.catalog.query_output import as_text, to_csv, to_json

    if as_csv or as_json:
        for text in to_json(result) if as_json else to_csv(result, escape_formulas=escape_formulas):
            click.echo(text, nl=False)
    else:
        print_paged(as_text(result, terminal_width()))


def _write_workbook(result: "QueryResult", file: Path) -> None:
    from warehouse.catalog.workbook import MAX_CHARACTERS, to_xlsx

    if file.exists():
        raise click.UsageError(f"{file} exists already; name another file")
    if not file.parent.is_dir():
        raise click.UsageError(f"{file.parent}: no such folder")
    written = to_xlsx(result, file)
    click.echo(f"{file}: {written.rows:,} rows")
    if written.cut:
        limit = f"{MAX_CHARACTERS:,} characters, the limit of Excel"
        click.echo(f"tip: {written.cut:,} cells were cut at {limit}; --csv has them whole", err=True)
