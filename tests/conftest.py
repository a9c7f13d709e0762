"""Settings of the whole suite."""

from hypothesis import settings

# how long an example takes depends on what else the machine does; benchmarks measure speed, tests do not
settings.register_profile("everywhere", deadline=None)
settings.load_profile("everywhere")
