"""`tip ui` as a group of processes that can be killed, and its runs."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import requests

from orchestration.instance import LOCATION
from tests.soak.tip import TIP, environment

_SECONDS: Final = 240
_Answer = TypeVar("_Answer")
_LAUNCH: Final = """
mutation ($parameters: ExecutionParams!) {
  launchRun(executionParams: $parameters) { __typename ... on LaunchRunSuccess { run { runId } } }
}"""
_RUNS: Final = """
{ runsOrError { ... on Runs { results { runId status tags { key value } } } } }"""


def wait_for(ask: Callable[[], _Answer | None]) -> _Answer:
    """Asks until there is an answer."""
    until = time.monotonic() + _SECONDS
    while not (answer := ask()):
        assert time.monotonic() < until, ask
        time.sleep(0.1)
    return answer


class UserInterface:
    """The running `tip ui` of a home."""

    def __init__(self, home: Path, output: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._address = f"http://127.0.0.1:{port}/graphql"
        self.output = output
        with output.open("w") as file:
            self.process = subprocess.Popen(
                [*TIP, "ui", "--port", str(port)],
                env=environment(home),
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_for(self._responds)

    def _responds(self) -> bool:
        assert self.process.poll() is None, self.output.read_text()
        try:
            return bool(self.ask("{ version }"))
        except requests.ConnectionError:
            return False

    def ask(self, query: str, **variables: object) -> Any:
        """The answer of Dagster to a query in GraphQL."""
        answer = requests.post(self._address, json={"query": query, "variables": variables}, timeout=60).json()
        assert "errors" not in answer, answer
        return answer["data"]

    def statuses(self) -> dict[str, str]:
        """The status of each run, by its id."""
        return {run["runId"]: run["status"] for run in self._runs()}

    def process_of(self, run_id: str) -> int:
        """The id of the process that executes a run."""
        (tags,) = (run["tags"] for run in self._runs() if run["runId"] == run_id)
        return int({tag["key"]: tag["value"] for tag in tags}["tip/process"])

    def _runs(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask(_RUNS)["runsOrError"]["results"]
        return found

    def started_run(self) -> str:
        """The id of the run that is started, when there is one."""
        return wait_for(lambda: next((run for run, status in self.statuses().items() if status == "STARTED"), None))

    def queue_nightly_run(self) -> str:
        """Puts a run of the pages' ingestion into the queue, as the schedule does each night; returns its id."""
        job = {"repositoryLocationName": LOCATION, "repositoryName": "__repository__", "jobName": "refresh"}
        selector = {**job, "assetSelection": [{"path": ["page_archive"]}]}
        launched = self.ask(_LAUNCH, parameters={"selector": selector, "runConfigData": {}})["launchRun"]
        run_id: str = launched["run"]["runId"]
        wait_for(lambda: self.statuses()[run_id] == "QUEUED")
        return run_id

    def kill(self) -> None:
        """Kills all processes of the interface, with the workers of its runs."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def user_interface(home: Path, output: Path) -> Iterator[UserInterface]:
    """The running `tip ui`; what is left of it is killed at the end."""
    ui = UserInterface(home, output)
    try:
        yield ui
    finally:
        if ui.process.poll() is None:
            ui.kill()
