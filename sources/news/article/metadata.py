"""Metadata of a news page: headline, authors, publisher, address.

The sources in order of precedence: JSON-LD, OpenGraph, other metadata, the visible page.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from sources.html.blocks import fold
from sources.news.article.address import canonical_address
from sources.news.article.dates.json_ld import objects_of

_MAX_NODES: Final = 2_000
_MAX_FIELD: Final = 500
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_NAME_SEPARATORS: Final = re.compile(r"\s*(?:,|;|\||&|\band\b)\s*")
_SITE_SUFFIX: Final = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,60}$")
_TAG: Final = re.compile(r"<[^<>]{0,500}>")


@dataclass(frozen=True)
class Metadata:
    """Metadata of a page. A missing field is None or empty.

    `declared_language` is the language as the page declares it (`en-GB`), `language` its code. `titles` are the
    headlines outside of JSON-LD. `fields` is the content of the meta elements by name or property in lower case.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    address: str | None = None
    language: str | None = None
    declared_language: str | None = None
    titles: tuple[str, ...] = ()
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)


def read_metadata(tree: LexborHTMLParser, url: str) -> Metadata:
    """The metadata in the markup of a page. Broken or hostile metadata is ignored and never an error."""
    fields = _meta_fields(tree)
    titles = _titles(tree, fields)
    address = _address(tree, fields, url)
    objects = objects_of(tree, canonical_address(address, url), titles)
    return Metadata(
        title=_title(objects, titles),
        authors=_authors(objects, fields),
        publisher=_publisher(objects, fields),
        address=address,
        language=_language(tree),
        declared_language=_declared_language(tree),
        titles=titles,
        fields=fields,
    )


def clean_text(text: str) -> str:
    """A field as one line of plain text: entities resolved, without markup, control characters and direction marks."""
    plain = _TAG.sub(" ", html.unescape(text[: 4 * _MAX_FIELD]))
    return fold(_UNSEEN.sub("", plain))[:_MAX_FIELD]


def _meta_fields(tree: LexborHTMLParser) -> dict[str, list[str]]:
    """Content of the meta elements by name or property."""
    fields: dict[str, list[str]] = {}
    for node in tree.css("meta[content]")[:_MAX_NODES]:
        attributes = node.attributes
        name = (
            attributes.get("property")
            or attributes.get("name")
            or attributes.get("itemprop")
            or attributes.get("http-equiv")
            or ""
        ).casefold()
        content = (attributes.get("content") or "").strip()
        if name and content:
            fields.setdefault(name, []).append(content[: 4 * _MAX_FIELD])
    return fields


def _titles(tree: LexborHTMLParser, fields: dict[str, list[str]]) -> tuple[str, ...]:
    """The headlines that the markup outside of JSON-LD has, the most reliable first."""
    heading = tree.css_first("h1")
    element = tree.css_first("title")
    candidates = [
        *fields.get("og:title", []),
        *fields.get("twitter:title", []),
        heading.text() if heading is not None else "",
        _SITE_SUFFIX.sub("", element.text().strip()) if element is not None else "",
    ]
    return tuple(dict.fromkeys(title for title in map(clean_text, candidates) if title))


def _title(objects: list[dict[str, Any]], titles: tuple[str, ...]) -> str | None:
    """The headline: that of the article in JSON-LD, else the first of the markup."""
    headlines = [clean_text(node["headline"]) for node in objects if isinstance(node.get("headline"), str)]
    return next((title for title in (*headlines, *titles) if title), None)


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


def _declared_language(tree: LexborHTMLParser) -> str | None:
    root = tree.css_first("html")
    return (root.attributes.get("lang") or root.attributes.get("xml:lang")) if root is not None else None


def _language(tree: LexborHTMLParser) -> str | None:
    code = re.split(r"[-_]", (_declared_language(tree) or "").strip().casefold())[0]
    return code if re.fullmatch(r"[a-z]{2,3}", code) else None
