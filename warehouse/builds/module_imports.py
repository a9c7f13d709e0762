"""The modules of the project, and what each of them imports, deferred imports included.

Grimp finds the imports in a fifth of a second. The result is kept beside the compiled modules, by the digest of all
sources; without a writable folder it is found each time.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from importlib.util import cache_from_source, find_spec
from pathlib import Path
from typing import Final

from warehouse.builds.kept import write_kept

PACKAGES: Final = ("assets", "orchestration", "sources", "warehouse")


@cache
def module_paths() -> Mapping[str, Path]:
    """By dotted name, the file of every module of the project."""
    paths: dict[str, Path] = {}
    for package in PACKAGES:
        folder = folder_of(package)
        for path in sorted(folder.glob("**/*.py")):
            parts = path.relative_to(folder.parent).with_suffix("").parts
            paths[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return paths


@cache
def folder_of(package: str) -> Path:
    """The folder of a package of the project."""
    spec = find_spec(package)
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent


@cache
def direct_imports() -> Mapping[str, list[str]]:
    """By module of the project, the modules that it imports, external packages included."""
    key, file = _sources_digest(), _file()
    try:
        kept = json.loads(file.read_bytes())
        if kept["sources"] == key:
            imports: Mapping[str, list[str]] = kept["imports"]
            return imports
    except (OSError, ValueError, KeyError, TypeError):
        pass  # nothing is kept, or another version kept it
    imports = _found_imports()
    write_kept(file, {"sources": key, "imports": imports})
    return imports


def _found_imports() -> dict[str, list[str]]:
    import grimp  # noqa: PLC0415 - only where nothing is kept

    graph = grimp.build_graph(
        *PACKAGES, include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None
    )
    own = (module for module in graph.modules if module.partition(".")[0] in PACKAGES)
    return {module: sorted(graph.find_modules_directly_imported_by(module)) for module in own}


def _sources_digest() -> str:
    hashed = hashlib.sha256(f"grimp {version('grimp')}".encode())
    for module, path in module_paths().items():
        hashed.update(f"\n{module} {hashlib.sha256(path.read_bytes()).hexdigest()}".encode())
    return hashed.hexdigest()


def _file() -> Path:
    return Path(cache_from_source(__file__)).with_suffix(".json")  # the name has the version of Python
