"""Extraction of the article's text from cleaned markup."""

from typing import Final

from selectolax.lexbor import LexborHTMLParser

from sources.news.article.boilerplate import trim_article
from sources.news.article.extraction_tree import parsed_for_extraction
from sources.news.article.foreign_parts import remove_foreign_parts
from sources.news.article.markup import without_controls
from sources.news.article.precise_text import precise_text
from sources.news.article.wrapped_markup import unwrap_markup
from sources.problems import PageProblemError
from warehouse.tables.vocabulary import Reason

_MIN_TEXT_LENGTH: Final = 400
"""Characters. If precise extraction gives less text, it is repeated with less strict settings."""


def article_text(tree: LexborHTMLParser, title: str | None, name: str) -> str:
    """The paragraphs of the article, one per line, without headline, menus, link captions and comments.

    Args:
        tree: the page, parsed from the result of `clean_markup`. What is not the article's text is removed from it.
        title: the headline.
        name: name of the page in error messages.

    Raises:
        PageProblemError: the markup cannot be read.
    """
    remove_foreign_parts(tree)
    unwrap_markup(tree)
    markup = tree.html or ""
    try:
        text = precise_text(markup)
        if len(text) < _MIN_TEXT_LENGTH:
            text = _extract(markup)
    except (ValueError, RecursionError, AssertionError, TypeError, AttributeError) as error:
        raise PageProblemError(
            Reason.HOSTILE_MARKUP, f"{type(error).__name__} while reading the markup: {name}"
        ) from error
    return trim_article(without_controls(text), title)  # entities can encode control characters


def _extract(markup: str) -> str:
    """The text with less strict settings."""
    from trafilatura import extract  # noqa: PLC0415  (plain text needs no library for markup)

    tree = parsed_for_extraction(markup)
    return extract(tree, include_comments=False, include_tables=False, fast=True) or ""
