"""Compiled templates, kept beside the compiled modules of the package: compiling takes longer than filling them."""

import sys
from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache

from warehouse.builds.code_version import code_version
from warehouse.builds.version import Version


class CompiledTemplates(FileSystemBytecodeCache):
    """Compiled templates in a folder. As with compiled modules, nothing is kept where the folder cannot be written.

    A compiled template counts only for the same text of the template, the same code of the filters and the compiler,
    which may already be applied in it, and the same version of Jinja.
    """

    def __init__(self, folder: Path, module: str) -> None:
        """Prepares the cache.

        Args:
            folder: where compiled templates are; it may be absent.
            module: the module with the filters and the environment.
        """
        super().__init__(str(folder), "%s.template")
        self._version = f"{jinja2.__version__} {Version.of(code_version(module), '').digest}"

    def get_source_checksum(self, source: str) -> str:
        """The digest of all that a compiled template is made of."""
        return super().get_source_checksum(f"{self._version}\n{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Loads a template; one that cannot be read is compiled again."""
        try:
            super().load_bytecode(bucket)
        except (EOFError, OSError, UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a template, unless Python is told to keep no compiled modules."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)
