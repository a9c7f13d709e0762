"""The Atom feed of each country: what every release changed in its rows, tiers first."""

from pathlib import Path
from typing import Final

import polars as pl

from warehouse.report.atom import Entry, atom, kept_entries, stored_json
from warehouse.report.facts import Facts
from warehouse.report.tables import Row
from warehouse.report.words import tier_look
from warehouse.report.writing import Site
from warehouse.staging.files import to_json
from warehouse.tables import TABLES

FOLDER: Final = "feed"
_STATE: Final = f"{FOLDER}/countries.json"
_ENTRIES: Final = 20
_KINDS: Final = ("added", "changed", "removed")
_PLACEMENTS: Final = "tier_placements"


def feed_path(code: str) -> str:
    """The place of the feed of a country, below the site."""
    return f"{FOLDER}/{code}.atom"


def write_country_feeds(site: Site, facts: Facts) -> None:
    """Writes `feed/<code>.atom` for every country, and all entries as one file, which the next release continues."""
    previous = facts.release.previous
    stored = stored_json(previous / "report" / _STATE) if previous else None
    earlier = stored if isinstance(stored, dict) else {}
    changed = _changes_by_country(facts)
    state = {}
    for code in facts.countries:
        before = [entry for entry in kept_entries(earlier.get(code)) if entry["id"] != _identity(facts, code)]
        if code in changed or not before:
            before.insert(0, _entry(facts, code, changed.get(code, "The feed begins with this release.")))
        state[code] = before[:_ENTRIES]
        title = f"{facts.name(code)}: changes in TIP warehouse"
        page = f"country/{code}.html"
        text = atom(
            f"country/{code}", title, state[code], path=feed_path(code), page=page, site_url=facts.release.site_url
        )
        site.write(feed_path(code), text)
    site.write(_STATE, to_json(state).decode())


def _identity(facts: Facts, code: str) -> str:
    return f"country/{code}/release/{facts.release.name}"


def _entry(facts: Facts, code: str, summary: str) -> Entry:
    kind = " (sample)" if facts.release.is_sample else ""
    return {
        "id": _identity(facts, code),
        "title": f"{facts.name(code)} in release {facts.release.name}{kind}",
        "updated": facts.release.metadata["published_at"],
        "summary": summary,
        "page": f"country/{code}.html",
    }


def _changes_by_country(facts: Facts) -> dict[str, str]:
    """By country, what differs from the release before; empty for a first release and for one of the same data."""
    lines: dict[str, list[str]] = {}
    folder = facts.tables.folder / "changes"
    placements = folder / f"{_PLACEMENTS}.parquet"
    if placements.exists():
        lines.update(_tier_lines(facts, placements))
    for name, table in TABLES.items():
        path = folder / f"{name}.parquet"
        if "country" not in table.key or not path.exists():
            continue
        for row in _counts(path, table.key):
            counts = ", ".join(f"{row[kind]:,} {kind}" for kind in _KINDS if row[kind])
            lines.setdefault(row["country"], []).append(f"{name}: {counts}.")
    return {code: " ".join(said) for code, said in lines.items()}


def _counts(path: Path, key: list[str]) -> list[Row]:
    """By country, the rows that were added, changed and removed; a row that changed in several columns is one."""
    rows = pl.scan_parquet(path).select(*key, "change").unique()
    counts = [(pl.col("change") == kind).sum().alias(kind) for kind in _KINDS]
    return rows.group_by("country").agg(counts).sort("country").collect().to_dicts()


def _tier_lines(facts: Facts, path: Path) -> dict[str, list[str]]:
    """By country, the placements that are new, gone or corrected, one sentence each, in the order of the editions."""
    is_tier = (pl.col("change") != "changed") | (pl.col("column") == "tier")
    lines: dict[str, list[str]] = {}
    for row in pl.scan_parquet(path).filter(is_tier).sort("country", "year", "change").collect().to_dicts():
        lines.setdefault(row["country"], []).append(_tier_line(facts, row))
    return lines


def _tier_line(facts: Facts, row: Row) -> str:
    year = row["year"]
    if row["change"] == "removed":
        return f"{year}: the placement is gone."
    if row["change"] == "added":
        return f"{year}: {facts.look(row['country'], year).words}, new."
    return f"{year}: {tier_look(row['after']).words}; was {tier_look(row['before']).words}."
