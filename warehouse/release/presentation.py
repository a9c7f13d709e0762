"""Which version of the code made what a release holds for reading."""

import hashlib
from importlib import resources
from importlib.metadata import version

from warehouse.tables import TABLES


def presentation_version() -> str:
    """The version of everything that stands in a release beside its data.

    It changes with the code of `warehouse.catalog` and of the assembly of a release, with the words of the
    declarations (descriptions, what a row is, lineage), and with DuckDB, which writes one of the files.
    """
    digest = hashlib.sha256(f"duckdb {version('duckdb')}".encode())
    catalog = sorted(resources.files("warehouse.catalog").iterdir(), key=lambda entry: entry.name)
    for entry in (*catalog, resources.files("warehouse.release") / "assembly.py"):
        if entry.name.endswith(".py"):
            digest.update(entry.read_bytes())
    for table in TABLES.values():
        digest.update(table.arrow_schema().to_string(truncate_metadata=False).encode())
    return digest.hexdigest()[:16]
