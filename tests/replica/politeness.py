"""What every crawl must have kept to, told from the requests the replica saw."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import pairwise

from tests.replica.server import Request


def check_budget(requests: Iterable[Request], budget: int) -> None:
    """No night made more requests than it may."""
    nights = Counter(request.night for request in requests)
    assert {night: made for night, made in nights.items() if made > budget} == {}


def check_nothing_twice(requests: Iterable[Request]) -> None:
    """No page was given twice in a night."""
    given = Counter((r.night, r.host, r.path) for r in requests if r.status in (200, 304))
    assert [place for place, times in given.items() if times > 1] == []


def check_pace(requests: Iterable[Request], host: str, seconds: Callable[[int], float]) -> None:
    """The host was left alone so long between two requests of a night, which may have a pace of its own."""
    nights: dict[int, list[Request]] = defaultdict(list)
    for request in requests:
        if request.host == host:
            nights[request.night].append(request)
    for night, made in nights.items():
        pause = timedelta(seconds=seconds(night))
        hasty = [later.path for earlier, later in pairwise(made) if later.at - earlier.at < pause]
        assert hasty == [], f"night {night}"


def check_never_asked(requests: Iterable[Request], path: str, since: int = 0) -> None:
    """Nothing below a path was asked for from a night on."""
    assert [r.path for r in requests if r.night >= since and r.path.startswith(path)] == []
