"""What `tip run` prints at its end, and its exit code."""

import json
import sys
import textwrap
from collections.abc import Iterator, Mapping
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final

import click

from assets.pipeline.home.home import Home
from orchestration.cli.escaped_streams import CLEAR_LINE

if TYPE_CHECKING:
    from orchestration.refresh import Outcome
    from warehouse.staging.area import StagingArea

EXIT_FAILED: Final = 1
EXIT_REFUSED: Final = 3
EXIT_BUSY: Final = 4


def exit_code(outcome: "Outcome") -> int:
    """The exit code of an outcome."""
    if outcome.refused is not None:
        return EXIT_REFUSED
    if outcome.error is None:
        return 0
    return EXIT_BUSY if outcome.is_busy else EXIT_FAILED


def print_json(home: Home, outcome: "Outcome") -> None:
    """Prints an outcome as one JSON object."""
    from warehouse.quality.results import recorded_results

    names = {0: "published" if outcome.is_new else "nothing_new", 1: "failed", 3: "refused", 4: "busy"}
    code = exit_code(outcome)
    staging = home.staging
    content = {
        "outcome": names[code],
        "exit_code": code,
        "succeeded": outcome.succeeded,
        "release": outcome.release.name if outcome.release is not None else None,
        "is_new": outcome.is_new,
        "refused": outcome.refused,
        "error": outcome.error,
        "skipped": outcome.skipped,
        "crawl": outcome.crawl,
        "news_crawl": outcome.news_crawl,
        "warnings": outcome.warnings,
        "rows": {name: staged.rows for name in _table_names() if (staged := staging.table(name)) is not None},
        "failed_checks": sorted(name for name, result in recorded_results(staging).items() if not result.passed),
    }
    click.echo(json.dumps(content, indent=1, ensure_ascii=False))


def print_outcome(home: Home, outcome: "Outcome") -> None:
    """Prints an outcome; warnings and failures on standard error."""
    if outcome.crawl is not None:
        click.echo(f"fetched   {outcome.crawl}")
    if outcome.news_crawl is not None:
        click.echo(f"news      {outcome.news_crawl}")
    for line in outcome.warnings:
        click.echo(f"tip: {line}", err=True)
    if outcome.refused is not None:
        click.echo(f"tip: not published, the gate refused: {outcome.refused}", err=True)
        return
    if outcome.error is not None:
        click.echo(f"tip: the run failed: {outcome.error}", err=True)
        if outcome.skipped:
            click.echo(f"tip: {outcome.skipped} dependent assets were skipped", err=True)
        return
    _print_summary(home, outcome)


def _print_summary(home: Home, outcome: "Outcome") -> None:
    from orchestration.cli.current_release import reissue_text

    if sys.stderr.isatty():
        click.echo(CLEAR_LINE, err=True, nl=False)
    staging = home.staging
    for line in _read_lines(staging):
        click.echo(line)
    rows = {name: staged.rows for name in _table_names() if (staged := staging.table(name)) is not None}
    click.echo(_wrapped("rows", ", ".join(f"{name} {count:,}" for name, count in rows.items())))
    click.echo(_wrapped("checks", _checks_summary(home, rows)))
    if outcome.release is None:
        click.echo("release   none: --no-publish")
        return
    if override := outcome.release.manifest.get("override"):
        click.echo(f"tip: the gate was overridden ({override['reason']}): {', '.join(override['failing'])}", err=True)
    reason = reissue_text(outcome.release)
    state = f"published{f' ({reason})' if reason else ''}" if outcome.is_new else "is current already, nothing new"
    click.echo(f"release   {outcome.release.name} {state}")
    click.echo(f"where     {home.releases.link}")
    for line in _hints(rows):
        click.echo(line)


def _wrapped(label: str, text: str) -> str:
    """A line of the summary; on a terminal its further lines are indented below its text."""
    line = f"{label:<10}{text}"
    if not sys.stdout.isatty():
        return line
    return textwrap.fill(line, get_terminal_size().columns, subsequent_indent=" " * 10, break_long_words=False)


def _read_lines(staging: "StagingArea") -> Iterator[str]:
    """What was read of report pages and of news, which are counted apart."""
    from sources.registry.families import NEWS

    for label, of_news in (("pages", False), ("news", True)):
        keys = [key for key in staging.editions() if key.family and (key.family == NEWS) == of_news]
        if not keys:
            continue
        editions = [staging.edition(key) or {} for key in keys]
        total = {name: sum(each["counts"][name] for each in editions) for name in ("pages", "quarantined", "words")}
        unit = f"{len(editions)} years" if of_news else f"{len(editions)} editions"
        things = "pages of articles" if of_news else "pages"
        yield (
            f"{label:<10}{total['pages']:,} {things} of {unit}, {total['quarantined']} of them rejected,"
            f" {total['words']:,} words read"
        )


def _hints(rows: Mapping[str, int]) -> Iterator[str]:
    """Questions that the tables of this home can answer."""
    questions = (
        ("tier_placements", "SELECT year, tier, change, status FROM tier_history('KHM')"),
        ("claim_checks", "FROM claims_in_conflict()"),
        (
            "report_sections",
            "FROM words_by_edition('human_rights')",
        ),
    )
    answered = [f'tip sql "{sql}"' for table, sql in questions if rows.get(table)]
    for number, line in enumerate(answered[:2] or ["tip doctor"]):
        yield f"{'' if number else 'next':<10}{line}"


def _table_names() -> list[str]:
    from warehouse.tables import TABLES

    return list(TABLES)


def _checks_summary(home: Home, rows: Mapping[str, int]) -> str:
    from warehouse.quality.nothing_to_check import passed_line
    from warehouse.quality.results import recorded_results

    results = list(recorded_results(home.staging).values())
    failed = [result for result in results if not result.passed]
    line = passed_line(results, rows)
    warnings = [result.check for result in failed]
    return f"{line}; warnings: {', '.join(warnings)}" if warnings else line
