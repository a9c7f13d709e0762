"""The tables of the warehouse, each declared once. `TABLES` is the registry everything else derives from."""

from typing import Final

from warehouse.tables import lean as _lean  # noqa: F401 - before anything that imports dataframely
from warehouse.tables.declaration import Column, ForeignKey, Table
from warehouse.tables.panel import COUNTRY_YEARS
from warehouse.tables.quality import QUALITY_RESULTS
from warehouse.tables.reference import COUNTRIES, EDITIONS
from warehouse.tables.reports import PAGES, QUARANTINE, REPORT_SECTIONS

TABLES: Final[dict[str, Table]] = {
    table.name: table
    for table in (COUNTRIES, EDITIONS, PAGES, REPORT_SECTIONS, COUNTRY_YEARS, QUALITY_RESULTS, QUARANTINE)
}

__all__ = [
    "COUNTRIES",
    "COUNTRY_YEARS",
    "EDITIONS",
    "PAGES",
    "QUALITY_RESULTS",
    "QUARANTINE",
    "REPORT_SECTIONS",
    "TABLES",
    "Column",
    "ForeignKey",
    "Table",
]
