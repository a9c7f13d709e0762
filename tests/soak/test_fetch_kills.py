"""A backfill killed with SIGKILL at twenty random points gives the same archive as an undisturbed one."""

import random
import subprocess
import time
from pathlib import Path

import pytest

from sources.archive.page_archive import PageArchive
from sources.fetch.clock import crawl_day
from sources.fetch.memory.state import FetchState
from tests.replica import Replica, Scenario, SimulatedClock
from tests.replica.crawl_process import command_line
from tests.replica.state_department import (
    COUNTRIES,
    HOST,
    HUMAN_RIGHTS,
    LANDINGS,
    ORIGIN,
    TIP,
    edition_path,
    state_department,
)

pytestmark = pytest.mark.soak
KILLS = 20
EDITIONS = {
    edition_path(year, report): dict.fromkeys(COUNTRIES, 0)
    for report in (TIP, HUMAN_RIGHTS)
    for year in range(2021, 2025)
}
PAGES = len(EDITIONS) * (len(COUNTRIES) + 1) + len(LANDINGS)


def archived(folder: Path) -> set[tuple[str, str]]:
    """URL and digest of every capture; reads the bytes of each."""
    with PageArchive(folder) as archive:
        entries = list(archive.index.all_entries())
        assert [capture.digest for capture in map(archive.load, entries)] == [entry.digest for entry in entries]
        assert len(entries) == len({entry.page_key for entry in entries}), "a page was stored twice"
    return {(entry.url, entry.digest) for entry in entries}


def kill_somewhere(replica: Replica, folder: Path, chance: random.Random) -> None:
    """Kills a crawl a few requests after its start, at a random moment between two requests."""
    until = len(replica.requests) + chance.randint(1, 9)
    crawl = subprocess.Popen(command_line(replica, folder), stdout=subprocess.DEVNULL)
    while len(replica.requests) < until and crawl.poll() is None:
        time.sleep(0.0005)
    time.sleep(chance.random() * 0.01)
    assert crawl.poll() is None, "the crawl ended before the kill"
    crawl.kill()
    crawl.wait()


def test_kills_change_nothing(tmp_path: Path) -> None:
    chance = random.Random(11)
    clock = SimulatedClock()
    with Replica(Scenario({HOST: state_department(EDITIONS)}), clock) as replica:
        subprocess.run(command_line(replica, tmp_path / "alone"), check=True, stdout=subprocess.DEVNULL)
        undisturbed = len(replica.requests)
        assert undisturbed == PAGES + 1  # and robots.txt

        for _ in range(KILLS):
            stored = {url.removeprefix(ORIGIN) for url, _ in archived(tmp_path / "killed")}
            begun = len(replica.requests)
            clock.sleep(60)
            kill_somewhere(replica, tmp_path / "killed", chance)
            again = {request.path for request in replica.requests[begun:]} & stored
            assert not again, "a stored page is requested again"
        clock.sleep(60)
        subprocess.run(command_line(replica, tmp_path / "killed"), check=True, stdout=subprocess.DEVNULL)

        assert archived(tmp_path / "killed") == archived(tmp_path / "alone")
        assert len(archived(tmp_path / "alone")) == PAGES
        assert len(replica.requests) - undisturbed <= PAGES + 1 + KILLS  # only the interrupted request is repeated
        with PageArchive(tmp_path / "killed") as archive:
            day = crawl_day(clock.now())
            assert FetchState(archive.index).requests_on(day) >= len(replica.requests) - undisturbed - KILLS
