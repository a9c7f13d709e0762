"""Days in elements that are made for them: `<time>`, `itemprop`, classes of hentry and of common themes."""

import re
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sources.news.article.dates.candidate import Candidate, Kind, Role
from sources.news.article.dates.labels import role_before
from sources.news.article.dates.place import Place
from sources.news.article.dates.values import Day, day_of_field, days_in

_SELECTOR: Final = (
    "time, [itemprop*=date], [itemprop*=Date], [property*=datePublished], [property*=dateModified], [pubdate],"
    " .published, .updated, .modified, .entry-date, .dt-published, .dt-updated, .post-date, .postdate, .article-date,"
    " .publish-date, .published-date, .pubdate, .date-published, .posted-on, .date, .byline-date, .article__date,"
    " .entry-time, .timestamp"
)
_VALUES: Final = "datetime content title data-datetime data-time data-date data-timestamp data-utime".split()
_MAX_ELEMENTS: Final = 120
_MAX_ANCESTORS: Final = 60
_MAX_TEXT: Final = 120
"""Characters of the text of an element that is only a day."""
_FOREIGN: Final = re.compile(
    r"(?<![a-z])(?:aside|sidebar|related|recommend\w*|teasers?|promo\w*|comments?|commentlist|widget\w*|most-?(?:read|popular|viewed)|popular"
    r"|latest|trending|breadcrumbs?|cards?|carousel|slider|read-?(?:next|more|also)|more-?(?:news|stories|articles|from|on)|also-?read"
    r"|respond|ticker|archive-list|recent\w*|newsletter|embed\w*|tweet|twitter\w*|instagram\w*|masthead|site-?header|topbar|top-bar"
    r"|similar|weiterlesen|mehr|next-?(?:post|article)|prev\w*|outbrain|taboola|events?|calendar)(?![a-z])",
    re.IGNORECASE,
)
_FOREIGN_TAGS: Final = frozenset(("aside", "nav", "footer", "blockquote", "iframe"))
_CURRENT: Final = re.compile(r"current|today|now\b|clock|heute|hoy", re.IGNORECASE)


def element_days(tree: LexborHTMLParser, heading: LexborNode | None, place: Place) -> Iterator[Candidate]:
    """The days in elements of the article, the first of each role.

    Elements beside the article give none: an ancestor that does not contain the headline is a sidebar, a list of other
    articles, a comment or the footer.

    Args:
        tree: the page.
        heading: the headline of the article, if the page has one.
        place: place of publication.
    """
    around = _ancestors(heading) if heading is not None else set()
    seen: set[tuple[Kind, Role]] = set()
    for node in tree.css(_SELECTOR)[:_MAX_ELEMENTS]:
        if node.tag in ("meta", "body", "html", "article", "main") or _is_foreign(node, around):
            continue
        kind, role, weight = _kind(node)
        day, said = _day(node, place)
        if day is None or said is None:
            continue
        if role is Role.UNKNOWN:
            role = said
        if (kind, role) in seen:
            continue
        seen.add((kind, role))
        yield Candidate(day, kind, role, weight)


def _kind(node: LexborNode) -> tuple[Kind, Role, float]:
    """The kind of an element, what its attributes say of its day, and its weight."""
    attributes = node.attributes
    names = f"{attributes.get('itemprop') or ''} {attributes.get('property') or ''}".casefold()
    for name, role, weight in (
        ("datepublished", Role.PUBLISHED, 7),
        ("datemodified", Role.MODIFIED, 7),
        ("datecreated", Role.CREATED, 5),
    ):
        if name in names:
            return Kind.ITEMPROP, role, weight
    classes = f" {attributes.get('class') or ''} ".casefold()
    kind = Kind.TIME if node.tag == "time" else Kind.CLASS
    if "pubdate" in attributes:
        return kind, Role.PUBLISHED, 7
    if re.search(r"(?:updated|modified|lastmod)(?![a-z])", classes) and "published" not in classes:
        return kind, Role.MODIFIED, 6
    if re.search(r"\s(?:published|dt-published|date-published|published-date|publish-date|pubdate)\s", classes):
        return kind, Role.PUBLISHED, 6
    if re.search(r"\s(?:entry-date|entry-time|post-?date|article-date)\s", classes):
        return kind, Role.UNKNOWN, 6
    return kind, Role.UNKNOWN, 5 if node.tag == "time" else 4


def _day(node: LexborNode, place: Place) -> tuple[Day | None, Role | None]:
    """The day of an element, and what the words before it say of it."""
    attributes = node.attributes
    text = " ".join((node.text() or "")[: 4 * _MAX_TEXT].split())
    if _CURRENT.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"):
        return None, None
    for name in _VALUES:
        value = attributes.get(name)
        day = day_of_field(value, place) if value else None
        if day is not None:
            return day, role_before(f"{_before(node)} {text}")
    if len(text) > _MAX_TEXT:
        return None, None
    day = next(days_in(text, place), None)
    return (day, role_before(f"{_before(node)} {text[: day.start]}")) if day is not None else (None, None)


def _before(node: LexborNode) -> str:
    """The words before an element within its parent, at most one line."""
    previous = node.prev
    words = ""
    while previous is not None and not words.strip():
        words = previous.text() or ""
        previous = previous.prev
    line = " ".join(words[-200:].split())
    return line[-40:] if len(line) <= 60 else ""


def _ancestors(node: LexborNode) -> set[int]:
    found = set()
    parent = node.parent
    for _ in range(_MAX_ANCESTORS):
        if parent is None:
            break
        found.add(parent.mem_id)
        parent = parent.parent
    return found


def _is_foreign(node: LexborNode, around: set[int]) -> bool:
    """Whether an element is beside the article: in an ancestor of its own that is made for something else."""
    parent: LexborNode | None = node
    for _ in range(_MAX_ANCESTORS):
        if parent is None or parent.mem_id in around or parent.tag in ("body", "html"):
            return False
        if parent is not node and _is_made_for_others(parent, has_heading=bool(around)):
            return True
        parent = parent.parent
    return False


def _is_made_for_others(node: LexborNode, *, has_heading: bool) -> bool:
    """Whether an element shows something else than the article: by its name, its class, or a headline of its own."""
    if node.tag in _FOREIGN_TAGS or (has_heading and node.tag == "article"):
        return True
    if has_heading and node.tag in ("a", "li") and _has_headline(node):
        return True
    attributes = node.attributes
    return _FOREIGN.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}") is not None


def _has_headline(node: LexborNode) -> bool:
    """Whether an element has a headline or a link of several words: it shows another article."""
    if node.tag == "a":
        return len((node.text() or "")[:400].split()) > 8
    return node.css_first("h1, h2, h3, h4, h5") is not None or any(
        len((link.text() or "")[:400].split()) > 4 for link in node.css("a")[:5]
    )
