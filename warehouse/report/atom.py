"""Atom feeds of the site: entries as JSON values, which the next release continues, and their XML."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from warehouse.catalog.visible import visible
from warehouse.staging.files import read_json

AUTHORITY: Final = "tag:tip-warehouse,2026:"
"""The beginning of every identity in a feed (RFC 4151): it holds wherever a site is served."""

Entry = dict[str, Any]
"""An entry: `id` after the authority, `title`, `updated`, `summary`, and `page`, its place below the site."""

_FIELDS: Final = frozenset(("id", "title", "updated", "summary", "page"))


def kept_entries(stored: Any) -> list[Entry]:
    """The entries that a release has stored, without what is damaged: a feed must not stop the next release."""
    found = stored if isinstance(stored, list) else []
    return [entry for entry in found if isinstance(entry, dict) and _is_whole(entry)]


def _is_whole(entry: Entry) -> bool:
    return entry.keys() == _FIELDS and all(isinstance(value, str) for value in entry.values())


def stored_json(path: Path) -> Any:
    """What a release has stored for the feeds of the next one; None where that is missing or damaged."""
    try:
        return read_json(path)
    except ValueError:  # no JSON, or no UTF-8
        return None


def atom(feed: str, title: str, entries: Sequence[Entry], *, path: str, page: str, site_url: str) -> str:
    """A feed as XML.

    Args:
        feed: the identity of the feed, after the authority.
        title: its title.
        entries: at least one entry, the newest first.
        path: the place of the feed below the site.
        page: the place of the page that it tells of.
        site_url: the address of the site, with a slash at its end; empty for relative links.
    """
    root = site_url or "../" * path.count("/")
    tree = Element("feed", xmlns="http://www.w3.org/2005/Atom")
    SubElement(tree, "id").text = AUTHORITY + feed
    SubElement(tree, "title").text = visible(title)
    SubElement(tree, "updated").text = entries[0]["updated"]
    SubElement(tree, "link", rel="self", href=root + path)
    SubElement(tree, "link", href=root + page)
    SubElement(SubElement(tree, "author"), "name").text = "TIP warehouse"
    for entry in entries:
        item = SubElement(tree, "entry")
        SubElement(item, "id").text = AUTHORITY + entry["id"]
        SubElement(item, "title").text = visible(entry["title"])
        SubElement(item, "updated").text = entry["updated"]
        SubElement(item, "summary").text = visible(entry["summary"])
        SubElement(item, "link", href=root + entry["page"])
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(tree, encoding="unicode")}\n'
