"""`tip prune`: removes what is old."""

import click


@click.command("prune")
@click.option("--plan", is_flag=True, help="Show what would be removed, why, and how large it is; remove nothing.")
def prune_command(plan: bool) -> None:
    """Remove old run history, releases, and files that were taken in from the inbox.

    The settings keep_run_days and keep_releases say what is old. The current release and pinned releases are never
    removed. Of the archive nothing is removed, unless keep_capture_days is set: then captures that only repeat the text
    of the ones before and after them. Dagster does the same every day (setting prune_schedule).

    \b
    Example:
      tip prune --plan
      tip prune
    """
    from datetime import UTC, datetime

    import dagster as dg

    from assets.pipeline.home.home import Home
    from assets.pipeline.settings.load import settings
    from orchestration.instance import prepare_instance
    from orchestration.retention import removals, remove

    home = Home.from_environment()
    if home.kind is None:
        click.echo(f"{home.folder} is empty; nothing to remove")
        return
    prepare_instance(home)
    with dg.DagsterInstance.get() as instance:
        found = removals(home, instance, settings(), datetime.now(UTC))
        done = found if plan else list(remove(home, instance, found))
    for removal in done:
        click.echo(f"{'would remove' if plan else 'removed'} {removal.line}")
    size = sum(removal.size for removal in done)
    archive = "" if settings().keep_capture_days else "; every capture is kept (keep_capture_days is not set)"
    click.echo(f"{len(done)} {'can be removed' if plan else 'removed'}, {size:,} bytes{archive}")
