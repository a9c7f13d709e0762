"""Findings: what needs a person."""

from dataclasses import dataclass
from typing import Final, Literal

FindingKind = Literal[
    "machine",
    "settings",
    "run_failed",
    "run_stuck",
    "refused",
    "source_blocked",
    "source_stale",
    "archive_damaged",
    "release_damaged",
    "inbox_failed",
    "unreadable",
]


SEE_LINE: Final = "see the line"
"""The remedy of a finding whose line says what to do."""


@dataclass(frozen=True)
class Finding:
    """Something that needs a person.

    Attributes:
        kind: what it is.
        subject: the part that it is about, such as a host or a check; kind and subject together are the cause.
        line: what was found and where.
        remedy: what to do.
    """

    kind: FindingKind
    subject: str
    line: str
    remedy: str

    @property
    def cause(self) -> str:
        """The key of the cause. The same cause is one alert, however often it is found."""
        return f"{self.kind} {self.subject}".strip()
