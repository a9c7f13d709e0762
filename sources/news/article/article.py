"""Extraction of the article from a news page, or from a plain text dump of one."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from sources.archive.capture import Capture
from sources.fetch.outcome.outcomes import MAX_BODY_BYTES, validate_body
from sources.html.decode import UndecodableError, count_replaced, decode
from sources.news.article.address import article_id, canonical_address, site_of
from sources.news.article.boilerplate import trim_dump
from sources.news.article.dates.reader import Page, publication_of
from sources.news.article.dates.weigh import Publication
from sources.news.article.language import language_of
from sources.news.article.markup import clean_markup, without_controls
from sources.news.article.metadata import Metadata, read_metadata
from sources.news.article.text import article_text
from sources.news.article.validation import validate_article
from sources.problems import PageProblemError
from sources.registry.publishers import publisher_of
from warehouse.tables.vocabulary import Reason

_FIRST_YEAR_OF_WEB: Final = 1991


@dataclass(frozen=True)
class Article:
    """An article.

    Attributes:
        article_id: identity, derived from the canonical address.
        url: canonical address.
        publisher: name of the publisher.
        title: headline.
        authors: as the page names them.
        publication: day of publication and where on the page it was found.
        declared_language: language code that the page declares.
        text: paragraphs, one a line.
        replaced_characters: number of characters of the text that could not be read.
    """

    article_id: str
    url: str
    publisher: str | None
    title: str | None
    authors: tuple[str, ...]
    publication: Publication
    declared_language: str | None
    text: str
    replaced_characters: int

    @cached_property
    def language(self) -> str:
        """ISO 639-1 code of the language of the text, found when it is first asked for."""
        return language_of(self.text, self.declared_language)


def extract_article(capture: Capture, published: date | None = None) -> Article:
    """Extracts the article from a capture of a news page, or of a plain text file (content type `text/plain`).

    Args:
        capture: the page.
        published: day of publication as declared by a person; it takes precedence over the page.

    Raises:
        PageProblemError: the page cannot be read or contains no article.
    """
    page = _decoded(capture)
    archived = _day_of_capture(capture.captured_at)
    if _is_plain_text(capture):
        dump = trim_dump(without_controls(page))
        metadata, markup, text = Metadata(title=dump.title), "", dump.text
        address = canonical_address(None, capture.url)
        days = publication_of(_page(LexborHTMLParser(""), "", address, metadata), archived)
    else:
        markup = clean_markup(page, capture.url)
        tree = LexborHTMLParser(markup)
        metadata = read_metadata(tree, capture.url)
        address = canonical_address(metadata.address, capture.url)
        days = publication_of(_page(tree, markup, address, metadata), archived)
        text = article_text(tree, metadata.title, capture.url)
    validate_article(capture.url, text, markup or page)
    if published is not None:
        days = Publication(published, "stated", "sure", days.modified)
    return Article(
        article_id=article_id(address),
        url=address,
        publisher=metadata.publisher or _publisher_of_address(address),
        title=metadata.title,
        authors=metadata.authors,
        publication=days,
        declared_language=metadata.language,
        text=text,
        replaced_characters=_count_replaced(text, capture.url),
    )


def days_of_page(page: str, url: str, archived: date | None) -> Publication:
    """The day of publication of a news page, without reading its text.

    Args:
        page: the decoded page.
        url: its address.
        archived: the day it was archived.

    Raises:
        PageProblemError: the markup is hostile.
    """
    markup = clean_markup(page, url)
    tree = LexborHTMLParser(markup)
    metadata = read_metadata(tree, url)
    return publication_of(_page(tree, markup, canonical_address(metadata.address, url), metadata), archived)


def _page(tree: LexborHTMLParser, markup: str, address: str, metadata: Metadata) -> Page:
    return Page(tree, markup, address, metadata.fields, metadata.titles, metadata.declared_language)


def _count_replaced(text: str, url: str) -> int:
    try:
        return count_replaced(text)
    except UndecodableError as error:
        raise PageProblemError(Reason.UNDECODABLE, f"the text of the article: {error}: {url}") from error


def _publisher_of_address(address: str) -> str | None:
    """The publisher's name in the register, else the host of the site."""
    known = publisher_of(address)
    return known.name if known is not None else site_of(address)


def _decoded(capture: Capture) -> str:
    if _is_plain_text(capture):
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


def _is_plain_text(capture: Capture) -> bool:
    return (capture.content_type or "").split(";")[0].strip().casefold() == "text/plain"


def _day_of_capture(moment: str) -> date | None:
    """The day of a capture; None for a capture without a date, which some archives date to 1970."""
    try:
        day = date.fromisoformat(moment[:10])
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR_OF_WEB else None
