"""Canonical addresses of articles, and the identities derived from them."""

import hashlib
from typing import Final

from courlan import clean_url

from sources.registry.address import host_and_path, page_key, unwrap
from warehouse.tables.identifiers import ID_DIGITS, IdPrefix

_MAX_ADDRESS_LENGTH: Final = 2_000


def canonical_address(declared: str | None, url: str) -> str:
    """The canonical address: the one the page declares if it is on the same site, without tracking parameters.

    Args:
        declared: canonical address in the metadata of the page, if any.
        url: the address that was captured; it may be the address of an archived copy.
    """
    own = unwrap(url)
    declared = unwrap(declared) if declared else None
    chosen = declared if declared and _same_site(declared, own) else own
    cleaned = clean_url(chosen[:_MAX_ADDRESS_LENGTH]) if chosen.startswith(("http://", "https://")) else None
    return cleaned or chosen


def article_id(address: str) -> str:
    """Identity of an article: hash of its canonical address without scheme and trailing slash."""
    return identifier(IdPrefix.ARTICLE, page_key(address))


def identifier(prefix: IdPrefix, *fields: object) -> str:
    """Identity of a row: its prefix, and a hash of the fields that distinguish it from other rows."""
    text = "\x1f".join(str(field) for field in fields)
    return prefix + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]


def site_of(address: str) -> str | None:
    """The host of the site without `www.`; None if the address has none."""
    host = host_and_path(address)[0].removeprefix("www.")
    return host or None


def _same_site(first: str, second: str) -> bool:
    """Whether two addresses belong to one site; prefixes such as `m.`, `amp.` and `edition.` are ignored."""
    one, two = host_and_path(first)[0].split("."), host_and_path(second)[0].split(".")
    shared = 0
    for left, right in zip(reversed(one), reversed(two), strict=False):
        if left != right:
            break
        shared += 1
    return shared >= min(len(one), len(two), 3) or (shared >= 2 and len(one[-shared]) > 3)
