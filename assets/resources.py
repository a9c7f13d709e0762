"""Resources that assets are given."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from assets.errors import errors_as_failures
from assets.pipeline.home.home import Home


class HomeResource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The home that a run works on."""

    folder: str

    @contextmanager
    def open(self) -> Iterator[Home]:
        """The home.

        Raises:
            dg.Failure: something inside the block failed that a person can do something about.
        """
        home = Home(Path(self.folder))
        with errors_as_failures(home):
            yield home
