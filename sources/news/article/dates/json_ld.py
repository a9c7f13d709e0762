"""Days in the JSON-LD of a page.

The article of the page is the object with its address or its headline, else the first article that no other object
lists. Objects about other pages (lists, comments, entries of a live blog, parts, pictures) give no day.
"""

import html
import json
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from sources.news.article.address import article_key
from sources.news.article.dates.candidate import Candidate, Kind, Role
from sources.news.article.dates.place import Place
from sources.news.article.dates.values import day_of_field

_ARTICLES: Final = frozenset(
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle blogposting"
    " report scholarlyarticle liveblogposting socialmediaposting techarticle advertisercontentarticle reviewnewsarticle"
    " askpublicnewsarticle satiricalarticle discussionforumposting pressrelease creativework".split()
)
_PAGES: Final = frozenset("webpage itempage aboutpage medicalwebpage qapage".split())
_MEDIA: Final = frozenset("videoobject audioobject podcastepisode".split())
_FOREIGN_KEYS: Final = frozenset(
    "itemlistelement haspart comment comments liveblogupdate review reviews video image associatedmedia"
    " relatedlink citation isbasedon mentions subjectof about author publisher isrelatedto ispartof exampleofwork"
    " thumbnail logo workexample translationofwork encoding offers performer".split()
)
_MAX_OBJECTS: Final = 2_000
_MAX_SCRIPTS: Final = 30
_SCRIPTS_KEPT: Final = 8
"""Scripts whose values are kept: headline, authors and days are read from the same ones."""
_MAX_JSON: Final = 512 * 1024
_MAX_DEPTH: Final = 40
_COMMENT: Final = re.compile(
    r"^\s*(?:<!--|(?://|/\*)\s*<!\[CDATA\[(?:\s*\*/)?|<!\[CDATA\[)|(?:-->|(?://|/\*)?\s*\]\]>(?:\s*\*/)?)\s*$"
)
_TRAILING_COMMA: Final = re.compile(r",(\s{0,200}[}\]])")
_FIELD: Final = re.compile(
    r'"(?P<name>date(?:Published|Created|Modified))"\s{0,9}:\s{0,9}\[?\s{0,9}"(?P<value>[^"<>]{6,60})"'
)


class _Object(NamedTuple):
    """An object of JSON-LD, and whether it is inside something about another page."""

    fields: dict[str, Any]
    is_foreign: bool


def objects_of(tree: LexborHTMLParser, address: str, titles: Collection[str]) -> list[dict[str, Any]]:
    """The objects of a page that describe its article or itself: the article's own first, none about other pages."""
    key = article_key(address)
    described = [each for each in _objects(tree) if types_of(each.fields) & (_ARTICLES | _PAGES)]
    own = [each.fields for each in described if _is_own(each.fields, key, titles)]
    others = [each.fields for each in described if not each.is_foreign and not _is_of_other_page(each.fields, key)]
    articles_first = sorted(others, key=lambda fields: not types_of(fields) & _ARTICLES)
    return [*own, *(fields for fields in articles_first if not any(fields is each for each in own))]


def types_of(fields: dict[str, Any]) -> set[str]:
    """The types of an object in lower case, without their namespace."""
    named = fields.get("@type")
    names = named if isinstance(named, list) else [named]
    return {str(name).rsplit("/", maxsplit=1)[-1].rsplit(":", maxsplit=1)[-1].casefold() for name in names}


def json_ld_days(tree: LexborHTMLParser, address: str, titles: Collection[str], place: Place) -> Iterator[Candidate]:
    """The days in the JSON-LD of a page.

    Args:
        tree: the page.
        address: canonical address of the page.
        titles: headlines of the page, as its markup outside of JSON-LD has them.
        place: place of publication.
    """
    found = _objects(tree)
    dated = [each for each in found if any(name in each.fields for name in _ROLES)]
    articles = [each for each in dated if types_of(each.fields) & _ARTICLES]
    key = article_key(address)
    own = [each for each in articles if _is_own(each.fields, key, titles)]
    first_level = [each for each in articles if not each.is_foreign and not _is_of_other_page(each.fields, key)]
    media = [each for each in dated if types_of(each.fields) & _MEDIA]
    pages = [each for each in dated if each not in articles and each not in media and _is_page(each, key, titles)]
    if own or first_level:
        is_one = bool(own) or len(first_level) == 1
        yield from _candidates((own or first_level)[0].fields, 8 if is_one else 5, place)
    elif pages or media:
        yield from _candidates((pages or media)[0].fields, 6 if pages else 5, place)
    else:
        yield from _days_of_broken_json(tree, place)


