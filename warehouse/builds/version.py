"""What a staged result was made with: its code, its declaration, the libraries that shape its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from warehouse.builds.code_version import CodeVersion
from warehouse.staging.files import digest


@dataclass(frozen=True)
class Version:
    """What a result is made with.

    Attributes:
        code: digest of the code and data files that take part.
        schema: digest of the declarations of the rows.
        libraries: by name, the version of every library that shapes rows.
    """

    code: str
    schema: str
    libraries: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, code: CodeVersion, schema: str) -> "Version":
        """The version of a result that this code makes of this declaration."""
        return cls(code.digest, schema, dict(code.libraries))

    @classmethod
    def from_metadata(cls, noted: Mapping[str, Any] | None) -> "Version | None":
        """The version as it was noted beside a staged result; None where none was."""
        return cls(noted["code"], noted["schema"], noted["libraries"]) if noted else None

    @property
    def metadata(self) -> dict[str, Any]:
        """The version as it is noted beside a staged result."""
        return {"code": self.code, "schema": self.schema, "libraries": dict(self.libraries)}

    @property
    def digest(self) -> str:
        """One short digest of all of it; what Dagster shows as code version."""
        libraries = (f"{name} {version}" for name, version in sorted(self.libraries.items()))
        return digest("\n".join((self.code, self.schema, *libraries)).encode())[:16]
