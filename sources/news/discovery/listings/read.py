"""How each adapter's listings are read."""

from datetime import date

from sources.archive.capture import Capture
from sources.news.discovery.listings.feeds import read_feed
from sources.news.discovery.listings.gdelt import read_gdelt
from sources.news.discovery.listings.model import Listing, ListingRead
from sources.news.discovery.listings.sections import read_section
from sources.news.discovery.listings.sitemaps import read_sitemap
from sources.news.discovery.listings.wayback import read_wayback


def read_listing(listing: Listing, capture: Capture, night: date, months: frozenset[tuple[int, int]]) -> ListingRead:
    """What a listing shows.

    Args:
        listing: the listing.
        capture: as it came.
        night: tonight.
        months: years and months in which reports about a release can be expected.

    Raises:
        BusyError: the service is asked too often.
        ValueError: the answer cannot be read.
    """
    match listing.adapter:
        case "feed":
            return read_feed(listing, capture)
        case "sitemap":
            return read_sitemap(listing, capture, night, months)
        case "gdelt":
            return read_gdelt(listing, capture)
        case "sections":
            return read_section(listing, capture)
        case "wayback":
            return read_wayback(listing, capture)
        case "common_crawl":
            raise ValueError("files of Common Crawl are imported, not asked for")
