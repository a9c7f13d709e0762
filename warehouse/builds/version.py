"""The version of a staged result: its code, its declaration, the libraries that change its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from warehouse.builds.code_version import CodeVersion
from warehouse.staging.files import digest


@dataclass(frozen=True)
class Version:
    """The version of a result.

    Attributes:
        code: digest of the code and data files.
        schema: digest of the declarations of the rows.
        libraries: by name, the version of every library that can change rows.
    """

    code: str
    schema: str
    libraries: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, code: CodeVersion, schema: str) -> "Version":
        """The version of a result of this code and this declaration."""
        return cls(code.digest, schema, dict(code.libraries))

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, Any] | None) -> "Version | None":
        """The version from the metadata of a staged result; None where there is none."""
        return cls(metadata["code"], metadata["schema"], metadata["libraries"]) if metadata else None

    @property
    def metadata(self) -> dict[str, Any]:
        """The version as metadata of a staged result."""
        return {"code": self.code, "schema": self.schema, "libraries": dict(self.libraries)}

    @property
    def digest(self) -> str:
        """One short digest; Dagster shows it as code version."""
        libraries = (f"{name} {version}" for name, version in sorted(self.libraries.items()))
        return digest("\n".join((self.code, self.schema, *libraries)).encode())[:16]
