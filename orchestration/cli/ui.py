"""`tip ui`: the Dagster UI of a home."""

import os
import sys

import click

from assets.pipeline.home.home import Home


@click.command("ui")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=3000, show_default=True, type=int)
def ui_command(host: str, port: int) -> None:
    """Open Dagster for this home: UI, schedule and sensor, and the runs of `tip run`.

    \b
    Example:
      tip ui --port 3000
    """
    import dagster as dg

    from assets.pipeline.home.machine_errors import home_state_line
    from orchestration.ended_runs import close_ended_runs
    from orchestration.instance import prepare_instance, workspace_file

    home = Home.from_environment()
    if (line := home_state_line(home.folder)) is not None and home.folder.exists():
        raise click.ClickException(line)
    folder = prepare_instance(home)
    with dg.DagsterInstance.get() as instance:
        for line in close_ended_runs(home, instance):
            click.echo(line)
    click.echo(f"Dagster on http://{host}:{port} (stop with Ctrl-C)")
    quiet = ["-W", "ignore:Function `dev_command`"]  # `dg dev` is for developing definitions
    arguments = [*quiet, "-m", "dagster", "dev", "-w", str(workspace_file(home)), "-h", host, "-p", str(port)]
    os.chdir(folder)  # files that Dagster leaves behind stay inside the home
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - this interpreter, no shell
