"""Metadata of a news page: headline, authors, publisher, address, day of publication.

The sources in order of precedence: JSON-LD, OpenGraph, other metadata, the visible page.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from sources.html.blocks import fold

_ARTICLE_TYPES: Final = frozenset(
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle blogposting"
    " webpage report scholarlyarticle liveblogposting".split()
)
_MAX_JSON_LD: Final = 512 * 1024
_MAX_NODES: Final = 2_000
_MAX_FIELD: Final = 500
_DATE_FIELDS: Final = (
    "parsely-pub-date",
    "sailthru.date",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "article.published",
    "originalpublicationdate",
    "displaydate",
    "cxenseparse:recs:publishtime",
)
_DAY: Final = re.compile(r"(?<!\d)(?P<year>(?:19|20|21)\d\d)[-/]?(?P<month>0[1-9]|1[0-2])[-/]?(?P<day>[0-3]\d)(?!\d)")
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_NAME_SEPARATORS: Final = re.compile(r"\s*(?:,|;|\||&|\band\b)\s*")
_SITE_SUFFIX: Final = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,60}$")
_TAG: Final = re.compile(r"<[^<>]{0,500}>")


@dataclass(frozen=True)
class Metadata:
    """Metadata of a page. A missing field is None or empty.

    `dates` are the days of publication that the metadata names, the most reliable first, each with its source in the
    vocabulary of `published_source`.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    address: str | None = None
    language: str | None = None
    dates: tuple[tuple[date, str], ...] = ()


def read_metadata(page: str, url: str) -> Metadata:
    """The metadata in the markup of a page. Broken or hostile metadata is ignored and never an error."""
    tree = LexborHTMLParser(page)
    objects = list(_json_ld(tree))
    fields = _meta_fields(tree)
    return Metadata(
        title=_title(tree, objects, fields),
        authors=_authors(objects, fields),
        publisher=_publisher(objects, fields),
        address=_address(tree, fields, url),
        language=_language(tree),
        dates=tuple(_dates(tree, objects, fields)),
    )


def day_in(text: str) -> date | None:
    """The first ISO date in a text; None if there is none."""
    found = _DAY.search(text[:_MAX_FIELD])
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def clean_text(text: str) -> str:
    """A field as one line of plain text: entities resolved, without markup, control characters and direction marks."""
    plain = _TAG.sub(" ", html.unescape(text[: 4 * _MAX_FIELD]))
    return fold(_UNSEEN.sub("", plain))[:_MAX_FIELD]


def _json_ld(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects of a page that describe an article."""
    for script in tree.css('script[type="application/ld+json"]')[:20]:
        source = script.text() or ""
        if len(source) > _MAX_JSON_LD:
            continue
        try:
            data = json.loads(source.replace("\x00", "").strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from (node for node in _nodes(data) if _types(node) & _ARTICLE_TYPES)


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """The objects inside a JSON value, breadth first, up to a limit."""
    waiting: list[Any] = [data]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, dict):
            yield value
            waiting.extend(value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value)
        elif isinstance(value, list):
            waiting.extend(value[:_MAX_NODES])


def _types(node: dict[str, Any]) -> set[str]:
    named = node.get("@type")
    return {str(name).casefold() for name in (named if isinstance(named, list) else [named])}


def _meta_fields(tree: LexborHTMLParser) -> dict[str, list[str]]:
    """Content of the meta elements by name or property."""
    fields: dict[str, list[str]] = {}
    for node in tree.css("meta[content]")[:_MAX_NODES]:
        attributes = node.attributes
        name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").casefold()
        content = (attributes.get("content") or "").strip()
        if name and content:
            fields.setdefault(name, []).append(content[: 4 * _MAX_FIELD])
    return fields


def _title(tree: LexborHTMLParser, objects: list[dict[str, Any]], fields: dict[str, list[str]]) -> str | None:
    headlines = [node["headline"] for node in objects if isinstance(node.get("headline"), str)]
    heading = tree.css_first("h1")
    element = tree.css_first("title")
    candidates = [
        *headlines,
        *fields.get("og:title", []),
        *fields.get("twitter:title", []),
        heading.text() if heading is not None else "",
        _SITE_SUFFIX.sub("", element.text().strip()) if element is not None else "",
    ]
    return next((title for title in map(clean_text, candidates) if title), None)


def _authors(objects: list[dict[str, Any]], fields: dict[str, list[str]]) -> tuple[str, ...]:
    named = [name for node in objects for name in _names(node.get("author"))]
    if not named:
        named = [*fields.get("author", []), *fields.get("parsely-author", []), *fields.get("dc.creator", [])]
    names = [name for text in named for name in _NAME_SEPARATORS.split(clean_text(text)) if _is_name(name)]
    return tuple(dict.fromkeys(re.sub(r"^by\s+", "", name, flags=re.IGNORECASE) for name in names))[:20]


def _names(value: Any) -> Iterator[str]:
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, str):
            yield entry
        elif isinstance(entry, dict) and isinstance(entry.get("name"), str):
            yield entry["name"]


def _is_name(text: str) -> bool:
    return 2 < len(text) < 80 and "/" not in text and "@" not in text and not text.isdigit()


def _publisher(objects: list[dict[str, Any]], fields: dict[str, list[str]]) -> str | None:
    named = [name for node in objects for name in _names(node.get("publisher"))]
    candidates = [*named, *fields.get("og:site_name", []), *fields.get("application-name", [])]
    return next((name for name in map(clean_text, candidates) if name), None)


def _address(tree: LexborHTMLParser, fields: dict[str, list[str]], url: str) -> str | None:
    """The canonical address that the page declares, unless it is the address of the whole site."""
    link = tree.css_first('link[rel="canonical"]')
    canonical = (link.attributes.get("href") or "") if link is not None else ""
    for candidate in (canonical, *fields.get("og:url", [])):
        address = _absolute(candidate.strip(), url)
        if address is not None:
            return address
    return None


def _absolute(address: str, url: str) -> str | None:
    if not address:
        return None
    try:
        joined = urljoin(url, address)
    except ValueError:
        return None
    path = re.sub(r"^https?://[^/]+/?", "", joined)
    return joined if joined.startswith(("http://", "https://")) and path else None


def _language(tree: LexborHTMLParser) -> str | None:
    root = tree.css_first("html")
    declared = (root.attributes.get("lang") or "") if root is not None else ""
    code = re.split(r"[-_]", declared.strip().casefold())[0]
    return code if re.fullmatch(r"[a-z]{2,3}", code) else None


def _dates(
    tree: LexborHTMLParser, objects: list[dict[str, Any]], fields: dict[str, list[str]]
) -> Iterator[tuple[date, str]]:
    published = [node["datePublished"] for node in objects if isinstance(node.get("datePublished"), str)]
    yield from _days(published, "json_ld")
    yield from _days([*fields.get("article:published_time", []), *fields.get("og:published_time", [])], "open_graph")
    yield from _days((content for name in _DATE_FIELDS for content in fields.get(name, [])), "meta")
    yield from _days(fields.get("datepublished", []), "meta")
    elements = tree.css("time[datetime][itemprop=datePublished], time[datetime][pubdate], article time[datetime]")[:1]
    yield from _days((node.attributes.get("datetime") or "" for node in elements), "markup")


def _days(texts: Iterable[str], source: str) -> Iterator[tuple[date, str]]:
    for text in texts:
        day = day_in(text)
        if day is not None:
            yield day, source
