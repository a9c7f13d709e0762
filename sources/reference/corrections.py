"""Known errors of the reports themselves, put right by hand: reviewed rows, each with reason and source.

`corrections.csv` names a table, country and edition, the column, what is read there as printed, what is right, and
words of the sentence where several rows would fit. The page's remark says what was corrected; the sentence stays.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sources.reference.data import rows

Row = dict[str, Any]
Correction = dict[str, str]


def correct(table: str, found: Iterable[Row], known: Iterable[Correction] | None = None) -> tuple[list[Row], list[str]]:
    """Rows of a table with the known errors put right, and what was corrected, in words.

    Args:
        table: the table.
        found: its rows as read.
        known: corrections to apply; those of the reviewed file without it.
    """
    applying = [row for row in (_reviewed() if known is None else known) if row["table"] == table]
    if not applying:
        return list(found), []
    corrected, said = [], []
    for row in found:
        for correction in applying:
            if _fits(correction, row):
                column = correction["column"]
                row = {**row, column: type(row[column])(correction["corrected"])}  # noqa: PLW2901
                said.append(
                    f"corrected: {table} {column} {correction['printed']} to {correction['corrected']},"
                    f" {correction['reason']} ({correction['source']})"
                )
        corrected.append(row)
    return corrected, said


def _fits(correction: Correction, row: Row) -> bool:
    return (
        (row["country"], str(row["year"])) == (correction["country"], correction["year"])
        and str(row[correction["column"]]) == correction["printed"]
        and correction["sentence"] in (row.get("sentence") or "")
    )


@cache
def _reviewed() -> tuple[Correction, ...]:
    return tuple(rows("corrections.csv"))
