"""Settings of the whole suite."""

from hypothesis import HealthCheck, settings

# how long an example takes to make or to run depends on what else the machine does; benchmarks measure speed
settings.register_profile("everywhere", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("everywhere")
