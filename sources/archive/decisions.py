"""Decisions of people about captures: `decisions.jsonl` beside the WARC files. No rebuild of the index changes it.

The file has one JSON object per line, with the fields of `Decision`. Lines are only added. The last line about a
capture counts.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from sources.archive.json_lines import LinesRead, append_line, read_lines

FILE: Final = "decisions.jsonl"

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class DecisionKind(StrEnum):
    """The kind of a decision about a capture."""

    ACCEPT = "accept"
    """The capture is in use, although a rule rejects the page."""
    REFUSE = "refuse"
    """The capture is not in use."""


@dataclass(frozen=True)
class Decision:
    """A person's decision about one capture.

    Attributes:
        source_url: address of the page in the archive.
        page_digest: SHA-256 of the body, hexadecimal.
        decision: the kind of the decision.
        reason: the reason, in the person's words.
        decided_by: the person.
        decided_at: the time, in UTC and whole seconds.

    Raises:
        ValueError: a text is empty, the digest is invalid, or the time has no zone.
    """

    source_url: str
    page_digest: str
    decision: DecisionKind
    reason: str
    decided_by: str
    decided_at: datetime

    def __post_init__(self) -> None:
        for name in ("source_url", "reason", "decided_by"):
            if not getattr(self, name).strip():
                raise ValueError(f"{name} is empty")
        if not _DIGEST.fullmatch(self.page_digest):
            raise ValueError(f"page_digest is no SHA-256 in hexadecimal digits: {self.page_digest!r}")
        if self.decided_at.tzinfo is None:
            raise ValueError("decided_at has no time zone")
        object.__setattr__(self, "decided_at", self.decided_at.astimezone(UTC).replace(microsecond=0))


def read_decisions(folder: Path) -> LinesRead[Decision]:
    """Every decision, in the order of the file.

    Args:
        folder: the folder of the archive.

    Raises:
        ValueError: a line is no decision; the message names file and line.
    """
    return read_lines(folder / FILE, _decision)


def append_decision(folder: Path, decision: Decision) -> None:
    """Adds a decision and flushes it to disk."""
    values = asdict(decision)
    append_line(
        folder / FILE,
        {**values, "decision": decision.decision.value, "decided_at": f"{decision.decided_at:%Y-%m-%dT%H:%M:%SZ}"},
    )


def _decision(values: Mapping[str, Any]) -> Decision:
    names = [field.name for field in fields(Decision)]
    if set(values) != set(names):
        raise ValueError(f"a decision has the fields {', '.join(names)}")
    if not all(isinstance(value, str) for value in values.values()):
        raise ValueError("every field of a decision is a text")
    kinds = [kind.value for kind in DecisionKind]
    if values["decision"] not in kinds:
        raise ValueError(f"decision is {' or '.join(kinds)}, not {values['decision']!r}")
    return Decision(
        **{
            **values,
            "decision": DecisionKind(values["decision"]),
            "decided_at": datetime.fromisoformat(values["decided_at"]),
        }
    )
