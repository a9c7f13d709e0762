"""Under which family and year the archive's index files a page: reports first, then news."""

from collections.abc import Callable
from datetime import date

from sources.archive.capture import Capture
from sources.archive.index import Index
from sources.news.batches import assign_news, declared_publication_day
from sources.registry.address import page_key
from sources.state_department.pages import assign as assign_report


def assigning(index: Index, published: date | None = None) -> Callable[[Capture], tuple[str, int] | None]:
    """A function that files pages.

    Args:
        index: where days of publication given by hand are noted.
        published: such a day, for the page about to be filed.
    """

    def assign(capture: Capture) -> tuple[str, int] | None:
        place = assign_report(capture)
        if place is not None:
            return place
        return assign_news(capture, published or declared_publication_day(index, page_key(capture.url)))

    return assign
