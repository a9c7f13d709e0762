"""Resources that assets are given."""

from pathlib import Path

import dagster as dg

from assets.home import Home


class HomeResource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The home that a run works on."""

    folder: str

    def get(self) -> Home:
        """The home."""
        return Home(Path(self.folder))
