"""dataframely and Polars, as declarations of tables use them: both are imported when a schema is first used.

A declaration is written as for dataframely: a class of columns and rules. Here `dy.Schema`, `dy.String(...)` and
`dy.rule()` only note what is declared, and `built` makes the schema of dataframely from it. To read a page, nothing but
the names of columns is needed; the import of both libraries would be half the time of a command that reads one page.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from types import new_class
from typing import TYPE_CHECKING, Any, Final

_UNUSED: Final = "sqlalchemy"
"""dataframely imports it where it is installed, for the types of SQL databases, and works without it."""


@dataclass(frozen=True, eq=False)
class DeclaredColumn:
    """A declared column.

    Attributes:
        kind: the name of its class in dataframely.
        args: the arguments of that class.
        options: its arguments by name.
    """

    kind: str
    args: tuple[Any, ...]
    options: dict[str, Any]

    def built(self) -> Any:
        """The column of dataframely."""
        return getattr(_dataframely(), self.kind)(*map(_built_member, self.args), **self.options)


@dataclass(frozen=True, eq=False)
class _Rule:
    """A declared rule for rows."""

    function: Callable[[Any], Any]

    def built(self) -> Any:
        """The rule of dataframely."""
        return _dataframely().rule()(self.function)


class _Declaration:
    """The base of declared schemas."""


class _DeferredDataframely:
    """What declarations use of dataframely."""

    Schema = _Declaration

    @staticmethod
    def rule() -> Callable[[Callable[[Any], Any]], _Rule]:
        """The decorator of a rule for rows."""
        return _Rule

    def __getattr__(self, kind: str) -> Callable[..., DeclaredColumn]:
        return partial(_column, kind)


class _DeferredPolars:
    """Polars, for the bodies of rules."""

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module("polars"), name)


def _column(kind: str, *args: Any, **options: Any) -> DeclaredColumn:
    return DeclaredColumn(kind, args, options)


if TYPE_CHECKING:
    import dataframely as dy
    import polars as pl
else:
    dy = _DeferredDataframely()
    pl = _DeferredPolars()


@cache
def declared_columns(declaration: type[dy.Schema]) -> Mapping[str, DeclaredColumn]:
    """The columns of a declaration by name, inherited ones first."""
    columns: dict[str, DeclaredColumn] = {}
    for each in reversed(declaration.__mro__):
        for name, member in vars(each).items():
            if isinstance(member, DeclaredColumn):
                columns.pop(name, None)  # a column that is declared again stands where it is declared again
                columns[name] = member
    return columns


@cache
def built(declaration: type[dy.Schema]) -> type[dy.Schema]:
    """The schema of dataframely of a declaration."""
    schema: type[dy.Schema] = _dataframely().Schema
    bases = tuple(schema if base.__bases__ == (object,) else built(base) for base in declaration.__bases__)
    members = {name: _built_member(member) for name, member in vars(declaration).items()}
    return new_class(declaration.__name__, bases, exec_body=lambda namespace: namespace.update(members))


def _built_member(member: Any) -> Any:
    return member.built() if isinstance(member, DeclaredColumn | _Rule) else member


@cache
def _dataframely() -> Any:
    """dataframely, imported without SQLAlchemy where that is not imported yet."""
    is_hidden = _UNUSED not in sys.modules
    if is_hidden:
        sys.modules[_UNUSED] = None  # type: ignore[assignment]  # an import of it raises ImportError
    try:
        import dataframely
    finally:
        if is_hidden:
            del sys.modules[_UNUSED]
    return dataframely


__all__ = ["DeclaredColumn", "built", "declared_columns", "dy", "pl"]
