"""Compiled templates, kept beside the compiled modules of the package: compiling takes longer than filling them."""

import sys
from contextlib import suppress
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from warehouse.builds.code_version import code_version
from warehouse.builds.version import Version
from warehouse.staging.files import digest, write_file


class CompiledTemplates(BytecodeCache):
    """Compiled templates in a folder. As with compiled modules, nothing is kept where the folder cannot be written.

    A compiled template counts only for the same text of the template, the same code of the filters and the compiler,
    which may already be applied in it, and the same version of Jinja. Its file begins with a digest of the rest: Python
    may end at once where it loads damaged code.
    """

    def __init__(self, folder: Path, module: str) -> None:
        """Prepares the cache.

        Args:
            folder: where compiled templates are; it may be absent.
            module: the module with the filters and the environment.
        """
        self._folder = folder
        self._version = f"{jinja2.__version__} {Version.of(code_version(module), '').digest}"

    def get_source_checksum(self, source: str) -> str:
        """The digest of all that a compiled template is made of."""
        return super().get_source_checksum(f"{self._version}\n{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Loads a template; one that is not there or damaged is compiled again."""
        with suppress(OSError):
            stated, _, code = self._path(bucket).read_bytes().partition(b"\n")
            if stated == digest(code).encode():
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a template, unless Python is told to keep no compiled modules."""
        if not sys.dont_write_bytecode and self._folder.is_dir():
            code = bucket.bytecode_to_string()
            with suppress(OSError):
                write_file(self._path(bucket), digest(code).encode() + b"\n" + code)

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.template"
