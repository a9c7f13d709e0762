"""The Atom feed of releases: this one, and those that the feed of the release before has.

A damaged feed of the release before is no reason not to publish: what of it is whole is continued.
"""

from typing import Final

from warehouse.report.atom import Entry, atom, kept_entries, stored_json
from warehouse.report.changes import table_changes
from warehouse.report.facts import Facts
from warehouse.report.writing import Site
from warehouse.staging.files import to_json

_ENTRIES: Final = 50


def release_entries(facts: Facts) -> list[Entry]:
    """The entries of the feed, the newest first: this release and those before it."""
    previous = facts.release.previous
    earlier = kept_entries(stored_json(previous / "report" / "feed.json")) if previous else []
    this = _entry(facts)
    return [this, *(entry for entry in earlier if entry["id"] != this["id"])][:_ENTRIES]


def write_feed(site: Site, facts: Facts, entries: list[Entry]) -> None:
    """Writes `feed.atom`, and its entries as `feed.json`, which the next release continues."""
    site.write("feed.json", to_json(entries).decode())
    url = facts.release.site_url
    text = atom("releases", "Releases of TIP warehouse", entries, path="feed.atom", page="index.html", site_url=url)
    site.write("feed.atom", text)


def _entry(facts: Facts) -> Entry:
    release, changes = facts.release, facts.release.changes
    if changes["same_data"]:
        summary = f"The data of release {changes['since']}; what is made for reading is newer."
    elif changes["since"] is None:
        summary = "The first release."
    else:
        parts = [
            f"{row['table']}: {row['added']:,} added, {row['changed']:,} changed, {row['removed']:,} removed"
            for row in table_changes(facts)
        ]
        summary = f"Rows since release {changes['since']}: {'; '.join(parts) or 'none changed'}."
    kind = " (sample)" if release.is_sample else ""
    return {
        "id": f"release/{release.name}",
        "title": f"Release {release.name}{kind}",
        "updated": release.metadata["published_at"],
        "summary": summary,
        "page": f"changes.html#release-{release.name}",
    }
