"""Reviewed corrections of verdicts on claims: `data/verdict_corrections.csv`.

They are not the corrections of misprints in reports (`corrections.csv`).
"""

from functools import cache
from typing import Any

from sources.reference.data import rows


@cache
def verdict_correction_rows() -> list[dict[str, Any]]:
    """The rows of the table `verdict_corrections`."""
    return [dict(row) for row in rows("verdict_corrections.csv")]
