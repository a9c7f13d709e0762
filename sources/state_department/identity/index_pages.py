"""Index pages: pages without report text that link to the reports of an edition or of a family."""

import hashlib
from urllib.parse import urljoin

from sources.html.links import links
from sources.problems import PageProblemError
from sources.registry.families import Location, kind_of, landing_page_of, locate
from warehouse.tables.vocabulary import PageKind, Reason


def is_index(url: str, location: Location | None) -> bool:
    """Whether a page links to reports and is none."""
    return landing_page_of(url) is not None if location is None else kind_of(location) is PageKind.INDEX


def index_digest(text: str, url: str) -> str:
    """Digest of the reports a page links to. Other content, such as news of the day, does not change it.

    Raises:
        PageProblemError: the page cannot be parsed in reasonable time.
    """
    try:
        found = {str(location) for value in links(text) if (location := _location(url, value)) is not None}
    except ValueError as error:
        raise PageProblemError(Reason.UNKNOWN_LAYOUT, f"{error}: {url}") from error
    return hashlib.sha256("\n".join(["index", *sorted(found)]).encode()).hexdigest()


def _location(url: str, value: str) -> Location | None:
    try:
        return locate(urljoin(url, value.strip()))
    except ValueError:
        return None
