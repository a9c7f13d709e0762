"""Addresses of articles: one for all the ways a page is linked, and the identity made from it."""

import hashlib
from typing import Final

from courlan import clean_url

from sources.registry.address import host_and_path, page_key, unwrap

_LONGEST: Final = 2_000
_ID_DIGITS: Final = 16


def canonical_address(named: str | None, url: str) -> str:
    """The address an article goes by: the one it names for itself, if on its own site, without tracking parameters.

    Args:
        named: canonical address by the page's own metadata, if any.
        url: the address it was archived under, which may be that of an archived copy.
    """
    own = unwrap(url)
    named = unwrap(named) if named else None
    chosen = named if named and _same_site(named, own) else own
    cleaned = clean_url(chosen[:_LONGEST]) if chosen.startswith(("http://", "https://")) else None
    return cleaned or chosen


def article_id(address: str) -> str:
    """Identity of an article: hash of its canonical address without scheme and last slash."""
    return short_hash(page_key(address))


def short_hash(*fields: object) -> str:
    """Identity of a row from the fewest fields that tell it apart."""
    text = "\x1f".join(str(field) for field in fields)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_DIGITS]


def site_of(address: str) -> str | None:
    """The site's host without `www.`; None where the address has none."""
    host = host_and_path(address)[0].removeprefix("www.")
    return host or None


def _same_site(first: str, second: str) -> bool:
    """Whether two addresses are of one site, whatever the part before its name (`m.`, `amp.`, `edition.`)."""
    one, two = host_and_path(first)[0].split("."), host_and_path(second)[0].split(".")
    shared = 0
    for left, right in zip(reversed(one), reversed(two), strict=False):
        if left != right:
            break
        shared += 1
    return shared >= min(len(one), len(two), 3) or (shared >= 2 and len(one[-shared]) > 3)
