"""`tip worker`: reads units for runs on other machines."""

import click


@click.command("worker")
@click.option("--processes", type=click.IntRange(min=1, max=256), default=1, show_default=True, help="Units at once.")
def worker_command(processes: int) -> None:
    """Read units for the runs of a home on another machine, until it is ended.

    It needs TIP_BROKER, the AWS_* variables of the object store, and the variables of Dagster's PostgreSQL. TIP_HOME is
    a folder of its own, which is empty between units. SIGTERM ends it after the unit that it reads.

    \b
    Example:
      tip worker --processes 4
    """
    from assets.pipeline.home.home import Home
    from assets.pipeline.settings.load import settings
    from orchestration.distributed.celery_settings import QUEUE, worker_config

    values = settings()
    if values.broker is None:
        raise click.UsageError("TIP_BROKER names no broker; set it as for the run")
    home = Home.from_environment()
    if home.kind is not None:
        raise click.UsageError(f"{home.folder} is the home of a warehouse; set TIP_HOME to a folder of this worker")
    try:
        from dagster_celery.executor import CeleryExecutor
        from dagster_celery.make_app import make_app
        from dagster_celery.tasks import create_task
    except ImportError:
        raise click.ClickException("the extra workers is not installed; install tip-warehouse[workers]") from None
    home.folder.mkdir(parents=True, exist_ok=True)
    config = worker_config(values)
    app = make_app(CeleryExecutor.for_cli(**config).app_args())
    create_task(app)
    click.echo(f"reads units of queue {QUEUE} in {home.folder}, {processes} at once", err=True)
    app.worker_main(["worker", "--queues", QUEUE, "--concurrency", str(processes), "--loglevel", "WARNING"])
