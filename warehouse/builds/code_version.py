"""The version of the code of a result: one digest of the modules and data files that it uses.

The code of a function is its module and every module of the project that it imports, deferred imports included, with
the data files that these name. Docstrings, comments and formatting do not count. Declarations of tables do not count
either: each has a digest of its own (`warehouse.builds.schema_version`). External libraries count by version where
they can change rows (`warehouse.builds.libraries`).
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from warehouse.builds.libraries import versions_of
from warehouse.builds.module_imports import PACKAGES, direct_imports, folder_of, module_paths
from warehouse.builds.source_digest import ModuleSource, module_sources

_DECLARATIONS: Final = "warehouse.tables"
_CODE_OF_DECLARATIONS: Final = tuple(
    f"warehouse.tables.{name}" for name in ("declaration", "schema_library", "value_types", "arrow", "vocabulary")
)
"""The modules of the package that count as code."""


@dataclass(frozen=True)
class CodeVersion:
    """The code of a result.

    Attributes:
        files: by path in the project, the digest of every module and data file.
        libraries: by name, the version of every library that can change rows.
    """

    files: Mapping[str, str]
    libraries: Mapping[str, str]

    @property
    def digest(self) -> str:
        """One digest of all files, without the libraries."""
        lines = (f"{path} {digest}" for path, digest in sorted(self.files.items()))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def code_version(*modules: str) -> CodeVersion:
    """The code of modules and of everything that they import.

    Args:
        modules: dotted names of modules of the project.

    Raises:
        ValueError: a module is not part of the project.
    """
    return _code_version(tuple(sorted(set(modules))))


@cache
def _code_version(modules: tuple[str, ...]) -> CodeVersion:
    modules_found, packages_found = _closure(modules)
    paths = [module_paths()[module] for module in sorted(modules_found)]
    unread = [path for path in paths if path not in _sources]
    _sources.update(zip(unread, module_sources(unread), strict=True))
    files: dict[str, str] = {}
    for path in paths:
        source = _sources[path]
        files[_path_in_project(path)] = source.digest
        for name in source.data_files:
            if (data := _data_files().get(name)) is not None:
                files[_path_in_project(data)] = _digest_of(data)
    return CodeVersion(files, versions_of(packages_found))


_sources: Final[dict[Path, ModuleSource]] = {}
"""The sources that this process has read: most modules are part of many versions."""


@cache
def _digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _closure(modules: Iterable[str]) -> tuple[set[str], set[str]]:
    """The modules of the project that are imported, and the external packages."""
    imports = direct_imports()
    modules_found: set[str] = set()
    packages_found: set[str] = set()
    waiting = [name for module in modules for name in _with_packages(module)]
    while waiting:
        module = waiting.pop()
        if module in modules_found or module in packages_found:
            continue
        if module.partition(".")[0] not in PACKAGES:
            packages_found.add(module)
        elif _is_declaration(module):
            waiting.append(_CODE_OF_DECLARATIONS[0])
        else:
            if module not in imports:
                raise ValueError(f"{module} is no module of the project")
            modules_found.add(module)
            for imported in imports[module]:
                waiting += _with_packages(imported)
    return modules_found, packages_found


def _is_declaration(module: str) -> bool:
    is_below = module == _DECLARATIONS or module.startswith(f"{_DECLARATIONS}.")
    return is_below and module not in _CODE_OF_DECLARATIONS


def _with_packages(module: str) -> list[str]:
    """A module and its parent packages: an import runs them too."""
    if module.partition(".")[0] not in PACKAGES:
        return [module]
    parts = module.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts) + 1)]


def _path_in_project(path: Path) -> str:
    """The path of a file in the project."""
    return path.relative_to(_root()).as_posix()


@cache
def _root() -> Path:
    return folder_of("warehouse").parent


@cache
def _data_files() -> dict[str, Path]:
    """Every data file of the project by name.

    Raises:
        ValueError: two data files have the same name.
    """
    found: dict[str, Path] = {}
    for package in PACKAGES:
        for path in sorted(folder_of(package).glob("**/data/*")):
            if path.suffix not in (".csv", ".txt"):
                continue
            if path.name in found:
                raise ValueError(
                    f"{_path_in_project(path)} and {_path_in_project(found[path.name])} have one name; rename one"
                )
            found[path.name] = path
    return found
