"""A crawl of news killed at random moments: the same result as undisturbed, and few repeated requests."""

import random
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from sources.archive.page_archive import PageArchive
from sources.news.discovery.candidates.store import Candidates
from tests.replica import Replica, Scenario, SimulatedClock
from tests.replica.news_process import command_line
from tests.replica.news_web import news_sites

pytestmark = pytest.mark.soak
KILLS = 25


def run(replica: Replica, archive: Path) -> None:
    done = subprocess.run(command_line(replica, archive), check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]


def kill_after(replica: Replica, archive: Path, requests: int, chance: random.Random) -> None:
    """Kills a run shortly after a number of requests."""
    begun = len(replica.requests)
    process = subprocess.Popen(command_line(replica, archive), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and len(replica.requests) < begun + requests:
        time.sleep(0.0005)
    time.sleep(chance.random() * 0.01)
    process.kill()
    process.wait()


def final_state(folder: Path) -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, int | None]]]:
    """The outcomes of candidates, and digest and year of each archived page."""
    with PageArchive(folder) as archive:
        candidates = {
            candidate.page_key: (candidate.adapter, candidate.outcome) for candidate in Candidates(archive.index).all()
        }
        archived = {entry.url: (entry.digest, entry.year) for entry in archive.index.all_entries()}
    return candidates, archived


def test_a_killed_crawl_of_news_continues_where_it_stopped(tmp_path: Path) -> None:
    chance = random.Random(11)
    clock = SimulatedClock()
    with Replica(Scenario(news_sites()), clock) as replica:
        run(replica, tmp_path / "alone")
        requests_alone = len(replica.requests)
        for _ in range(KILLS):
            clock.sleep(60)
            kill_after(replica, tmp_path / "killed", chance.randint(1, 6), chance)
        clock.sleep(60)
        run(replica, tmp_path / "killed")
        again = Counter(request.path for request in replica.requests[requests_alone:] if request.path != "/robots.txt")
        once = Counter(request.path for request in replica.requests[:requests_alone] if request.path != "/robots.txt")
        assert set(again) == set(once)
        assert sum((again - once).values()) <= KILLS  # only the interrupted request is repeated
    assert final_state(tmp_path / "killed") == final_state(tmp_path / "alone")