def _is_page(found: _Object, key: str, titles: Collection[str]) -> bool:
    """Whether an object that is no article is the page itself."""
    is_page = bool(types_of(found.fields) & _PAGES) and not found.is_foreign
    return is_page or _is_own(found.fields, key, titles)


_ROLES: Final = {
    "datePublished": Role.PUBLISHED,
    "datepublished": Role.PUBLISHED,
    "dateCreated": Role.CREATED,
    "uploadDate": Role.PUBLISHED,
    "dateModified": Role.MODIFIED,
}


def _candidates(fields: dict[str, Any], weight: float, place: Place) -> Iterator[Candidate]:
    for name, role in _ROLES.items():
        day = next((day for text in _texts(fields.get(name)) if (day := day_of_field(text, place)) is not None), None)
        if day is not None:
            yield Candidate(day, Kind.JSON_LD, role, weight - (2 if role is Role.CREATED else 0))


def _texts(value: Any) -> Iterator[str]:
    """The texts of a value: a text, a number, a list of them, or an object with `@value`."""
    for each in value[:5] if isinstance(value, list) else [value]:
        inner = each.get("@value") if isinstance(each, dict) else each
        if isinstance(inner, str) or (isinstance(inner, (int, float)) and not isinstance(inner, bool)):
            yield str(int(inner)) if isinstance(inner, float) and abs(inner) < 1e15 else str(inner)


def _is_own(fields: dict[str, Any], key: str, titles: Collection[str]) -> bool:
    """Whether an object has the address or the headline of the page."""
    if any(article_key(address) == key for address in _addresses(fields)):
        return True
    headline = fields.get("headline") or fields.get("name")
    return isinstance(headline, str) and _letters(headline) in {_letters(title) for title in titles if title}


def _is_of_other_page(fields: dict[str, Any], key: str) -> bool:
    """Whether all addresses of an object are those of other pages."""
    addresses = [article_key(address) for address in _addresses(fields)]
    ours, _, path = key.partition("/")
    deeper = [other for other in addresses if other.partition("/")[2] and other.partition("/")[0] == ours]
    return bool(path) and bool(deeper) and key not in deeper


def _addresses(fields: dict[str, Any]) -> Iterator[str]:
    for name in ("url", "@id", "mainEntityOfPage"):
        value = fields.get(name)
        value = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            yield value.partition("#")[0][:2_000]


def _letters(text: str) -> str:
    plain = html.unescape(text[:2_000])
    return "".join(character for character in plain.casefold() if character.isalnum())


def _objects(tree: LexborHTMLParser) -> list[_Object]:
    """All objects of the JSON-LD of a page in order, up to a limit."""
    found: list[_Object] = []
    for source in _sources(tree):
        data = _loaded(source)
        if data is not None:
            _collect(data, False, found, 0)
    return found


def _sources(tree: LexborHTMLParser) -> list[str]:
    return [script.text() or "" for script in tree.css('script[type*="ld+json"]')[:_MAX_SCRIPTS]]


@lru_cache(maxsize=_SCRIPTS_KEPT)
def _loaded(source: str) -> Any:
    """The value of a script; None if it cannot be read even without comments and trailing commas."""
    if len(source) > _MAX_JSON:
        return None
    plain = source.replace("\x00", "").strip().rstrip(";")
    for attempt in (plain, _TRAILING_COMMA.sub(r"\1", _COMMENT.sub("", _COMMENT.sub("", plain)).strip().rstrip(";"))):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _collect(value: Any, is_foreign: bool, found: list[_Object], depth: int) -> None:
    if depth > _MAX_DEPTH or len(found) >= _MAX_OBJECTS:
        return
    if isinstance(value, list):
        for each in value[:_MAX_OBJECTS]:
            _collect(each, is_foreign, found, depth + 1)
    elif isinstance(value, dict):
        found.append(_Object(value, is_foreign))
        for key, inner in value.items():
            if isinstance(inner, (dict, list)):
                _collect(inner, is_foreign or str(key).casefold() in _FOREIGN_KEYS, found, depth + 1)


def _days_of_broken_json(tree: LexborHTMLParser, place: Place) -> Iterator[Candidate]:
    """The fields of JSON-LD that is no JSON, where each has one value only."""
    values: dict[str, set[str]] = {}
    for source in _sources(tree):
        if _loaded(source) is not None:
            continue
        for field in _FIELD.finditer(source[:_MAX_JSON]):
            values.setdefault(field["name"], set()).add(field["value"])
    for name, texts in values.items():
        day = day_of_field(next(iter(texts)), place) if len(texts) == 1 else None
        if day is not None:
            yield Candidate(day, Kind.JSON_LD, _ROLES[name], 6)
