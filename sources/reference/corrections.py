"""Manual corrections of known errors in the reports: reviewed rows, each with reason and source.

A row of `corrections.csv` has a table, country and edition, the column, the printed value, the correct value, and words
of the sentence where several rows match. The remark of the page lists its corrections. The sentence stays as printed.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sources.reference.data import rows

Row = dict[str, Any]
Correction = dict[str, str]


def correct(table: str, found: Iterable[Row], known: Iterable[Correction] | None = None) -> tuple[list[Row], list[str]]:
    """Rows of a table with known errors corrected, and a remark about each correction.

    Args:
        table: the table.
        found: its rows as read.
        known: the corrections to apply; without it, those of the reviewed file.
    """
    applying = [row for row in (_reviewed_corrections() if known is None else known) if row["table"] == table]
    if not applying:
        return list(found), []
    corrected, remarks = [], []
    for row in found:
        for correction in applying:
            if _matches(correction, row):
                column = correction["column"]
                row = {**row, column: type(row[column])(correction["corrected"])}  # noqa: PLW2901
                remarks.append(
                    f"corrected: {table} {column} {correction['printed']} to {correction['corrected']},"
                    f" {correction['reason']} ({correction['source']})"
                )
        corrected.append(row)
    return corrected, remarks


def _matches(correction: Correction, row: Row) -> bool:
    return (
        (row["country"], str(row["year"])) == (correction["country"], correction["year"])
        and str(row[correction["column"]]) == correction["printed"]
        and correction["sentence"] in (row.get("sentence") or "")
    )


@cache
def _reviewed_corrections() -> tuple[Correction, ...]:
    return tuple(rows("corrections.csv"))
