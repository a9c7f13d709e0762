"""The job of units: each step reads one unit on a worker, which has a home of its own."""

from collections.abc import Iterator

import dagster as dg

from assets.errors import errors_as_failures
from assets.pipeline.home.home import Home
from orchestration.distributed.celery_settings import QUEUE
from orchestration.distributed.executor import units_executor

READ_UNITS = "read_units"
_TAGS = {"dagster-celery/queue": QUEUE}


class UnitsConfig(dg.Config):
    """The names of the units, and the address of the object store that has them."""

    store: str
    units: list[str]


@dg.op(out=dg.DynamicOut(dg.Nothing), tags=_TAGS, description="One output for each unit.")
def list_units(config: UnitsConfig) -> Iterator[dg.DynamicOutput[None]]:
    """Lists the units."""
    for number in range(len(config.units)):
        yield dg.DynamicOutput(None, mapping_key=str(number))


@dg.op(ins={"unit": dg.In(dg.Nothing)}, out=dg.Out(dg.Nothing), tags=_TAGS, description="Reads one unit on a worker.")
def read_unit(context: dg.OpExecutionContext, config: UnitsConfig) -> None:
    """Reads one unit in the home of this worker, and puts the result into the store."""
    from assets.pipeline.units.working import work  # noqa: PLC0415 - readers are imported only when pages are read
    from warehouse.object_store import ObjectStore  # noqa: PLC0415

    name = config.units[int(context.get_mapping_key() or 0)]
    scratch = Home.from_environment()
    with errors_as_failures(scratch):
        context.log.info(work(scratch, ObjectStore(config.store), name))


@dg.job(
    name=READ_UNITS,
    executor_def=units_executor,
    description="Reads the units of stale editions on the workers; `tip run` starts it where TIP_BROKER is set.",
)
def read_units_job() -> None:
    """Reads all units."""
    list_units().map(read_unit)
