"""The page of what changes every night, `status/index.html` of a home: it is in no release, which never changes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Final

from markupsafe import Markup

from warehouse.quality.check import CheckResult
from warehouse.report.writing import template_of
from warehouse.staging.files import write_file

STATUS_PAGE: Final = "status/index.html"
"""Its place in the home."""


@dataclass(frozen=True)
class RunLine:
    """One Dagster run.

    Attributes:
        started: when it started, in UTC, as text; empty where it did not.
        job: the name of its job.
        outcome: how it ended, in one word.
        seconds: how long it took; None while it goes on.
        reason: why it failed; None where it did not.
    """

    started: str
    job: str
    outcome: str
    seconds: float | None
    reason: str | None = None


@dataclass(frozen=True)
class SourceLine:
    """A host or a kind of listings that pages are fetched from.

    Attributes:
        name: its name.
        line: its state in words.
        is_good: whether it answers.
        advice: what to do where it does not.
    """

    name: str
    line: str
    is_good: bool
    advice: Sequence[str] = ()


@dataclass(frozen=True)
class Problem:
    """Something that needs a person.

    Attributes:
        line: what was found and where.
        advice: what to do.
    """

    line: str
    advice: str


@dataclass(frozen=True)
class Status:
    """What the page says.

    Attributes:
        written_at: when, in UTC, as text.
        kind: `sample` or `real`; None for an empty home.
        release: the name of the current release; None where there is none.
        release_day: the day of its publication.
        problems: what needs a person.
        runs: the last runs, newest first.
        sources: the hosts and listings of live runs.
        failed: the failed checks of the staged data.
        remarks: the warnings of the newest run of each asset.
    """

    written_at: str
    kind: str | None
    release: str | None
    release_day: str | None
    problems: Sequence[Problem] = ()
    runs: Sequence[RunLine] = ()
    sources: Sequence[SourceLine] = ()
    failed: Sequence[CheckResult] = ()
    remarks: Sequence[str] = field(default_factory=tuple)

    @property
    def is_fine(self) -> bool:
        """Whether nothing of it needs a person."""
        return not self.problems


def write_status(home: Path, status: Status) -> None:
    """Writes the page into a home, in one step.

    Raises:
        OSError: it cannot be written.
    """
    style = (files("warehouse.report") / "static" / "site.css").read_text(encoding="utf-8")
    text = template_of("status.html").render(status=status, style=Markup(style))  # noqa: S704 - a file of the project
    target = home / STATUS_PAGE
    target.parent.mkdir(exist_ok=True)
    write_file(target, text.encode())
