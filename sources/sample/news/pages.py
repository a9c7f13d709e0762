"""All pages of the news part of the sample."""

from typing import Final

from sources.sample.news.articles import NewsText, read_texts
from sources.sample.news.layouts import render

_MOST_HEADLINES: Final = 4


def news_pages() -> list[tuple[str, str]]:
    """Address and HTML of every page, in the order of their addresses."""
    texts = read_texts()
    return sorted((text.url, render(text, _others(text, texts))) for text in texts)


def _others(text: NewsText, texts: list[NewsText]) -> list[NewsText]:
    """The articles whose headlines are below an article: the latest before it in its language, then later ones."""
    same = [other for other in texts if other.paper.language == text.paper.language and other != text]
    before = [other for other in same if other.published <= text.published]
    after = [other for other in same if other.published > text.published]
    return [*reversed(before), *after][:_MOST_HEADLINES]
