"""Publishing what a home has staged: through the gate, or, for a stated reason, in spite of it."""

from assets.pipeline.build.tables import build_table
from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import writing
from assets.pipeline.plan.staleness import plan_of
from assets.pipeline.publish.checks import known_facts, run_checks
from warehouse.builds.registry import all_builds
from warehouse.quality.registry import all_checks
from warehouse.release.publish import Published, due, publish


def publish_staged(home: Home, *, override: str | None = None) -> Published:
    """Publishes what is staged, unless it is what is current already.

    Args:
        home: the home.
        override: why the release is made although blocking checks fail; None where it is not.

    Raises:
        RefusedError: the gate refuses, or what is staged is not whole.
        BusyError: another process is publishing.
        ValueError: an override without a reason.
    """
    with writing(home.folder, "release"):
        return publish(
            home.staging, home.releases, kind=home.kind or "real", facts=known_facts(home), override=override
        )


def force_publish(home: Home, reason: str) -> Published:
    """Publishes what is staged although blocking checks fail.

    Dagster makes and checks nothing downstream of a failed check: what it left is made and checked here, so that the
    release holds all tables and a result of every check.

    Args:
        home: the home.
        reason: why; it may not be empty, and the manifest keeps it with the names of the failing checks.

    Raises:
        RefusedError: what is staged is not whole.
        ValueError: the reason is empty.
    """
    for name in plan_of(home).stale_tables:
        build_table(home, all_builds()[name])
    run_checks(home, all_checks().values())
    return publish_staged(home, override=reason)


def is_release_stale(home: Home) -> bool:
    """Whether what is staged, or how it is presented, is not what is current, or what is current is damaged."""
    return due(home.staging, home.releases) is not None
