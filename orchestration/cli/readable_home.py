"""A home that nothing can be written to, for commands that only read its archive."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assets.pipeline.home.home import Home


@contextmanager
def readable_home(home: Home) -> Iterator[Home]:
    """The home; where nothing can be written, one with a copy of its index, which SQLite writes to when it reads."""
    from assets.pipeline.home.machine_errors import home_state_line

    index = home.archive_folder / "index.sqlite"
    if not index.exists() or home_state_line(home.folder) is None:
        yield home
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in home.folder.iterdir():
            if path.name != "archive":
                (folder / path.name).symlink_to(path)
        (folder / "archive").mkdir()
        for path in home.archive_folder.iterdir():
            if path.name.startswith(index.name):
                shutil.copy(path, folder / "archive")
            else:
                (folder / "archive" / path.name).symlink_to(path)
        yield Home(folder)
