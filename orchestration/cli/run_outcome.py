"""What `tip run` prints at its end, and its exit code."""

import json
import sys
from typing import TYPE_CHECKING, Final

import click

from assets.pipeline.home.home import Home
from orchestration.cli.escaped_streams import CLEAR_LINE

if TYPE_CHECKING:
    from orchestration.refresh import Outcome

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


def print_json(outcome: "Outcome") -> None:
    """Prints an outcome as one JSON object."""
    names = {0: "published" if outcome.is_new else "nothing_new", 1: "failed", 3: "refused", 4: "busy"}
    code = exit_code(outcome)
    content = {
        "outcome": names[code],
        "exit_code": code,
        "release": outcome.release.name if outcome.release is not None else None,
        "refused": outcome.refused,
        "error": outcome.error,
        "skipped": outcome.skipped,
        "fetched": outcome.crawl,
        "news": outcome.news_crawl,
        "warnings": outcome.warnings,
    }
    click.echo(json.dumps(content, indent=1))


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
    editions = [staging.edition(key) or {} for key in staging.editions() if key.family]
    total = {name: sum(edition["counts"][name] for edition in editions) for name in ("pages", "quarantined", "words")}
    click.echo(
        f"pages     {total['pages']:,} of {len(editions)} editions, {total['quarantined']} of them rejected,"
        f" {total['words']:,} words read"
    )
    rows = {name: staged.rows for name in _table_names() if (staged := staging.table(name)) is not None}
    click.echo("rows      " + ", ".join(f"{name} {count:,}" for name, count in rows.items()))
    click.echo(f"checks    {_checks_summary(home)}")
    if outcome.release is None:
        click.echo("release   none: --no-publish")
        return
    if override := outcome.release.manifest.get("override"):
        click.echo(f"tip: the gate was overridden ({override['reason']}): {', '.join(override['failing'])}", err=True)
    reason = reissue_text(outcome.release)
    state = f"published{f' ({reason})' if reason else ''}" if outcome.is_new else "is current already, nothing new"
    click.echo(f"release   {outcome.release.name} {state}")
    click.echo(f"where     {home.releases.link}")
    click.echo(
        "next      tip sql \"SELECT year, tier, change FROM tier_placements WHERE country = 'KHM' ORDER BY year\""
    )


def _table_names() -> list[str]:
    from warehouse.tables import TABLES

    return list(TABLES)


def _checks_summary(home: Home) -> str:
    from warehouse.quality.results import recorded_results

    results = list(recorded_results(home.staging).values())
    failed = [result for result in results if not result.passed]
    line = f"{len(results) - len(failed)} of {len(results)} passed"
    warnings = [result.check for result in failed]
    return f"{line}; warnings: {', '.join(warnings)}" if warnings else line
