"""The declaration of a check, and how one is run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, NamedTuple, Protocol

import polars as pl

CLOCK_FACTS: Final = frozenset(("today", "hosts"))
"""Facts that change with time: the result of a check that reads one is never reused."""

FAILING_SHOWN: Final = 20
"""How many failures a result names; `failing_count` counts all."""


class CheckContext(Protocol):
    """The data that a check reads."""

    def frame(self, table: str) -> pl.DataFrame:
        """The staged rows of a table."""

    def scan(self, table: str) -> pl.LazyFrame:
        """The staged rows of a table, lazily: for large tables of which few columns are needed."""

    def facts(self) -> Mapping[str, Any]:
        """Facts beside the tables, by name.

        `captures`: pages in the archive by edition; `news`: outcomes of news pages by year; `counts`: rows that the
        readers counted, by edition and table; `references`: the reviewed rows that builds receive, by name;
        `unarchived_decisions`: decisions about captures that the archive does not have; `kind`:
        `sample` or `real`; `today`; `hosts`: the error of each host that pages are fetched from, or None. A fact that
        the caller does not know is missing.
        """

    def verified(self) -> Mapping[str, str]:
        """What the same check verified when it passed last; see `Finding.verified`."""

    def released(self, table: str) -> pl.DataFrame | None:
        """The rows of a table in the current release; None where there is none."""

    def scan_released(self, table: str) -> pl.LazyFrame | None:
        """The rows of a table in the current release, lazily; None where there is none."""


class Failing(NamedTuple):
    """A failure, with its country and edition where it has one: reviewed exceptions name these."""

    text: str
    country: str | None = None
    year: int | None = None


@dataclass(frozen=True)
class Finding:
    """What a check found; it passes where `failing` is empty.

    Attributes:
        failing: what fails.
        observed: what it found, in words.
        expected: what was to be found.
        verified: by name of a part of the data, a digest of what was verified: the next run of the check may leave out
            parts with the same digest.
    """

    failing: Sequence[str | Failing]
    observed: str
    expected: str
    verified: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """A check.

    Attributes:
        name: unique over all checks.
        table: the table it is about.
        severity: `error` or `warning`.
        blocking: whether a failure keeps a release from being published.
        reason: why the check exists.
        advice: what to do after a failure.
        find: reads the tables and returns what fails.
        reads: the other tables it reads; a result is current only for exactly their staged digests.
        facts: the facts it reads, by the names of `CheckContext.facts`.
        against_release: whether it also reads the current release.
        code: modules beside that of `find` whose code determines the result.
        owner: who is responsible for it.
    """

    name: str
    table: str
    severity: str
    blocking: bool
    reason: str
    advice: str
    find: Callable[[CheckContext], Finding]
    reads: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    against_release: bool = False
    code: tuple[str, ...] = ()
    owner: str = "data-quality"

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table that the check reads, its own first."""
        return (self.table, *(name for name in self.reads if name != self.table))

    @property
    def reads_clock(self) -> bool:
        """Whether its result can change while the data stay the same."""
        return not CLOCK_FACTS.isdisjoint(self.facts)

    @property
    def module(self) -> str:
        """The module of `find`."""
        find = self.find.func if isinstance(self.find, partial) else self.find
        return str(find.__module__)


@dataclass(frozen=True)
class _DeclaredContext:
    """A context restricted to the tables and facts that a check declares."""

    context: CheckContext
    check: Check
    last: "CheckResult | None"

    def frame(self, table: str) -> pl.DataFrame:
        self._require_declared(table, self.check.tables)
        return self.context.frame(table)

    def scan(self, table: str) -> pl.LazyFrame:
        self._require_declared(table, self.check.tables)
        return self.context.scan(table)

    def facts(self) -> Mapping[str, Any]:
        facts = self.context.facts()
        return {name: facts[name] for name in self.check.facts if name in facts}

    def verified(self) -> Mapping[str, str]:
        return self.last.verified if self.last is not None and self.last.passed else {}

    def released(self, table: str) -> pl.DataFrame | None:
        self._require_declared(table, self.check.tables if self.check.against_release else ())
        return self.context.released(table)

    def scan_released(self, table: str) -> pl.LazyFrame | None:
        self._require_declared(table, self.check.tables if self.check.against_release else ())
        return self.context.scan_released(table)

    def _require_declared(self, table: str, declared: Sequence[str]) -> None:
        if table not in declared:
            raise UndeclaredError(f"{self.check.name} reads {table}, which it does not declare")


class UndeclaredError(Exception):
    """A check reads a table that it does not declare; a change of that table would leave its result current."""


@dataclass(frozen=True)
class CheckResult:
    """The result of a check on the data whose digests are in `inputs`; reviewed exceptions excuse `accepted`."""

    check: str
    table: str
    severity: str
    blocking: bool
    passed: bool
    observed: str
    expected: str
    failing: list[str]
    failing_count: int
    reason: str
    advice: str
    inputs: dict[str, str] = field(default_factory=dict)
    accepted: list[str] = field(default_factory=list)
    owner: str = ""
    verified: dict[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The result in one line: what fails and what to do."""
        if self.passed:
            return self.observed
        names = ", ".join(self.failing[:5]) + (", ..." if len(self.failing) > 5 else "")
        return f"{self.check}: {self.observed}; expected {self.expected}; {names}. {self.advice}"


def run_check(
    check: Check,
    context: CheckContext,
    inputs: dict[str, str],
    excused: Callable[[str, Failing], bool] = lambda *_: False,
    last: CheckResult | None = None,
) -> CheckResult:
    """Runs a check. A check that raises an exception fails.

    Args:
        check: the check.
        context: the data it reads.
        inputs: the digests of its inputs.
        excused: whether a reviewed exception accepts a failure of the check with this name.
        last: the last result of the same check with the same code; None to verify everything.
    """
    try:
        finding = check.find(_DeclaredContext(context, check, last))
    except UndeclaredError:
        raise
    except Exception as error:  # after any error the data is not validated
        finding = Finding([f"{type(error).__name__}: {error}"], "the check could not be run", "a check that runs")
    items = [item if isinstance(item, Failing) else Failing(item) for item in finding.failing]
    accepted = [item.text for item in items if excused(check.name, item)]
    failing = [item.text for item in items if not excused(check.name, item)]
    suffix = f"; {len(accepted)} accepted by reviewed exceptions" if accepted else ""
    return CheckResult(
        check=check.name,
        table=check.table,
        severity=check.severity,
        blocking=check.blocking,
        passed=not failing,
        observed=finding.observed + suffix,
        expected=finding.expected,
        failing=failing[:FAILING_SHOWN],
        failing_count=len(failing),
        reason=check.reason,
        advice=check.advice,
        inputs=inputs,
        accepted=accepted,
        owner=check.owner,
        verified=dict(finding.verified),
    )
