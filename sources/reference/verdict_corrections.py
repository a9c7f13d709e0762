"""Reviewed corrections of verdicts on claims: `data/verdict_corrections.csv`.

They are not the corrections of misprints in reports (`corrections.csv`).
"""

from functools import cache
from typing import Any

from sources.reference.data import rows


@cache
def verdict_correction_rows() -> list[dict[str, Any]]:
    """The rows of the table `verdict_corrections`.

    Raises:
        ValueError: two rows correct the same claim or article.
    """
    return one_for_each_subject([dict(row) for row in rows("verdict_corrections.csv")])


def one_for_each_subject(corrections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, each of another claim or article: of two corrections nothing says which one holds.

    Raises:
        ValueError: two rows correct the same claim or article.
    """
    known: dict[str, str] = {}
    for row in corrections:
        other = known.setdefault(row["subject"], row["id"])
        if other != row["id"]:
            raise ValueError(
                f"verdict_corrections.csv: {other} and {row['id']} correct {row['subject']}; keep the one that holds"
            )
    return corrections
