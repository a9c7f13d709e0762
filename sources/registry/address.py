"""Addresses of pages: cleaned, unwrapped, made comparable."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

SAMPLE_SUFFIX: Final = ".sample.invalid"
"""Hosts of the pages that ship with the project end so; nobody can take them for the original."""

_COPY: Final = re.compile(
    r"^https?://(?P<archive>web\.archive\.org)/web/(?P<time>\d{4,14})(?:[a-z]{2}_)?/(?P<url>.+)$"
    r"|^https?://(?P<other>webarchive\.library\.unt\.edu|(?:www\.)?webharvest\.gov)/[\w-]{1,40}/\d{4,14}(?:[a-z]{2}_)?/"
    r"(?P<its>.+)$",
    re.IGNORECASE,
)
"""A copy on the Wayback Machine, or in one of the government crawls that hold the first editions."""


def clean(url: str) -> str:
    """An address without the wrapping that some tools leave around it."""
    url = url.strip().strip("<>").strip()
    return "https:" + url if url.startswith("//") else url


def unwrap(url: str) -> str:
    """The original address of an archived copy; any other address as it is."""
    url = clean(url)
    while found := _COPY.match(url):
        url = found["url"] or found["its"]
        if "://" not in url:
            url = "http://" + url
    return url


def is_archived_copy(url: str) -> bool:
    """Whether an address is that of a copy in a web archive."""
    return _COPY.match(clean(url)) is not None


def is_sample(url: str) -> bool:
    """Whether an address is one of the sample archive's."""
    return host_and_path(url)[0].endswith(SAMPLE_SUFFIX)


def host_and_path(url: str) -> tuple[str, str]:
    """Lower-case host without port, and decoded path without trailing slash. Both empty where there is none."""
    try:
        parts = urlsplit(clean(url))
        host = (parts.hostname or "").lower()
    except ValueError:
        return "", ""
    return host, unquote(parts.path).rstrip("/")


def page_key(url: str) -> str:
    """What makes two addresses the same page: not scheme, case of the host, port, fragment or last slash.

    An archived copy and its original stay two pages; an address without a host is compared as it stands.
    """
    url = clean(url)
    if (found := _COPY.match(url)) is not None:
        archive = (found["archive"] or found["other"]).lower()
        return f"{archive}:{page_key(found['url'] or found['its'])}"
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return url
    if not host:
        return url.split("#")[0]
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"
