"""`tip backup` and `tip restore`."""

from pathlib import Path

import click


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def backup_command(folder: Path) -> None:
    """Copy archive, decisions, releases and the settings file to FOLDER; runs may go on.

    A later backup into the same folder copies only what is new. Secrets are in the environment, not in the backup.

    \b
    Example:
      tip backup /mnt/backup/tip
    """
    from assets.pipeline.home.backup import BackupError, back_up
    from assets.pipeline.home.home import Home

    home = Home.from_environment()
    try:
        done = back_up(home, folder)
    except BackupError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{folder}: {done.files:,} files copied, {done.size:,} bytes; {done.releases} releases")


@click.command("restore")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
def restore_command(folder: Path) -> None:
    """Make a new home in TIP_HOME from the backup in FOLDER, and verify all of it.

    The next run builds what a backup leaves out, and publishes nothing new.

    \b
    Example:
      TIP_HOME=~/tip-data tip restore /mnt/backup/tip
    """
    from assets.pipeline.home.backup import BackupError, restore
    from assets.pipeline.home.home import Home

    home = Home.from_environment()
    try:
        done = restore(folder, home)
    except BackupError as error:
        raise click.ClickException(str(error)) from None
    for line in done.lines:
        click.echo(f"tip: {line}", err=True)
    click.echo(f"{home.folder}: {done.files:,} files copied, {done.size:,} bytes; {done.releases} releases")
    if done.lines:
        raise click.exceptions.Exit(1)
