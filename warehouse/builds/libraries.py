"""The external libraries that can change rows: another version may read or compute something else."""

from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from typing import Final

_DISTRIBUTIONS: Final[dict[str, tuple[str, ...]]] = {
    "ahocorasick_rs": ("ahocorasick_rs",),
    "brotli": ("brotli",),
    "bs4": ("beautifulsoup4", "html5lib", "soupsieve"),
    "charset_normalizer": ("charset-normalizer",),
    "courlan": ("courlan",),
    "dataframely": ("dataframely",),
    "dateparser": ("dateparser",),
    "duckdb": ("duckdb",),
    "fastwarc": ("fastwarc",),
    "jinja2": ("jinja2", "markupsafe"),
    "html5lib": ("html5lib",),
    "htmldate": ("htmldate", "dateparser", "lxml"),
    "lxml": ("lxml",),
    "numpy": ("numpy",),
    "polars": ("polars",),
    "py3langid": ("py3langid",),
    "pyarrow": ("pyarrow",),
    "selectolax": ("selectolax",),
    "trafilatura": ("trafilatura", "justext", "lxml", "lxml_html_clean"),
    "warcio": ("warcio",),
    "webencodings": ("webencodings",),
    "zoneinfo": ("tzdata",),
    "zstandard": ("zstandard",),
}
"""By imported name, the installed packages whose versions count."""


def versions_of(imported: Iterable[str]) -> dict[str, str]:
    """The versions of the libraries among these imported names that can change rows."""
    packages = {package for name in imported for package in _DISTRIBUTIONS.get(name, ())}
    return {package: _version(package) for package in sorted(packages)}


@cache
def _version(package: str) -> str:
    return version(package)
