"""Documentation names files, modules and tests that exist."""

import re
from pathlib import Path

import pytest

from tests.docs.project_files import CODE, ROOT, doc_files

_LINK = re.compile(r"\]\((?!https?:)([^)\s]+)")
_PATH = re.compile(
    rf"`((?:{'|'.join(CODE)}|docs)/[\w./-]*\w\.(?:py|csv|md|html|json|txt)|(?:{'|'.join(CODE)})/[\w/]+/?)`"
)
_MODULE = re.compile(rf"`((?:{'|'.join(CODE)})(?!\.duckdb`)(?:\.[a-z_]\w*)+)`")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")

PAGES = [path.relative_to(ROOT).as_posix() for path in doc_files()]


def _missing_links(page: Path, text: str) -> list[str]:
    return [link for link in _LINK.findall(text) if not _leads_somewhere(page, *link.partition("#")[::2])]


def _leads_somewhere(page: Path, path: str, heading: str) -> bool:
    """Whether a file is there and, for a page with a heading in the link, the heading."""
    target = page.parent / path if path else page
    return target.exists() and (not heading or heading in _headings(target.read_text(encoding="utf-8")))


def _headings(text: str) -> set[str]:
    """The headings of a page as links name them: lower case, hyphens for spaces, no punctuation."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def _missing_paths(text: str) -> list[str]:
    return [path for path in _PATH.findall(text) if not (ROOT / path).exists()]


def _missing_modules(text: str) -> list[str]:
    return [name for name in _MODULE.findall(text) if not _names_code(name)]


def _names_code(name: str) -> bool:
    """Whether a dotted name is a package, a module, or a name that a module contains."""
    path = ROOT / name.replace(".", "/")
    if path.is_dir() or path.with_suffix(".py").is_file():
        return True
    module = path.parent.with_suffix(".py")
    package = path.parent / "__init__.py"
    source = next((each.read_text(encoding="utf-8") for each in (module, package) if each.is_file()), "")
    return re.search(rf"\b{re.escape(path.name)}\b", source) is not None


def _missing_tests(text: str) -> list[str]:
    return [
        f"{path}::{name}"
        for path, name in _TEST.findall(text)
        if not (ROOT / path).is_file() or f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_names_what_exists(name: str) -> None:
    page = ROOT / name
    text = page.read_text(encoding="utf-8")
    missing = [*_missing_links(page, text), *_missing_paths(text), *_missing_modules(text), *_missing_tests(text)]
    assert not missing


def test_what_does_not_exist_is_found() -> None:
    text = (
        "[a](no/page.md) [b](README.md#no-heading)"
        " `sources/no_such.py` `sources.archive.no_such` `warehouse.quality.gate.no_such`"
        " `tests/docs/test_links.py::no_such` `sources.archive`"
    )
    assert _missing_links(ROOT / "README.md", text) == ["no/page.md", "README.md#no-heading"]
    assert _missing_paths(text) == ["sources/no_such.py"]
    assert _missing_modules(text) == ["sources.archive.no_such", "warehouse.quality.gate.no_such"]
    assert _missing_tests(text) == ["tests/docs/test_links.py::no_such"]
