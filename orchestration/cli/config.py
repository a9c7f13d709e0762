"""`tip config`: the settings of this installation."""

import json

import click


@click.command("config")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def config_command(as_json: bool) -> None:
    """Show every setting: its value, and whether a variable, the settings file or the default gives it.

    A setting is read from the environment, else from tip.toml in the home (or the file that TIP_SETTINGS names). The
    values of secrets are not shown. docs/settings.md explains each setting.

    \b
    Example:
      tip config
    """
    from assets.pipeline.home.home import Home
    from assets.pipeline.settings.declaration import Settings, variable
    from assets.pipeline.settings.documentation import shown_value
    from assets.pipeline.settings.files import settings_file
    from assets.pipeline.settings.load import load_settings
    from orchestration.cli.text_table import print_table
    from orchestration.instance import dagster_folder

    loaded = load_settings()
    home, file = Home.from_environment(), settings_file()
    values = {
        **{name: shown_value(name, getattr(loaded.values, name)) for name in Settings.model_fields},
        "home": str(home.folder),
    }
    if as_json:
        rows = {
            name: {"value": value, "from": loaded.origin(name), "variable": variable(name)}
            for name, value in values.items()
        }
        folders = {"file": str(file) if file else None, "dagster_home": str(dagster_folder(home))}
        click.echo(json.dumps({"settings": rows, **folders}, indent=1))
        return
    print_table([(name, value, loaded.origin(name)) for name, value in values.items()], ["setting", "value", "from"])
    click.echo(f"settings file: {file or 'none'}")
    click.echo(f"Dagster's folder: {dagster_folder(home)}")
    click.echo(f"a run may take {loaded.values.run_seconds / 3600:g} hours (crawl_hours + build_hours)")
