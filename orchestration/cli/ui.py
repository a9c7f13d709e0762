"""`tip ui`: the Dagster UI of a home."""

import os
import sys

import click

from assets.pipeline.home.home import Home

_BYTES_PER_MEGABYTE = 1_000_000


@click.command("ui")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=3000, show_default=True, type=int)
@click.option(
    "--only",
    type=click.Choice(["web", "daemon"]),
    help="Become this one program, for a service manager that restarts it and keeps its output.",
)
def ui_command(host: str, port: int, only: str | None) -> None:
    """Open Dagster for this home: UI, schedules and sensors, and the runs of `tip run`.

    The web server and the daemon are two processes; each is started again if it ends. Their output is in logs/ of the
    home, in files of limited size.

    \b
    Example:
      tip ui --port 3000
      tip ui --only daemon
    """
    import dagster as dg

    from assets.pipeline.home.machine_errors import home_state_line
    from assets.pipeline.settings.load import settings
    from orchestration.ended_runs import close_ended_runs
    from orchestration.instance import prepare_instance, workspace_file
    from orchestration.supervisor import LogFiles, ProgramError, supervise

    home, values = Home.from_environment(), settings()
    if (line := home_state_line(home.folder)) is not None and home.folder.exists():
        raise click.ClickException(line)
    prepare_instance(home)
    with dg.DagsterInstance.get() as instance:
        for line in close_ended_runs(home, instance):
            click.echo(line)
    workspace = ["-w", str(workspace_file(home))]
    logs = LogFiles(home.folder / "logs", round(values.log_megabytes * _BYTES_PER_MEGABYTE), values.log_files)
    commands = {
        "web": [sys.executable, "-m", "dagster_webserver", *workspace, "-h", host, "-p", str(port)],
        "daemon": [sys.executable, "-m", "dagster._daemon", "run", *workspace],
    }
    os.chdir(home.folder / "dagster")  # files that Dagster leaves behind stay inside the home
    if only is not None:
        os.execv(sys.executable, commands[only])  # noqa: S606 - this interpreter, no shell
    click.echo(f"Dagster on http://{host}:{port} (stop with Ctrl-C); its output is in {logs.folder}")
    try:
        supervise(commands, logs, click.echo)
    except ProgramError as error:
        raise click.ClickException(str(error)) from None
