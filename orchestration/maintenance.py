"""Automation beside the pipeline: alerts and the status page every minute, and every day the removal of what is old."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import dagster as dg

from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import BusyError
from assets.pipeline.settings.load import settings
from assets.resources import HomeResource
from warehouse.object_store import StoreError

if TYPE_CHECKING:
    from orchestration.retention import Removal

_VERIFY_SECONDS: Final = 3600.0
"""How long the archive is verified every day; a larger one needs `tip verify --archive`."""


@dg.op(description="Removes old history, releases and files, and verifies the archive.")
def maintain(context: dg.OpExecutionContext, home: HomeResource) -> None:
    """Prunes and verifies the home. What needs no object store is also done while one is out of order.

    What another process writes to at that moment is left for the next day, which is no failure.

    Raises:
        dg.Failure: an object store failed, or another error that a person can fix.
    """
    errors = []
    with home.open() as opened:
        for part in (_verify, _prune_home, _prune_uploads):
            try:
                part(context, opened)
            except BusyError as error:
                context.log.warning(f"the next maintenance removes what is left: {error}")
            except StoreError as error:
                errors.append(str(error))
    if errors:
        raise dg.Failure("; ".join(errors), allow_retries=False)


def _verify(context: dg.OpExecutionContext, home: Home) -> None:
    from orchestration.watching.archive_state import verify_and_store  # noqa: PLC0415 - imported only when it runs

    if home.archive_folder.is_dir():
        for line in verify_and_store(home, limit_seconds=_VERIFY_SECONDS).lines:
            context.log.error(line)


def _prune_home(context: dg.OpExecutionContext, home: Home) -> None:
    from orchestration.retention import local_removals  # noqa: PLC0415 - the same

    _remove(context, home, local_removals(home, context.instance, settings(), datetime.now(UTC)))


def _prune_uploads(context: dg.OpExecutionContext, home: Home) -> None:
    from orchestration.retention import unfinished_uploads  # noqa: PLC0415 - the same

    _remove(context, home, unfinished_uploads(home))


def _remove(context: dg.OpExecutionContext, home: Home, found: "Iterable[Removal]") -> None:
    from orchestration.retention import remove  # noqa: PLC0415 - the same

    for removal in remove(home, context.instance, found):
        context.log.info(f"removed {removal.line}")


@dg.job(
    description="Removes history, releases and files that are older than the settings say, and verifies the archive.",
    tags={"tip/kind": "refresh"},
)
def maintenance_job() -> None:
    """The daily maintenance."""
    maintain()


maintenance_schedule: Final[Any] = dg.ScheduleDefinition(
    name="maintenance",
    job=maintenance_job,
    cron_schedule=settings().prune_schedule,
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every day at the time of the setting `prune_schedule`.",
)


@dg.sensor(
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    job=maintenance_job,
    description="Tells new findings, and those that are over, by webhook and mail, each once. Requests no run.",
)
def alerts(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Sends alerts."""
    home, values = Home.from_environment(), settings()
    if values.alert_webhook is None and not values.alert_mail_to:
        return dg.SkipReason("no channel is set: alert_webhook, alert_mail_to")
    from orchestration.watching.alerts import send_alerts  # noqa: PLC0415 - imported only where a channel is set
    from orchestration.watching.status import status_of  # noqa: PLC0415

    status = status_of(home, datetime.now(UTC), context.instance)
    errors = send_alerts(home, status, values)
    return dg.SkipReason("; ".join(errors) or f"{len(status.findings)} findings, all told")


@dg.sensor(
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    job=maintenance_job,
    description="Writes the status page when a run has ended or the findings are others. Requests no run.",
)
def status_page(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Writes `status/index.html` of the home."""
    from orchestration.status_page import state_of_page, write_status_page  # noqa: PLC0415 - imported only when it runs
    from orchestration.watching.status import status_of  # noqa: PLC0415
    from warehouse.report.status import STATUS_PAGE  # noqa: PLC0415

    home = Home.from_environment()
    if home.kind is None:
        return dg.SkipReason(f"{home.folder} is empty; `tip run` fills it")
    status = status_of(home, datetime.now(UTC), context.instance)
    state = state_of_page(context.instance, status)
    if state == context.cursor and (home.folder / STATUS_PAGE).exists():
        return dg.SkipReason("no run has ended, and the findings are the same")
    if (line := write_status_page(home, context.instance, status)) is not None:
        return dg.SkipReason(line)
    context.update_cursor(state)
    return dg.SkipReason(f"wrote {home.folder / STATUS_PAGE}")
