"""The Atom feed of releases: this one, and those that the feed of the release before has."""

from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from warehouse.catalog.visible import visible
from warehouse.report.changes import table_changes
from warehouse.report.facts import Facts
from warehouse.report.writing import Site
from warehouse.staging.files import read_json, to_json

_ATOM: Final = "http://www.w3.org/2005/Atom"
_AUTHORITY: Final = "tag:tip-warehouse,2026:"
_ENTRIES: Final = 50


def write_feed(site: Site, facts: Facts) -> None:
    """Writes `feed.atom`, and its entries as `feed.json`, which the next release continues."""
    entries = [_entry(facts), *_earlier(facts)][:_ENTRIES]
    site.write("feed.json", to_json(entries).decode())
    site.write("feed.atom", _atom(entries))


def _entry(facts: Facts) -> dict[str, Any]:
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
        "release": release.name,
        "title": f"Release {release.name}{kind}",
        "updated": release.metadata["published_at"],
        "summary": visible(summary),
    }


def _earlier(facts: Facts) -> list[dict[str, Any]]:
    """The entries of the release before; none where it has no feed."""
    previous = facts.release.previous
    entries = read_json(previous / "report" / "feed.json") if previous else None
    return [entry for entry in entries or [] if entry["release"] != facts.release.name]


def _atom(entries: list[dict[str, Any]]) -> str:
    feed = Element("feed", xmlns=_ATOM)
    SubElement(feed, "id").text = f"{_AUTHORITY}releases"
    SubElement(feed, "title").text = "Releases of TIP warehouse"
    SubElement(feed, "updated").text = entries[0]["updated"]
    SubElement(feed, "link", rel="self", href="feed.atom")
    SubElement(feed, "link", href="index.html")
    SubElement(SubElement(feed, "author"), "name").text = "TIP warehouse"
    for number, entry in enumerate(entries):
        item = SubElement(feed, "entry")
        SubElement(item, "id").text = f"{_AUTHORITY}release/{entry['release']}"
        SubElement(item, "title").text = entry["title"]
        SubElement(item, "updated").text = entry["updated"]
        SubElement(item, "summary").text = entry["summary"]
        folder = "" if number == 0 else f"../../{entry['release']}/report/"
        SubElement(item, "link", href=f"{folder}changes.html")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(feed, encoding="unicode")}\n'
