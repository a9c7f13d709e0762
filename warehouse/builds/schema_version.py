"""The digest of a table's declaration: columns, types, key, vocabularies and rules, without any prose."""

import hashlib
from collections.abc import Iterator
from functools import cache

import polars as pl

from warehouse.tables import Table


@cache
def schema_version(table: Table) -> str:
    """Digest of the declaration of a table; descriptions do not count."""
    return hashlib.sha256("\n".join(_lines(table)).encode()).hexdigest()


def _lines(table: Table) -> Iterator[str]:
    yield f"{table.name} {table.key} {table.partitioned}"
    for column in table.describe():
        yield f"{column.name} {column.type} {column.nullable} {column.key} {column.vocabulary}"
    for name, declared in table.schema.columns().items():
        for rule, expression in declared.validation_rules(pl.col(name)).items():
            yield f"{name} {rule} {_digest(expression)}"
    for rule, expression in _row_rules(table):
        yield f"{rule} {_digest(expression)}"


def _row_rules(table: Table) -> Iterator[tuple[str, pl.Expr]]:
    """The row rules of a schema, inherited ones included."""
    for schema in reversed(table.schema.__mro__):
        for name, declared in vars(schema).items():
            if callable(rule := getattr(declared, "validation_fn", None)):
                yield name, rule(table.schema)


def _digest(expression: pl.Expr) -> str:
    return hashlib.sha256(expression.meta.serialize()).hexdigest()
