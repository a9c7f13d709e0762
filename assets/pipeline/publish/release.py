"""Publishes the staged tables of a home: through the gate, or by force with a stated reason."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from assets.pipeline.build.tables import build_table
from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import writing
from assets.pipeline.home.stores import remote_releases
from assets.pipeline.plan.staleness import plan_of
from assets.pipeline.publish.checks import known_facts, run_checks
from assets.pipeline.settings.load import settings
from sources.archive.forgotten import read_forgotten
from warehouse.builds.registry import all_builds
from warehouse.object_store import StoreError
from warehouse.quality.registry import all_checks
from warehouse.release.due import due
from warehouse.release.presentation import presentation_version

if TYPE_CHECKING:
    from warehouse.release.publish import Published


def publish_staged(home: Home, *, override: str | None = None) -> "Published":
    """Publishes the staged tables, unless the current release holds them already; then also in the object store.

    Args:
        home: the home.
        override: the reason to publish although blocking checks fail; None to obey the gate.

    Raises:
        RefusedError: the gate refuses, or staged tables are incomplete.
        BusyError: another process is publishing.
        ValueError: the override is an empty reason.
        StoreError: the object store failed; the release is current in the home, and the next run uploads it.
    """
    from warehouse.release.publish import publish  # noqa: PLC0415 - imported only when there is something to publish

    site_url = settings().site_url
    with writing(home.folder, "release"):
        published = publish(
            home.staging,
            home.releases,
            kind=home.kind or "real",
            facts=known_facts(home),
            override=override,
            presentation=presentation_version(site_url),
            site_url=site_url,
            forgotten=[asdict(page) for page in read_forgotten(home.archive_folder).records],
        )
        if (remote := remote_releases(home, is_writing=True)) is not None:
            remote.publish(published.release)
        return published


def force_publish(home: Home, reason: str) -> "Published":
    """Publishes the staged tables although blocking checks fail.

    Dagster skips everything downstream of a failed check. The skipped tables and checks run here first, so that the
    release holds all tables and a result of every check.

    Args:
        home: the home.
        reason: why; the manifest records it with the names of the failing checks.

    Raises:
        RefusedError: staged tables are incomplete.
        ValueError: the reason is empty.
    """
    for name in plan_of(home).stale_tables:
        build_table(home, all_builds()[name])
    run_checks(home, all_checks().values())
    return publish_staged(home, override=reason)


def is_release_stale(home: Home) -> bool:
    """Whether the release is to be published: see `due`; or the object store has another one, or does not answer."""
    presentation = presentation_version(settings().site_url)
    is_due = due(home.staging, home.releases, presentation=presentation) is not None
    return is_due or not _is_in_store(home)


def _is_in_store(home: Home) -> bool:
    """Whether the current release is current in the object store too, where there is one."""
    remote, release = remote_releases(home), home.releases.current()
    if remote is None or release is None:
        return True
    try:
        current = remote.current()
    except StoreError:
        return False  # publishing raises the error again
    return current is not None and current.release == release.name
