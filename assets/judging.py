"""Judging what a home has staged, with what only the caller knows: its kind, the day, and how its sources answer."""

from datetime import UTC, datetime

from assets.home import Home
from sources.fetch.health import host_health
from warehouse.quality.rule import Verdict
from warehouse.quality.verdicts import judge


def judge_home(home: Home, group: str) -> list[Verdict]:
    """Runs and records the rules of a group; see `warehouse.quality.verdicts.judge`."""
    release = home.shelf.current()
    now = datetime.now(UTC)
    return judge(
        home.staging,
        group,
        release.path if release else None,
        kind=home.kind,
        today=now.date(),
        hosts=stale_hosts(home, now) if home.runs_live else None,
    )


def stale_hosts(home: Home, now: datetime) -> dict[str, str]:
    """The hosts that a home fetches from; what is wrong with those that are stale, nothing for the others."""
    with home.archive() as archive:
        return {health.host: health.line if health.is_stale else "" for health in host_health(archive.index, now)}
