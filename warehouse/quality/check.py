"""What a check is: a question about staged tables, with the reason it is asked and what a failure means."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, NamedTuple, Protocol

import polars as pl

CLOCK_FACTS: Final = frozenset(("today", "hosts"))
"""Facts that change by themselves: a check that looks at one is never taken over from an earlier run."""

FAILING_SHOWN: Final = 20
"""How many failing things a result names; the number of all is in `observed`."""


class CheckContext(Protocol):
    """What checks look at."""

    def frame(self, table: str) -> pl.DataFrame:
        """The staged rows of a table."""

    def scan(self, table: str) -> pl.LazyFrame:
        """The same, lazily: for tables that may be too large to hold, of which few columns are needed."""

    def facts(self) -> Mapping[str, Any]:
        """What is known beside the tables.

        `captures`: the pages in the archive by edition; `news`: what became of news pages by year; `counts`: what the
        readers counted when they read an edition; `references`: the reviewed rows that builds are handed, by name;
        `unarchived_decisions`: decisions about captures that the archive does not have;
        `kind`: whether the home holds `sample` or `real` data, `today`, and `hosts`, what is wrong with each host that
        pages are fetched from: None where the caller does not say.
        """

    def released(self, table: str) -> pl.DataFrame | None:
        """The rows of a table in the current release; None where there is none."""

    def scan_released(self, table: str) -> pl.LazyFrame | None:
        """The same, lazily."""


class Failing(NamedTuple):
    """What fails, and of which country and edition where it is of one: exceptions are granted by these."""

    text: str
    country: str | None = None
    year: int | None = None


@dataclass(frozen=True)
class Finding:
    """What a check found: nothing failing means passed."""

    failing: Sequence[str | Failing]
    observed: str
    expected: str


@dataclass(frozen=True)
class Check:
    """A check.

    Attributes:
        name: unique; the check's name everywhere.
        table: the table it is about, under which people find it.
        severity: `error` or `warning`.
        blocking: whether a failure keeps a release from being published.
        reason: why the check exists.
        advice: what to do when it fails.
        find: looks at the tables and says what fails.
        reads: tables it reads; a result holds for exactly their staged digests.
        facts: what it looks at beside the tables, by the names of `CheckContext.facts`.
        against_release: whether it also reads the current release.
        code: modules beside that of `find` whose code decides what it says.
        owner: who answers for it.
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
        """Every table the check reads, its own first."""
        return (self.table, *(name for name in self.reads if name != self.table))

    @property
    def reads_clock(self) -> bool:
        """Whether what it says can change while the data stay the same."""
        return not CLOCK_FACTS.isdisjoint(self.facts)

    @property
    def module(self) -> str:
        """The module of its check."""
        find = self.find.func if isinstance(self.find, partial) else self.find
        return str(find.__module__)


@dataclass(frozen=True)
class _Declared:
    """A context as one check may see it: the tables and facts that it declares, and nothing else."""

    context: CheckContext
    check: Check

    def frame(self, table: str) -> pl.DataFrame:
        self._check(table, self.check.tables)
        return self.context.frame(table)

    def scan(self, table: str) -> pl.LazyFrame:
        self._check(table, self.check.tables)
        return self.context.scan(table)

    def facts(self) -> Mapping[str, Any]:
        known = self.context.facts()
        return {name: known[name] for name in self.check.facts if name in known}

    def released(self, table: str) -> pl.DataFrame | None:
        self._check(table, self.check.tables if self.check.against_release else ())
        return self.context.released(table)

    def scan_released(self, table: str) -> pl.LazyFrame | None:
        self._check(table, self.check.tables if self.check.against_release else ())
        return self.context.scan_released(table)

    def _check(self, table: str, declared: Sequence[str]) -> None:
        if table not in declared:
            raise UndeclaredError(f"{self.check.name} reads {table}, which it does not declare")


class UndeclaredError(Exception):
    """A check reads what it does not declare: its result would be kept when that changes."""


@dataclass(frozen=True)
class CheckResult:
    """What a check said of exactly the data whose digests it names; `accepted` is what reviewed exceptions excuse."""

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

    @property
    def message(self) -> str:
        """The result in one line, naming what fails and what to do next."""
        if self.passed:
            return self.observed
        names = ", ".join(self.failing[:5]) + (", ..." if len(self.failing) > 5 else "")
        return f"{self.check}: {self.observed}; expected {self.expected}; {names}. {self.advice}"


def run_check(
    check: Check,
    context: CheckContext,
    inputs: dict[str, str],
    excused: Callable[[str, Failing], bool] = lambda *_: False,
) -> CheckResult:
    """Runs a check. A check that cannot be run has not been passed.

    Args:
        check: the check.
        context: what it looks at.
        inputs: digests of that.
        excused: whether a reviewed exception accepts a failure of the check with this name.
    """
    try:
        finding = check.find(_Declared(context, check))
    except UndeclaredError:
        raise
    except Exception as error:  # whatever went wrong, the data is unproven
        finding = Finding([f"{type(error).__name__}: {error}"], "the check could not be run", "a check that runs")
    items = [item if isinstance(item, Failing) else Failing(item) for item in finding.failing]
    accepted = [item.text for item in items if excused(check.name, item)]
    failing = [item.text for item in items if not excused(check.name, item)]
    note = f"; {len(accepted)} accepted by reviewed exceptions" if accepted else ""
    return CheckResult(
        check=check.name,
        table=check.table,
        severity=check.severity,
        blocking=check.blocking,
        passed=not failing,
        observed=finding.observed + note,
        expected=finding.expected,
        failing=failing[:FAILING_SHOWN],
        failing_count=len(failing),
        reason=check.reason,
        advice=check.advice,
        inputs=inputs,
        accepted=accepted,
        owner=check.owner,
    )
