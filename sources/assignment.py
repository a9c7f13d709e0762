"""Assignment of pages to a family and year in the archive's index: report families first, then news."""

from collections.abc import Callable
from datetime import date

from sources.archive.capture import Capture
from sources.archive.index import Index
from sources.news.assignment import assign_news
from sources.registry.address import page_key
from sources.state_department.pages import assign as assign_report


def assigning(index: Index, published: date | None = None) -> Callable[[Capture], tuple[str, int] | None]:
    """A function that returns the family and year of a page.

    Args:
        index: has the publication days that people added.
        published: the publication day of the next page, where a person states it.
    """

    def assign(capture: Capture) -> tuple[str, int] | None:
        return assign_report(capture) or assign_news(
            capture, published or index.published.by_page().get(page_key(capture.url))
        )

    return assign


def assign_page(capture: Capture) -> tuple[str, int] | None:
    """The family and year of a page whose day of publication no person stated."""
    return assign_report(capture) or assign_news(capture)
