"""What in a user's Dagster settings does not fit this project, in one line each."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import dagster as dg
import yaml

from assets.pipeline.home.home import Home
from assets.pipeline.home.machine_errors import machine_error_line
from assets.pipeline.settings.declaration import Settings
from orchestration.instance import SETTINGS_FILE, dagster_folder

_SCHEME: Final = "postgresql+psycopg2"
_QUEUED: Final = "QueuedRunCoordinator"
_LONGEST: Final = 300


def settings_lines(home: Home, values: Settings) -> list[str]:
    """What in the Dagster settings of a home does not fit; empty where all does, and where there is no file."""
    path = dagster_folder(home) / SETTINGS_FILE
    try:
        content = yaml.safe_load(path.read_bytes()) or {}
    except FileNotFoundError:
        return _missing(path) if path.parent != home.folder / "dagster" else []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return [f"{path}: is no YAML: {' '.join(str(error).split())}"]
    if not isinstance(content, dict):
        return [f"{path}: is no mapping of settings"]
    return [f"{path}: {line}" for line in lines_of_settings(content, values)]


def lines_of_settings(content: dict[str, Any], values: Settings) -> Iterator[str]:
    """What in the content of a dagster.yaml does not fit."""
    yield from _storage(content)
    yield from _monitoring(content, values)
    yield from _concurrency(content)


def instance_line(home: Home) -> str | None:
    """Why the Dagster instance of a home cannot be used; None if it can be. `DAGSTER_HOME` must be set."""
    path = dagster_folder(home) / SETTINGS_FILE
    try:
        with dg.DagsterInstance.get() as instance:
            instance.get_runs(limit=1)
    except Exception as error:  # drivers of databases have errors of their own
        return machine_error_line(error, home.folder) or (
            f"{path}: Dagster cannot use its storage: {_first_line(error)}; start its database, or correct the file"
        )
    return None


def _missing(path: Path) -> list[str]:
    if not path.parent.is_dir():
        return [f"DAGSTER_HOME={path.parent} names no folder; create it, or unset the variable"]
    return [f"{path} is missing, so Dagster runs without limits; copy {SETTINGS_FILE} of the project there"]


def _first_line(error: BaseException) -> str:
    """The first line of the error that caused this one."""
    causes = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) is not None and cause not in causes:
        causes.append(cause)
    lines = [line.strip() for each in reversed(causes) for line in str(each).splitlines() if line.strip()]
    return lines[0][:_LONGEST] if lines else type(error).__name__


def _storage(content: dict[str, Any]) -> Iterator[str]:
    """PostgreSQL needs a driver that is installed and that Dagster's notifications work with."""
    postgres = (content.get("storage") or {}).get("postgres")
    if not isinstance(postgres, dict):
        return
    url = postgres.get("postgres_url")
    if isinstance(url, str) and not url.startswith(f"{_SCHEME}:"):
        yield f"storage: postgres_url must begin with {_SCHEME}://"
    database = postgres.get("postgres_db")
    if isinstance(database, dict) and database.get("scheme") != _SCHEME:
        yield f"storage: postgres_db needs `scheme: {_SCHEME}`; with another one Dagster loads a driver it cannot use"


def _monitoring(content: dict[str, Any], values: Settings) -> Iterator[str]:
    monitoring = content.get("run_monitoring") or {}
    if not monitoring.get("enabled"):
        yield "run_monitoring is off, so a run that hangs blocks all later runs; set `enabled: true`"
        return
    limit = monitoring.get("max_runtime_seconds") or 0
    if 0 < limit < values.run_seconds:
        yield (
            f"run_monitoring ends runs after {limit:,} seconds, and a run may take {values.run_seconds:,}"
            " (crawl_hours + build_hours); raise max_runtime_seconds"
        )


def _concurrency(content: dict[str, Any]) -> Iterator[str]:
    coordinator = content.get("run_coordinator") or {}
    if coordinator and coordinator.get("class") != _QUEUED:
        yield f"run_coordinator is {coordinator.get('class')}, so runs do not wait for each other; use {_QUEUED}"
        return
    runs = (content.get("concurrency") or {}).get("runs") or {}
    limit = runs.get("max_concurrent_runs", (coordinator.get("config") or {}).get("max_concurrent_runs"))
    if limit != 1 and not _has_tag_limit(runs, coordinator):
        yield (
            f"max_concurrent_runs is {limit if limit is not None else 'not set'}; a run beside another fails as busy."
            " Set it to 1, or put a tag concurrency limit of 1 on `tip/kind`"
        )


def _has_tag_limit(runs: dict[str, Any], coordinator: dict[str, Any]) -> bool:
    limits = runs.get("tag_concurrency_limits") or (coordinator.get("config") or {}).get("tag_concurrency_limits") or []
    return any(limit.get("key") == "tip/kind" and limit.get("limit") == 1 for limit in limits)
