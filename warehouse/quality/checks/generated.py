"""Checks generated from the declaration of a table: schema, key, row rules, references."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Finding
from warehouse.tables import TABLES, ForeignKey, Table

_ROWS_AT_ONCE: Final = 65_536


def generated_checks() -> Iterator[Check]:
    """The generated checks of every table in a release id."""
    for table in TABLES.values():
        if table.in_identity:
            yield from _checks_of_table(table)


def _checks_of_table(table: Table) -> Iterator[Check]:
    yield Check(
        name=f"{table.name}__schema",
        table=table.name,
        severity="error",
        blocking=True,
        reason="Scripts are written against these columns and types.",
        advice="Correct the reader or the declaration in warehouse/tables.",
        find=_schema_check(table),
    )
    yield Check(
        name=f"{table.name}__key",
        table=table.name,
        severity="error",
        blocking=True,
        reason=f"One row is {table.grain}; two rows with one key would be counted twice.",
        advice="Look for one page read twice, or two pages of one country that need an area each.",
        find=_key_check(table),
    )
    yield Check(
        name=f"{table.name}__rows",
        table=table.name,
        severity="error",
        blocking=True,
        reason="Every row keeps the declared vocabularies, ranges and rules.",
        advice="Correct the reader; a new value of a vocabulary is added in warehouse/tables/vocabulary.py.",
        find=_rows_check(table),
    )
    if table.foreign_keys:
        yield Check(
            name=f"{table.name}__references",
            table=table.name,
            severity="error",
            blocking=True,
            reason="Every foreign key has its row in the table that it refers to.",
            advice="Add the missing country or edition to sources/reference/data.",
            find=_references_check(table),
            reads=tuple(dict.fromkeys(key.table for key in table.foreign_keys)),
        )


def _schema_check(table: Table) -> Callable[[CheckContext], Finding]:
    def find(context: CheckContext) -> Finding:
        found = dict(context.scan(table.name).collect_schema())
        declared = table.polars_schema()
        failing = [f"{name} is missing" for name in declared if name not in found]
        failing += [f"{name} is not declared" for name in found if name not in declared]
        failing += [
            f"{name} is {found[name]}, declared {dtype}"
            for name, dtype in declared.items()
            if name in found and found[name] != dtype
        ]
        return Finding(failing, f"{len(found)} columns", f"the {len(declared)} declared columns and types")

    return find


def _key_check(table: Table) -> Callable[[CheckContext], Finding]:
    def find(context: CheckContext) -> Finding:
        keys = context.scan(table.name).select(table.key).collect()
        nulls = keys.filter(pl.any_horizontal(pl.all().is_null()))
        twice = keys.filter(keys.is_duplicated()).unique(maintain_order=True)
        failing = [f"null in {_named(row)}" for row in nulls.iter_rows(named=True)]
        failing += [f"twice: {_named(row)}" for row in twice.iter_rows(named=True)]
        return Finding(
            failing,
            f"{keys.height} rows, {nulls.height} with a null in the key, {twice.height} keys used twice",
            "unique keys",
        )

    return find


def _rows_check(table: Table) -> Callable[[CheckContext], Finding]:
    def find(context: CheckContext) -> Finding:
        counts: Counter[str] = Counter()
        broken = 0
        for rows in _chunks(context.scan(table.name)):  # no rule of a row needs another row
            _, failure = table.schema.filter(rows)
            counts.update(failure.counts())
            broken += failure.invalid().height
        del counts["primary_key"]
        failing = [f"{rule}: {count} rows" for rule, count in sorted(counts.items())]
        return Finding(failing, f"{counts.total()} broken rules in {broken} rows", "none")

    return find


def _chunks(rows: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    height = rows.select(pl.len()).collect().item()
    for start in range(0, height or 1, _ROWS_AT_ONCE):
        yield rows.slice(start, _ROWS_AT_ONCE).collect()


def _references_check(table: Table) -> Callable[[CheckContext], Finding]:
    def find(context: CheckContext) -> Finding:
        failing: list[str] = []
        for key in table.foreign_keys:
            failing += [f"{key.table} has no {_named(row)}" for row in _orphans(context, table, key)]
        return Finding(failing, f"{len(failing)} values without a match", "none")

    return find


def _orphans(context: CheckContext, table: Table, key: ForeignKey) -> list[dict[str, object]]:
    here = context.scan(table.name).select(key.columns).drop_nulls().unique().collect()
    there = context.scan(key.table).select(key.target).collect()
    return here.join(there, left_on=key.columns, right_on=key.target, how="anti").sort(key.columns).to_dicts()


def _named(row: dict[str, object]) -> str:
    return " ".join(f"{name}={value}" for name, value in row.items())
