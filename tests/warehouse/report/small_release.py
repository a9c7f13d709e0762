"""A release of a few rows, written as compact files, for tests of the site."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.quality.check import CheckResult
from warehouse.report.facts import ReleaseInfo
from warehouse.report.site import write_site
from warehouse.staging.parquet import compact_bytes
from warehouse.staging.table_files import compact_path
from warehouse.tables import TABLES
from warehouse.tables.vocabulary import HEADLINES

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
PAGE = "https://www.state.gov/reports/a-report"
COMMON = {"source_url": PAGE, "page_digest": "0" * 64, "origin": "archive"}

COUNTRIES = [
    {"country": "KHM", "name": "Cambodia", "aliases": ["Kampuchea"], "region": "EAP", "first_edition": 2001},
    {"country": "NOR", "name": "Norway", "aliases": [], "region": "EUR", "first_edition": 2001},
]
EDITIONS = [
    {"family": "tip", "year": year, "held": held, "status": status, "country_pages": 0, "list_held": held > 0}
    for year, held, status in [
        (2012, 2, "complete"),
        (2013, 2, "complete"),
        (2014, 0, "not_loaded"),
        (2015, 1, "complete"),
    ]
]


def placement(country: str, year: int, tier: str, **more: Any) -> dict[str, Any]:
    """A row of `tier_placements`."""
    row = {"country": country, "year": year, "tier": tier, "tier_printed": f"Tier {tier}", "agreement": "all"}
    return {**COMMON, **row, "sightings": 1, **more}


def count(country: str, year: int, value: int | None, **more: Any) -> dict[str, Any]:
    """A row of `enforcement_statistics`: convictions of the edition's own period."""
    row = {
        "country": country, "year": year, "position": 1, "ordinal": 1, "measure": "convictions",
        "trafficking_type": "all", "value": value, "qualifier": "exact", "unit": "persons", "role": "current",
        "period_year": year - 1, "period_basis": "calendar", "section": "prosecution", "sentence": f"It was {value}.",
        "char_start": 0, "char_end": 9, "certainty": "sure", "scope": "total",
    }  # fmt: skip
    return {**COMMON, **row, **more}


def panel(country: str, year: int, **statuses: str) -> dict[str, Any]:
    """A row of `country_years` with a narrative that says nothing of any measure but those given."""
    every = {f"{measure}_status": statuses.get(measure, "not_stated") for measure in HEADLINES}
    return {"country": country, "year": year, "country_name": country, "words_tip": 100, **every}


def claim(number: int, relation: str = "exact", **more: Any) -> dict[str, dict[str, Any]]:
    """A claim with its article and its check, by table."""
    claim_id, article_id = f"c_{number:016x}", f"a_{number:016x}"
    place = {"country": "KHM", "year": 2013}
    sentence = more.pop("sentence", f"Cambodia was on Tier 2, paper {number} said.")
    article = {
        **COMMON, **place, "article_id": article_id, "url": f"https://news.example/{number}", "publisher": "The Paper",
        "title": "A headline", "authors": [], "published": date(2013, 6, 20), "published_certainty": "sure",
        "published_source": "json_ld", "language": "en", "words": 100, "replaced_characters": 0,
        "original_id": article_id,
    }  # fmt: skip
    said = {
        **COMMON, **place, "claim_id": claim_id, "article_id": article_id, "claim_kind": "tier", "value": "2",
        "report_year": 2013, "attribution": "paper", "sentence": sentence, "char_start": 0, "char_end": 10,
        "certainty": "sure", "edition_named": False,
    }  # fmt: skip
    check = {
        **place, "claim_id": claim_id, "relation": relation, "official_value": "2", "official_table": "tier_placements",
        "official_sentence": "Cambodia is on Tier 2.", "official_url": PAGE, "explanation": "The report says Tier 2.",
        "reason": "claim_doubtful" if relation == "not_checkable" else None,
    }  # fmt: skip
    overrides = {"news_articles": article, "news_claims": said, "claim_checks": check}
    return {table: {**row, **{k: v for k, v in more.items() if k in row}} for table, row in overrides.items()}


def tables_of(claims: Sequence[Mapping[str, dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The rows of several claims by table."""
    return {table: [item[table] for item in claims] for table in ("news_articles", "news_claims", "claim_checks")}


def result(check: str, *, passed: bool, failing: Sequence[str] = ()) -> CheckResult:
    """A result of a check."""
    return CheckResult(
        check=check, table="tier_placements", severity="error", blocking=False, passed=passed, observed="seen",
        expected="wanted", failing=list(failing), failing_count=len(failing), reason="A reason.", advice="An advice.",
    )  # fmt: skip


def site_of(folder: Path, rows: Rows, **release: Any) -> Path:
    """Writes a release of these rows with its site, and returns the folder of the site."""
    known = {"countries": COUNTRIES, "editions": EDITIONS, **rows}
    counts = {}
    for name, table in TABLES.items():
        given = known.get(name, ())
        frame = _frame(name, given)
        path = folder / compact_path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(compact_bytes(table, frame))
        counts[name] = frame.height
    metadata = {"kind": "real", "published_at": "2026-11-29T00:00:00Z", "override": None, "reissue": None}
    metadata |= release.pop("metadata", {})
    changes = release.pop("changes", {"since": None, "same_data": False, "tables": {}})
    read_before = release.pop("read_before", lambda _: None)
    info = ReleaseInfo(
        release.pop("name", "0123456789ab"), metadata, counts, release.pop("results", []), changes, **release
    )
    write_site(folder, info, read_before)
    return folder / "report"


def _frame(name: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows with every declared column: null, or some value where null is not allowed."""
    table = TABLES[name]
    types = table.polars_schema()
    some = {
        column.name: None
        if column.nullable
        else column.vocabulary[0]
        if column.vocabulary
        else _some(types[column.name])
        for column in table.describe()
    }
    return table.frame([some | dict(row) for row in rows]) if rows else table.empty()


def _some(dtype: Any) -> Any:
    if dtype.is_integer():
        return 0
    return {pl.String: "a", pl.Boolean: False, pl.Date: date(2001, 1, 1)}.get(dtype, [])
