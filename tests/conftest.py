"""Settings of the whole suite."""

import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# processes that tests start read the modules that others compiled, as in an installed project
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# the run time of an example depends on the load of the machine; benchmarks measure speed
settings.register_profile("everywhere", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("everywhere")


@pytest.fixture
def sigint_handled() -> Iterator[None]:
    """A shell starts processes in the background with SIGINT ignored; `tip` handles it all the same."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
