"""Keeps Dagster's event databases open while a run goes on.

Dagster opens and closes them for every event. SQLite, in the mode Dagster uses, writes its whole log back into the
database whenever the last connection closes; one connection more that stays open spares the run hundreds of such
write-backs. Nothing is read or written through it.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path


@contextmanager
def open_databases(folder: Path) -> Iterator[Callable[[str], None]]:
    """A function that opens the databases of a run, given its id; they are closed at the end of the block.

    Args:
        folder: where Dagster keeps its event databases.
    """
    opened: set[str] = set()
    with ExitStack() as stack:

        def open_for(run_id: str) -> None:
            for path in (folder / "index.db", folder / f"{run_id}.db"):
                if path.name not in opened and path.exists():
                    opened.add(path.name)
                    connection = stack.enter_context(closing(sqlite3.connect(path)))
                    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()

        yield open_for
