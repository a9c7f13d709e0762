"""Assertions about the politeness of a crawl, from the requests that the replica received."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import pairwise

from tests.replica.server import Request


def assert_within_budget(requests: Iterable[Request], budget: int) -> None:
    """No crawl day has more requests than the budget."""
    days = Counter(request.day for request in requests)
    assert {day: count for day, count in days.items() if count > budget} == {}


def assert_no_page_twice(requests: Iterable[Request]) -> None:
    """No page was sent twice on a crawl day."""
    sent = Counter((r.day, r.host, r.path) for r in requests if r.status in (200, 304))
    assert [place for place, times in sent.items() if times > 1] == []


def assert_interval(requests: Iterable[Request], host: str, seconds: Callable[[int], float]) -> None:
    """The interval between two requests to a host was at least these seconds, by crawl day."""
    days: dict[int, list[Request]] = defaultdict(list)
    for request in requests:
        if request.host == host:
            days[request.day].append(request)
    for day, made in days.items():
        interval = timedelta(seconds=seconds(day))
        too_early = [later.path for earlier, later in pairwise(made) if later.at - earlier.at < interval]
        assert too_early == [], f"day {day}"


def assert_never_requested(requests: Iterable[Request], path: str, since: int = 0) -> None:
    """Nothing below a path was requested from a crawl day on."""
    assert [r.path for r in requests if r.day >= since and r.path.startswith(path)] == []
