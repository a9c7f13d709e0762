"""The query of the view `coverage`: what a table without rows for an edition means."""
# ruff: noqa: S608 - the query is put together from names of this package

from typing import Final

from warehouse.tables.vocabulary import PageKind, PageOutcome

_OF_COUNTRIES: Final = {
    "recommendations": "tip",
    "enforcement_statistics": "tip",
    "report_sections": "tip",
}
"""The tables whose rows are read from the pages of countries, and the family of these pages."""

_OF_EDITIONS: Final = {
    "tier_placements": (PageKind.PLACEMENT_LIST,),
    "tier_sightings": (PageKind.PLACEMENT_LIST,),
    "statutory_lists": (PageKind.STATUTORY_LIST,),
    "global_enforcement": (PageKind.GLOBAL_ENFORCEMENT,),
}
"""The tables whose rows are read from a page for all countries, and the kinds of that page."""

_NARRATIVES: Final = f"('{PageKind.COUNTRY}', '{PageKind.NARRATIVES}')"


def _status(rows: str, read: str, rejected: str) -> str:
    return (
        f"CASE WHEN {rows} THEN 'rows' WHEN {read} THEN 'empty'"
        f" WHEN {rejected} THEN 'rejected' ELSE 'not_loaded' END AS status"
    )


def _of_countries(table: str, family: str) -> str:
    """A row for each country and edition that places the country, or has a page or rows of it."""
    rows = f"SELECT DISTINCT country, year FROM {table}" + (
        f" WHERE family = '{family}'" if table == "report_sections" else ""
    )
    text = f"SELECT DISTINCT country, year FROM report_sections WHERE family = '{family}'"
    rejected = (
        f"SELECT DISTINCT country, year FROM pages WHERE family = '{family}' AND kind IN {_NARRATIVES}"
        f" AND outcome = '{PageOutcome.QUARANTINED}'"
    )
    editions = f"SELECT year FROM editions WHERE family = '{family}'"
    status = _status("found.country IS NOT NULL", "text.country IS NOT NULL", "lost.country IS NOT NULL")
    return (
        f"SELECT '{table}' AS table_name, '{family}' AS family, c.country, e.year, {status}"
        f" FROM countries c CROSS JOIN ({editions}) e"
        f" LEFT JOIN ({rows}) found ON found.country = c.country AND found.year = e.year"
        f" LEFT JOIN ({text}) text ON text.country = c.country AND text.year = e.year"
        f" LEFT JOIN ({rejected}) lost ON lost.country = c.country AND lost.year = e.year"
        " WHERE c.country <> 'WLD'"
    )


def _of_editions(table: str, kinds: tuple[PageKind, ...]) -> str:
    """A row for each edition."""
    of_kinds = "kind IN (" + ", ".join(f"'{kind}'" for kind in kinds) + ")"
    pages = f"SELECT DISTINCT year FROM pages WHERE family = 'tip' AND {of_kinds} AND outcome = "
    status = _status("found.year IS NOT NULL", "page.year IS NOT NULL", "lost.year IS NOT NULL")
    return (
        f"SELECT '{table}' AS table_name, 'tip' AS family, NULL AS country, e.year, {status}"
        " FROM (SELECT year FROM editions WHERE family = 'tip') e"
        f" LEFT JOIN (SELECT DISTINCT year FROM {table}) found ON found.year = e.year"
        f" LEFT JOIN ({pages}'{PageOutcome.READ}') page ON page.year = e.year"
        f" LEFT JOIN ({pages}'{PageOutcome.QUARANTINED}') lost ON lost.year = e.year"
    )


COVERAGE_SQL: Final = " UNION ALL ".join(
    (
        *(_of_countries(table, family) for table, family in _OF_COUNTRIES.items()),
        _of_countries("report_sections", "human_rights"),
        *(_of_editions(table, kinds) for table, kinds in _OF_EDITIONS.items()),
    )
)
