"""What changed since the release before: of code only, or of rows by table, country and edition."""

from collections.abc import Sequence
from typing import Any

from warehouse.report.atom import Entry
from warehouse.report.facts import Facts
from warehouse.report.writing import Site


def write_changes_page(site: Site, facts: Facts, releases: Sequence[Entry]) -> None:
    """Writes `changes.html`.

    Args:
        site: the site.
        facts: the release.
        releases: the entries of the feed of releases, this one first.
    """
    changes = facts.release.changes
    site.page(
        "changes.html",
        "changes.html",
        "What changed",
        changes=changes,
        tables=table_changes(facts),
        places={name: _places(found) for name, found in changes["tables"].items()},
        name=facts.name,
        countries=facts.countries,
        releases=releases,
    )


def table_changes(facts: Facts) -> list[dict[str, Any]]:
    """The rows added, changed and removed of each table that changed."""
    tables = facts.release.changes["tables"]
    return [
        {"table": name, **{kind: found[kind] for kind in ("added", "changed", "removed")}}
        for name, found in tables.items()
        if any(found[kind] for kind in ("added", "changed", "removed"))
    ]


def _places(found: dict[str, Any]) -> list[dict[str, Any]]:
    places: list[dict[str, Any]] = found.get("by_country_and_year", [])
    return places
