"""Judging what a home has staged, with what only the caller knows: the home's kind and the day."""

from datetime import UTC, datetime

from assets.home import Home
from warehouse.quality.rule import Verdict
from warehouse.quality.verdicts import judge


def judge_home(home: Home, group: str) -> list[Verdict]:
    """Runs and records the rules of a group; see `warehouse.quality.verdicts.judge`."""
    release = home.shelf.current()
    today = datetime.now(UTC).date()
    return judge(home.staging, group, release.path if release else None, kind=home.kind, today=today)
