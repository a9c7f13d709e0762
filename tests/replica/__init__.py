"""A replica of the web: a real server on this machine with the real host names."""

from tests.replica.clock import SimulatedClock
from tests.replica.replies import (
    Bomb,
    Continues,
    CutOff,
    HeaderFlood,
    Page,
    RedirectTo,
    Slow,
    SlowHeaders,
    Status,
    Wall,
)
from tests.replica.scenario import Fault, Scenario, Site
from tests.replica.server import Replica, Request
from tests.replica.timeouts import LONG_TIMEOUTS

__all__ = [
    "LONG_TIMEOUTS",
    "Bomb",
    "Continues",
    "CutOff",
    "Fault",
    "HeaderFlood",
    "Page",
    "RedirectTo",
    "Replica",
    "Request",
    "Scenario",
    "SimulatedClock",
    "Site",
    "Slow",
    "SlowHeaders",
    "Status",
    "Wall",
]
