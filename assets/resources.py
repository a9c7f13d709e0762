"""Dagster resources of the assets."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import dagster as dg

from assets.errors import errors_as_failures
from assets.pipeline.home.executing import executing, process_tags
from assets.pipeline.home.home import Home


class HomeResource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The home of a run."""

    folder: str

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Self]:
        """Holds the lock of the run while this process executes it, and names the process in tags of the run."""
        run, instance = context.run, context.instance
        if run is None or instance is None:
            yield self
            return
        tags = process_tags()
        if not tags.items() <= run.tags.items():  # another process may have made the run, or the run it repeats
            instance.add_run_tags(run.run_id, tags)
        with executing(Path(self.folder), run.run_id):
            yield self

    @contextmanager
    def open(self) -> Iterator[Home]:
        """The home.

        Raises:
            dg.Failure: the block raised an error that a person can fix.
        """
        home = Home(Path(self.folder))
        with errors_as_failures(home):
            yield home
