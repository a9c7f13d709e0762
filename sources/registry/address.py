"""Addresses of pages: cleaning, unwrapping of archived copies, and comparable keys."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

SAMPLE_SUFFIX: Final = ".sample.invalid"
"""Suffix of the hosts of the sample pages, so that they cannot be mistaken for the original pages."""

_COPY: Final = re.compile(
    r"^https?://(?P<archive>web\.archive\.org)/web/(?P<time>\d{4,14})(?:[a-z]{2}_)?/(?P<url>.+)$"
    r"|^https?://(?P<other>webarchive\.library\.unt\.edu|(?:www\.)?webharvest\.gov)/[\w-]{1,40}/\d{4,14}(?:[a-z]{2}_)?/"
    r"(?P<copied>.+)$",
    re.IGNORECASE,
)
"""A copy on the Wayback Machine, or in one of the government crawls that contain the first editions."""


def clean(url: str) -> str:
    """An address without the brackets and spaces that some tools add."""
    url = url.strip().strip("<>").strip()
    return "https:" + url if url.startswith("//") else url


def unwrap(url: str) -> str:
    """The original address of an archived copy; any other address unchanged."""
    url = clean(url)
    while found := _COPY.match(url):
        url = found["url"] or found["copied"]
        if "://" not in url:
            url = "http://" + url
    return url


def is_archived_copy(url: str) -> bool:
    """Whether an address is a copy in a web archive."""
    return _COPY.match(clean(url)) is not None


def is_sample(url: str) -> bool:
    """Whether an address belongs to the sample archive."""
    return host_and_path(url)[0].endswith(SAMPLE_SUFFIX)


def host_and_path(url: str) -> tuple[str, str]:
    """Lower-case host without port, and decoded path without trailing slash. Both are empty for an invalid address."""
    try:
        parts = urlsplit(clean(url))
        host = (parts.hostname or "").lower()
    except ValueError:
        return "", ""
    return host, unquote(parts.path).rstrip("/")


def page_key(url: str) -> str:
    """The key of a page: its address without scheme, case of the host, port, fragment and last slash.

    An archived copy and its original are two pages. An address without a host is its own key.
    """
    url = clean(url)
    if (found := _COPY.match(url)) is not None:
        archive = (found["archive"] or found["other"]).lower()
        return f"{archive}:{page_key(found['url'] or found['copied'])}"
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return url
    if not host:
        return url.split("#")[0]
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"
