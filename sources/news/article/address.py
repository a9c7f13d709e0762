"""Canonical addresses of articles, and the identities derived from them."""

import hashlib
import re
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from courlan import clean_url

from sources.registry.address import host_and_path, page_key, unwrap
from warehouse.tables.identifiers import ID_DIGITS, IdPrefix

_MAX_ADDRESS_LENGTH: Final = 2_000
_ADDRESSES_KEPT: Final = 256
"""Addresses whose forms are kept: a page names its own address and those of others again and again."""
_SLUG_WORDS: Final = 3
"""Fewest words of the last part of an address that describes an article; `world-news` is a section."""
_NAMES_OF_SCRIPTS: Final = frozenset(("", "index", "default", "article", "story", "news", "view", "page"))
"""Last parts of addresses that many pages of a site share."""
_LONG_NUMBER: Final = re.compile(r"(?<!\w)\d{5,}(?!\w)|(?<=[-_])\d{5,}(?!\w)|(?<=\b[a-z])\d{5,}(?!\w)")
_DAY_IN_PATH: Final = re.compile(r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])[/-]?(?:[0-3]?\d)?(?=[/_-]|$)")

_HOST_PREFIX: Final = re.compile(r"(?:www\d?|m|mobile|amp|wap|touch)\.(?=[^.]+\.)")
_AMP_SEGMENT: Final = re.compile(r"^/amp(?=/.)|/(?:amp|print|amp\.html)/?$", re.IGNORECASE)
_AMP_SUFFIX: Final = re.compile(r"\.amp(\.html?)?$", re.IGNORECASE)
_VIEW_PARAMETER: Final = re.compile(
    r"(?:amp|print|printable|printer|print_view|printview|mobile|m|utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid"
    r"|yclid|ocid|cmpid|ftag|at_\w+|ns_\w+|xtor|_ga|_gl|smid|smtyp|ncid|ito)(?:=[^&]*)?"
    r"|(?:output|outputtype|view|mode|format|template|layout|pagetype)=(?:amp|print|printable|mobile|1)",
    re.IGNORECASE,
)
"""Parameters that select another view of a page, or only tell where its reader came from."""


@lru_cache(maxsize=_ADDRESSES_KEPT)
def canonical_address(declared: str | None, url: str) -> str:
    """The canonical address: the one the page declares if it can be its own, without tracking parameters.

    A declared address is another page's if it is on another site, if it is a section page, or if it names another
    subject than the address that was captured. Otherwise articles that declare the same wrong address would be one.

    Args:
        declared: canonical address in the metadata of the page, if any.
        url: the address that was captured; it may be the address of an archived copy.
    """
    own = unwrap(url)
    declared = unwrap(declared) if declared else None
    chosen = declared if declared and _same_site(declared, own) and _can_be_of_page(declared, own) else own
    cleaned = clean_url(chosen[:_MAX_ADDRESS_LENGTH]) if chosen.startswith(("http://", "https://")) else None
    return cleaned or chosen


def article_id(address: str) -> str:
    """Identity of an article: hash of the key of its canonical address."""
    return identifier(IdPrefix.ARTICLE, article_key(address))


@lru_cache(maxsize=_ADDRESSES_KEPT)
def article_key(address: str) -> str:
    """The key of an article: equal for the addresses of its page, its page for phones, its AMP page and its print view.

    Scheme, prefixes of the host such as `www.` and `m.`, tracking parameters and the order of parameters do not count.
    The key has the host with `www.`, the most frequent form.
    """
    place, _, query = page_key(clean_url(address) or address).partition("?")
    host, slash, path = place.partition("/")
    while (prefix := _HOST_PREFIX.match(host)) is not None:
        host = host[prefix.end() :]
    path = _AMP_SEGMENT.sub("", f"{slash}{path}")
    path = _AMP_SUFFIX.sub(r"\1", path).rstrip("/")
    # `&amp=1` becomes `&=1` where an address is taken for HTML.
    named = (part for part in query.split("&") if part and not part.startswith("="))
    parameters = sorted(part for part in named if not _VIEW_PARAMETER.fullmatch(part))
    return f"www.{host}{path}{'?' if parameters else ''}{'&'.join(parameters)}"


def other_keys(address: str) -> list[str]:
    """The page keys under which an article may be known already, other than that of this address."""
    key = article_key(address)
    bare = key.removeprefix("www.")
    keys = [f"{prefix}{bare}" for prefix in ("www.", "", "m.", "amp.")]
    amp = [f"{start}/amp" for start in keys[:2] if "?" not in start]
    return [other for other in (*keys, *amp) if other != page_key(address)]


def identifier(prefix: IdPrefix, *fields: object) -> str:
    """Identity of a row: its prefix, and a hash of the fields that distinguish it from other rows."""
    text = "\x1f".join(str(field) for field in fields)
    return prefix + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]


def site_of(address: str) -> str | None:
    """The host of the site without `www.`; None if the address has none."""
    host = host_and_path(address)[0].removeprefix("www.")
    return host or None


def _can_be_of_page(declared: str, own: str) -> bool:
    """Whether an address that a page declares as its canonical one can be the address of this page.

    In doubt it cannot: two addresses of one article are found by the text, as a copy.
    """
    theirs, ours = _marks_of(declared), _marks_of(own)
    if page_key(declared) == page_key(own) or (theirs.last == ours.last and theirs.last not in _NAMES_OF_SCRIPTS):
        return True
    if not (theirs.numbers or theirs.words):
        # a section page, unless the captured address is a longer form of it: `/national/a-again` of `/national/a`
        return bool(theirs.last) and ours.last.startswith(f"{theirs.last}-")
    if theirs.numbers & ours.numbers:
        return True
    if theirs.numbers and ours.numbers:
        return False
    return not ours.words or not theirs.words or ours.words <= theirs.words or theirs.words <= ours.words


class _Marks(NamedTuple):
    """What distinguishes the address of an article: the last part of its path, long numbers, and words."""

    last: str
    numbers: frozenset[str]
    words: frozenset[str]


def _marks_of(address: str) -> _Marks:
    """The marks of an address. Days are no long number: a paper prints many articles on one day."""
    _, path = host_and_path(address)
    last = re.sub(r"\.(?:s?html?|php|aspx?|amp)$", "", path.rsplit("/", 1)[-1].casefold())
    numbers = _LONG_NUMBER.findall(_DAY_IN_PATH.sub("/", f"{path}/{urlsplit(address).query}"))
    words = [word for word in re.split(r"[\W_]+", last) if len(word) > 2 and not word.isdigit()]
    return _Marks(last, frozenset(numbers), frozenset(words if len(words) >= _SLUG_WORDS else ()))


def _same_site(first: str, second: str) -> bool:
    """Whether two addresses belong to one site; prefixes such as `m.`, `amp.` and `edition.` are ignored."""
    one, two = host_and_path(first)[0].split("."), host_and_path(second)[0].split(".")
    shared = 0
    for left, right in zip(reversed(one), reversed(two), strict=False):
        if left != right:
            break
        shared += 1
    return shared >= min(len(one), len(two), 3) or (shared >= 2 and len(one[-shared]) > 3)
