"""Dagster resources of the assets."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from assets.errors import errors_as_failures
from assets.pipeline.home.home import Home


class HomeResource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The home of a run."""

    folder: str

    @contextmanager
    def open(self) -> Iterator[Home]:
        """The home.

        Raises:
            dg.Failure: the block raised an error that a person can fix.
        """
        home = Home(Path(self.folder))
        with errors_as_failures(home):
            yield home
