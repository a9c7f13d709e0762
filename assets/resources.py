"""Resources that assets are given."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from assets.home import Home
from assets.lock import writing


class HomeResource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The home that a run works on."""

    folder: str

    @contextmanager
    def open(self) -> Iterator[Home]:
        """The home, held for writing.

        Raises:
            BusyError: another process is writing to it.
        """
        home = Home(Path(self.folder))
        with writing(home.folder):
            yield home
