"""A replica of the web: a real server on this machine that answers under the real host names."""

from tests.replica.clock import SimulatedClock
from tests.replica.patience import PATIENT
from tests.replica.replies import (
    Bomb,
    Continues,
    CutOff,
    HeaderFlood,
    Page,
    RedirectTo,
    Slow,
    Status,
    Wall,
)
from tests.replica.scenario import Fault, Scenario, Site
from tests.replica.server import Replica, Request

__all__ = [
    "PATIENT",
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
    "Status",
    "Wall",
]
