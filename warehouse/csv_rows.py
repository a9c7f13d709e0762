"""Reading CSV files. All reviewed data files and test corpora are read by this one function."""

import csv
import io
from importlib.resources.abc import Traversable
from pathlib import Path


def csv_rows(file: Traversable | Path) -> list[dict[str, str]]:
    """The rows of a CSV file in UTF-8, as values by column name of its header."""
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))
