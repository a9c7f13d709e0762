"""The digest of a module's code without its prose, and the data files that it names.

Parsing all modules takes most of a second. Results are therefore cached beside the compiled modules, by the digest of
the source; without a writable folder they are computed each time.
"""

import ast
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Final

from warehouse.builds.kept import write_kept

_DATA: Final = (".csv", ".txt")


@dataclass(frozen=True)
class ModuleSource:
    """Facts from the source of a module.

    Attributes:
        digest: of its code; docstrings, comments and formatting do not count.
        data_files: the names of data files among its string constants.
    """

    digest: str
    data_files: tuple[str, ...]


def module_sources(paths: Sequence[Path]) -> list[ModuleSource]:
    """Digest and data files of modules, in their order."""
    known = _cached()
    sources = [path.read_bytes() for path in paths]
    keys = [hashlib.sha256(source).hexdigest() for source in sources]
    new = {key: _parsed(source) for key, source in zip(keys, sources, strict=True) if key not in known}
    if new:
        known |= new
        _write_cache(known)
    return [known[key] for key in keys]


def _parsed(source: bytes) -> ModuleSource:
    tree = ast.parse(source)
    names: set[str] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [item for item in body if not _is_prose(item)]  # type: ignore[attr-defined]
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(_DATA):
            names.add(node.value)
    digest = hashlib.sha256(ast.dump(tree).encode("utf-8", "surrogatepass")).hexdigest()
    return ModuleSource(digest, tuple(sorted(names)))


def _is_prose(node: ast.AST) -> bool:
    """Whether a statement is a docstring or the docstring of a constant."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


@cache
def _cached() -> dict[str, ModuleSource]:
    try:
        cached: dict[str, tuple[str, list[str]]] = json.loads(_cache_file().read_bytes())
    except (OSError, ValueError):
        return {}
    return {key: ModuleSource(digest, tuple(names)) for key, (digest, names) in cached.items()}


def _write_cache(known: Mapping[str, ModuleSource]) -> None:
    write_kept(_cache_file(), {key: (source.digest, source.data_files) for key, source in known.items()})


@cache
def _cache_file() -> Path:
    return Path(cache_from_source(__file__)).with_suffix(
        ".json"
    )  # the name has the version of Python, which determines the syntax tree
