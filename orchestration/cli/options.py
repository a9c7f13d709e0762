"""Options that several commands have."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click


def release_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--release` and `--as-of`: the release that a command reads."""
    for option in (
        click.option(
            "--as-of",
            type=click.DateTime(["%Y-%m-%d"]),
            metavar="DATE",
            callback=lambda _, __, value: value.date() if isinstance(value, datetime) else None,
            help="Read the release that was the newest on this day (UTC).",
        ),
        click.option("--release", "release", metavar="RELEASE", help="Read this release instead of the current one."),
    ):
        command = option(command)
    return command


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
