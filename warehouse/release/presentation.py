"""The version of the presentation of a release: the files beside its data, the site included."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from pkgutil import iter_modules

import warehouse.catalog
import warehouse.report
from warehouse.builds.code_version import code_version
from warehouse.builds.registry import lineage_of
from warehouse.builds.version import Version
from warehouse.tables import TABLES


def presentation_version(site_url: str = "") -> str:
    """The version of everything in a release beside its data.

    It changes with the code of `warehouse.catalog` and `warehouse.report` and their imports, with templates, styles,
    scripts and the map of the site, with the prose of the declarations (descriptions, grain, lineage), and with the
    libraries that write the files.

    Args:
        site_url: the address of the site, which its feeds name; another one is another presentation.
    """
    packages = (warehouse.catalog, warehouse.report)
    modules = (f"{package.__name__}.{found.name}" for package in packages for found in iter_modules(package.__path__))
    code = code_version(*modules)
    prose = hashlib.sha256(site_url.encode())
    for path in _files_of_site():
        prose.update(path.name.encode() + path.read_bytes())
    for table in TABLES.values():
        prose.update(table.arrow_schema().to_string(truncate_metadata=False).encode())
        prose.update(lineage_of(table.name).encode())
    return Version.of(code, prose.hexdigest()).digest


def _files_of_site() -> Iterator[Path]:
    """Everything that the site is made with beside its code."""
    folder = Path(warehouse.report.__path__[0])
    for name in ("templates", "static"):
        yield from sorted(path for path in (folder / name).rglob("*") if path.is_file())
    yield folder / "world_map.json"
