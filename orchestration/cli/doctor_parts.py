"""The parts of `tip doctor`: what can be read of a home, each printed where the others cannot be."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import click

from assets.pipeline.home.home import Home

if TYPE_CHECKING:
    from sources.fetch.outcome.health import HostHealth

_NAME_WIDTH: Final = 12
_LINES_SHOWN: Final = 20
_ARCHIVE_LIMIT_SECONDS: Final = 20.0


def _print_release(home: Home) -> None:
    """Prints the current release, what is damaged in it, or why there is none."""
    from orchestration.cli.current_release import no_release_text
    from warehouse.release.verify import find_changed_files

    current = home.releases.current()
    if current is None:
        print_section("release", no_release_text(home) if home.releases.last() else "none yet")
        return
    current.manifest  # noqa: B018 - raises an error that names a damaged manifest
    damage = find_changed_files(current)
    remedy = [f"{len(damage)} errors; `tip verify` lists them, and the next `tip run` publishes the data again"]
    print_section("release", current.name, *damage[:_LINES_SHOWN], *(remedy if damage else []))


def _print_store(home: Home) -> bool:
    """Prints the state of the object store of the releases. Returns whether it needs nobody."""
    from assets.pipeline.home.stores import remote_releases

    if (remote := remote_releases(home)) is None:
        return True
    current, local = remote.current(), home.releases.current()
    leftovers = remote.leftovers()
    is_behind = local is not None and (current is None or current.release != local.name)
    lines = [f"{remote.store.address}: {current.release if current else 'no release yet'}"]
    if is_behind:
        lines.append("the release of this home is not current there; the next `tip run` publishes it there")
    if leftovers:
        names = ", ".join(leftover.name for leftover in leftovers)
        lines.append(f"interrupted uploads: {names}; the next run takes them up, or `tip prune` removes them")
    print_section("store", *lines)
    return not is_behind


def print_section(name: str, *lines: str) -> None:
    """Prints lines with the name of their section before the first one."""
    for number, line in enumerate(lines):
        click.echo(f"{'' if number else name:<{_NAME_WIDTH}}{line}")


def _print_archive(home: Home) -> bool:
    """Prints what the archive has, and what is wrong in it. Returns whether nothing is."""
    from orchestration.watching.archive_state import verify_and_store
    from sources.archive.verify import REMEDY

    findings = verify_and_store(home, limit_seconds=_ARCHIVE_LIMIT_SECONDS)
    with home.archive() as archive:
        totals, editions = archive.index.totals(), archive.index.editions()
    total = f"{totals['pages']:,} pages, {totals['captures']:,} captures, {totals['bytes']:,} bytes"
    counts = (f"{family} {year}: {pages} pages" for (family, year), pages in sorted(editions.items()))
    print_section("archive", total, *counts)
    if not findings.is_complete:
        read = f"{findings.read:,} of {findings.bodies:,} bodies were read; `tip verify --archive` reads all"
        print_section("", read)
    print_section("future", *findings.future[:_LINES_SHOWN])
    if findings.lines:
        more = len(findings.lines) - _LINES_SHOWN
        rest = [f"and {more:,} more, which `tip verify --archive` names"] if more > 0 else []
        print_section("unreadable", *findings.lines[:_LINES_SHOWN], *rest, REMEDY)
    return not findings.lines and not findings.future


def _print_hosts(home: Home) -> None:
    """Prints how each host responds to live runs, and what to do if it does not."""
    from datetime import UTC, datetime, timedelta

    from assets.pipeline.settings.load import settings
    from sources.fetch.outcome.health import host_health
    from sources.registry.publishers import publisher_of

    if not home.runs_live:
        print_section("web", "never used; `tip run --source live` fetches pages")
        return
    with home.archive() as archive:
        hosts = host_health(archive.index, datetime.now(UTC), timedelta(days=settings().stale_after_days))
    publishers = [host for host in hosts if publisher_of(f"https://{host.host}/") is not None]
    for host in hosts:
        if host not in publishers:
            print_section("web", host.line, *host.advice)
    _print_publishers(publishers)


def _print_publishers(hosts: "list[HostHealth]") -> None:
    """Prints the number of publishers that respond, and a line for each of the others."""
    if not hosts:
        return
    failing = [host for host in hosts if host.blocked or host.pause or host.is_stale]
    lines = [f"{len(hosts) - len(failing)} of {len(hosts)} hosts respond"]
    for host in failing:
        lines += [host.line, *(f"  {line}" for line in host.advice if not line.startswith(" "))]
    # an indented line says what to do, which is the same for many hosts
    remedies = (line for host in failing for line in host.advice if line.startswith(" "))
    print_section("publishers", *lines, *(line.strip() for line in dict.fromkeys(remedies)))


def _print_news(home: Home) -> None:
    """Prints the state of each kind of listing, and the outcomes of its candidates."""
    from datetime import UTC, datetime

    from sources.news.discovery.health import adapter_health, news_lines

    with home.archive() as archive:
        adapters = adapter_health(archive.index, datetime.now(UTC))
        lines = news_lines(archive.index)
    for adapter in adapters:
        if adapter.listings or adapter.candidates:
            print_section("news", adapter.line, *adapter.advice)
    print_section("", *lines)


def _print_layouts(_: Home) -> None:
    from sources.state_department.readers import layouts_of

    for layout in layouts_of(None):
        state = "read from real pages" if layout.verified else "NOT verified on real pages"
        print_section("layout", f"{layout.name}: {state}, parsed with {layout.parser}")


def _print_revisions(home: Home) -> None:
    from assets.pipeline.read.editions import revision_lines

    lines = [line for key in home.staging.editions() for line in revision_lines(home.staging.edition(key) or {})]
    if lines:
        summary = f"{len(lines)} pages; both texts are in staging/editions, and in the archive as captures"
        print_section("revised", summary, *lines[:_LINES_SHOWN])


def _print_quarantine(home: Home) -> None:
    from collections import Counter

    try:
        rows = home.staging.read("quarantine")
    except FileNotFoundError:
        return
    reasons = Counter(rows["reason"])
    summary = ", ".join([f"{rows.height} records", *(f"{count} {reason}" for reason, count in sorted(reasons.items()))])
    details = (f"{row['reason']}: {row['detail']}" for row in rows.head(_LINES_SHOWN).iter_rows(named=True))
    print_section("quarantine", summary, *details)


def _print_checks(home: Home) -> None:
    from warehouse.quality.results import recorded_results

    results = recorded_results(home.staging)
    failed = [result for result in results.values() if not result.passed]
    failed.sort(key=lambda result: (not result.blocking, result.check))
    messages = (f"{'BLOCKS' if result.blocking else 'warns'} {result.message}" for result in failed)
    print_section("checks", f"{len(results) - len(failed)} of {len(results)} passed", *messages)


_Part = Callable[[Home], bool | None]
ARCHIVE_PARTS: Final[tuple[_Part, ...]] = (_print_archive, _print_hosts, _print_news)
"""What `tip doctor` prints from the index of the archive."""

PARTS: Final[tuple[_Part, ...]] = (
    _print_layouts,
    _print_revisions,
    _print_quarantine,
    _print_checks,
    _print_release,
    _print_store,
)
"""What it prints then. A part is False if it needs a person; each is printed where the others cannot be read."""
