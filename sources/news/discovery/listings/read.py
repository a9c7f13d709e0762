"""The reader of each adapter."""

from datetime import date

from sources.archive.capture import Capture
from sources.news.discovery.listings.feeds import read_feed
from sources.news.discovery.listings.gdelt import read_gdelt
from sources.news.discovery.listings.model import Listing, ListingRead
from sources.news.discovery.listings.sections import read_section
from sources.news.discovery.listings.sitemaps import read_sitemap
from sources.news.discovery.listings.wayback import read_wayback


def read_listing(
    listing: Listing, capture: Capture, crawl_day: date, months: frozenset[tuple[int, int]]
) -> ListingRead:
    """Parses a listing.

    Args:
        listing: the listing.
        capture: the response.
        crawl_day: the day of the crawl.
        months: years and months in which articles about a release can be expected.

    Raises:
        BusyError: the service reports too many requests.
        ValueError: the response cannot be parsed.
    """
    match listing.adapter:
        case "feed":
            return read_feed(listing, capture)
        case "sitemap":
            return read_sitemap(listing, capture, crawl_day, months)
        case "gdelt":
            return read_gdelt(listing, capture)
        case "sections":
            return read_section(listing, capture)
        case "wayback":
            return read_wayback(listing, capture)
        case "common_crawl":
            raise ValueError("files of Common Crawl are imported, not requested")
