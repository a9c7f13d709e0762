"""Decisions of people about captures: `decisions.jsonl` beside the WARC files. No rebuild of the index changes it.

The file has one JSON object per line, with the fields of `Decision`. Lines are only added. The last line about a
capture counts.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sources.archive.json_lines import LinesRead, append_line, file_state, read_lines
from sources.registry.address import clean, page_key
from warehouse.tables.vocabulary import DECISION_KINDS, DecisionKind

FILE: Final = "decisions.jsonl"

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


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


@dataclass(frozen=True)
class DecisionInForce:
    """The last decision about a capture.

    Attributes:
        kind: its kind.
        number: its line in the file; later decisions have greater numbers.
        decided_at: the time, in the form of `captured_at` of a capture.
    """

    kind: DecisionKind
    number: int
    decided_at: str

    @property
    def line(self) -> str:
        """The decision in a few words."""
        return f"{self.kind.value} {self.number} {self.decided_at}"


CaptureKey = tuple[str, str]
"""The page key of a capture, and the digest of its body."""


class DecisionsInForce:
    """The last decision about each capture. The file is read again when it has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._state: tuple[int, int] | None = None
        self._decisions: Mapping[CaptureKey, DecisionInForce] = {}

    def by_capture(self) -> Mapping[CaptureKey, DecisionInForce]:
        """The last decision about each capture.

        Raises:
            ValueError: a line is no decision; the message names file and line.
        """
        state = file_state(self._folder / FILE)
        if state != self._state:
            decisions = read_decisions(self._folder).records
            self._decisions, self._state = decisions_in_force(decisions), state
        return self._decisions


def decisions_in_force(decisions: Iterable[Decision]) -> Mapping[CaptureKey, DecisionInForce]:
    """The last decision about each capture.

    Args:
        decisions: all decisions, in the order of the file.
    """
    return {
        capture_key(decision): DecisionInForce(decision.decision, number, _text_of(decision.decided_at))
        for number, decision in enumerate(decisions, start=1)
    }


def capture_key(decision: Decision) -> CaptureKey:
    """The capture that a decision is about."""
    return page_key(clean(decision.source_url)), decision.page_digest


def decision_rows(folder: Path) -> list[dict[str, Any]]:
    """The rows of the table `capture_decisions`: every decision, and of two in one second about one capture the last.

    Raises:
        ValueError: a line is no decision; the message names file and line.
    """
    rows = {
        (decision.source_url, decision.page_digest, decision.decided_at): {
            **asdict(decision),
            "decision": decision.decision.value,
        }
        for decision in read_decisions(folder).records
    }
    return list(rows.values())


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
        {**values, "decision": decision.decision.value, "decided_at": _text_of(decision.decided_at)},
    )


def _text_of(time: datetime) -> str:
    return f"{time:%Y-%m-%dT%H:%M:%SZ}"


def _decision(values: Mapping[str, Any]) -> Decision:
    names = [field.name for field in fields(Decision)]
    if set(values) != set(names):
        raise ValueError(f"a decision has the fields {', '.join(names)}")
    if not all(isinstance(value, str) for value in values.values()):
        raise ValueError("every field of a decision is a text")
    if values["decision"] not in DECISION_KINDS:
        raise ValueError(f"decision is {' or '.join(DECISION_KINDS)}, not {values['decision']!r}")
    return Decision(
        **{
            **values,
            "decision": DecisionKind(values["decision"]),
            "decided_at": datetime.fromisoformat(values["decided_at"]),
        }
    )
