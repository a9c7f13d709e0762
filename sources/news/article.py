"""From the bytes of a news page, or a plain text dump of one, to an article."""

from dataclasses import dataclass
from datetime import date

from sources.archive.capture import Capture
from sources.fetch.outcome.outcomes import MAX_BODY_BYTES, validate_body
from sources.html.decode import UndecodableError, decode
from sources.news.address import article_id, canonical_address, site_of
from sources.news.boilerplate import trim_dump
from sources.news.guards import check_article
from sources.news.language import language_of
from sources.news.metadata import Metadata, read_metadata
from sources.news.publication import Publication, publication
from sources.news.text import article_text, lighten, without_controls
from sources.problems import PageProblemError
from sources.registry.publishers import publisher_of
from warehouse.tables.vocabulary import Reason


@dataclass(frozen=True)
class Article:
    """An article.

    Attributes:
        article_id: identity, from the canonical address.
        url: canonical address.
        publisher: who published it.
        title: headline.
        authors: as named by the page.
        publication: day of publication and where it was found.
        language: ISO 639-1 code.
        text: paragraphs, one a line.
    """

    article_id: str
    url: str
    publisher: str | None
    title: str | None
    authors: tuple[str, ...]
    publication: Publication
    language: str
    text: str


def open_article(capture: Capture, published: date | None = None) -> Article:
    """Reads a capture of a news page, or of a plain text file (content type `text/plain`).

    Args:
        capture: the page.
        published: day of publication as a person states it; it goes before what the page says.

    Raises:
        PageProblemError: the page cannot be read or holds no article.
    """
    page = _decoded(capture)
    if _is_plain(capture):
        dump = trim_dump(without_controls(page))
        metadata, light, text = Metadata(title=dump.title), "", dump.text
    else:
        light = lighten(page, capture.url)
        metadata = read_metadata(light, capture.url)
        text = article_text(light, metadata.title, capture.url)
    check_article(capture.url, text, light or page)
    address = canonical_address(metadata.address, capture.url)
    return Article(
        article_id=article_id(address),
        url=address,
        publisher=metadata.publisher or _publisher(address),
        title=metadata.title,
        authors=metadata.authors,
        publication=publication(metadata.dates, light, address, archived=_day(capture.captured_at), stated=published),
        language=language_of(text, metadata.language),
        text=text,
    )


def _publisher(address: str) -> str | None:
    """The publisher's name from the register, else the site's host."""
    known = publisher_of(address)
    return known.name if known is not None else site_of(address)


def _decoded(capture: Capture) -> str:
    if _is_plain(capture):
        if not capture.body.strip():
            raise PageProblemError(Reason.EMPTY, f"the body is empty: {capture.url}")
        if len(capture.body) > MAX_BODY_BYTES:
            raise PageProblemError(
                Reason.TOO_LARGE, f"{len(capture.body):,} bytes, the limit is {MAX_BODY_BYTES:,}: {capture.url}"
            )
    else:
        validate_body(capture.status, capture.body, capture.url)
    try:
        return decode(capture.body, capture.charset).text
    except UndecodableError as error:
        raise PageProblemError(Reason.UNDECODABLE, f"{error}: {capture.url}") from error


def _is_plain(capture: Capture) -> bool:
    return (capture.content_type or "").split(";")[0].strip().casefold() == "text/plain"


def _day(moment: str) -> date | None:
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None
