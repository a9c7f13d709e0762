"""Extraction of the article's text from cleaned markup."""

from typing import Final

from trafilatura import extract

from sources.news.article.boilerplate import trim_article
from sources.news.article.markup import without_controls
from sources.problems import PageProblemError
from warehouse.tables.vocabulary import Reason

_SHORT: Final = 400
"""Characters; a precise reading that gives less than this is tried again less strictly."""


def article_text(light: str, title: str | None, name: str) -> str:
    """The article's paragraphs, one a line, without headline, menus, captions of links and comments.

    Args:
        light: markup that `clean_markup` has passed.
        title: the headline.
        name: what to call the page in an error.

    Raises:
        PageProblemError: the markup cannot be read.
    """
    try:
        text = _extract(light, precise=True)
        if len(text) < _SHORT:
            text = _extract(light, precise=False)
    except (ValueError, RecursionError, AssertionError, TypeError, AttributeError) as error:
        raise PageProblemError(
            Reason.HOSTILE_MARKUP, f"{type(error).__name__} while reading the markup: {name}"
        ) from error
    return trim_article(without_controls(text), title)  # entities stand for such characters too


def _extract(light: str, *, precise: bool) -> str:
    text = extract(light, favor_precision=precise, include_comments=False, include_tables=False, fast=True)
    return text or ""
