"""The version of the presentation of a release: the files beside its data."""

import hashlib
from pkgutil import iter_modules

import warehouse.catalog
from warehouse.builds.code_version import code_version
from warehouse.builds.registry import lineage_of
from warehouse.builds.version import Version
from warehouse.tables import TABLES


def presentation_version() -> str:
    """The version of everything in a release beside its data.

    It changes with the code of `warehouse.catalog` and its imports, with the prose of the declarations (descriptions,
    grain, lineage), and with the libraries that write the files.
    """
    modules = (module.name for module in iter_modules(warehouse.catalog.__path__))
    code = code_version(*(f"warehouse.catalog.{name}" for name in modules))
    prose = hashlib.sha256()
    for table in TABLES.values():
        prose.update(table.arrow_schema().to_string(truncate_metadata=False).encode())
        prose.update(lineage_of(table.name).encode())
    return Version.of(code, prose.hexdigest()).digest
