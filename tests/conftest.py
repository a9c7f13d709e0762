"""Settings of the whole suite."""

from hypothesis import HealthCheck, settings

# the run time of an example depends on the load of the machine; benchmarks measure speed
settings.register_profile("everywhere", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("everywhere")
