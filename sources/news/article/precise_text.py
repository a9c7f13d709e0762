"""Precise extraction of running text: the steps of trafilatura that the project's options need.

`trafilatura.extract` copies the page three times and searches it for comments and for appended articles, which takes
almost half of its time. Most pages have none, and no step after this one needs the page as it was.
"""

from functools import cache
from typing import Any, Final

from sources.news.article.extraction_tree import parsed_for_extraction

_COMMENTS: Final = (
    *('="comment', '="Comment', '="comol', '="disqus_thread', '="dsq-comments'),
    *("article-comments", "post-comments"),
)
"""One of these is in the markup of each page of which trafilatura removes comments."""
_OTHERS: Final = (
    *("mvp-post-add", "infinite-scroll", "infinitescroll", "elementor-share-buttons"),
    "DiscussionForumPosting",
)
"""One of these is in each page of which trafilatura removes more than comments, or keeps the comments."""


def precise_text(markup: str) -> str:
    """The text that `trafilatura.extract` finds with its option for precision, without comments and tables.

    Args:
        markup: cleaned markup, as lexbor writes it: attributes in double quotes.
    """
    from trafilatura import extract  # noqa: PLC0415  (plain text needs no library for markup)

    tree = parsed_for_extraction(markup)
    if tree is markup or any(word in markup for word in _OTHERS):
        return extract(tree, options=_options()) or ""
    try:
        return _text(tree, has_comments=any(word in markup for word in _COMMENTS))
    except (TypeError, ValueError):
        return ""  # as trafilatura does


def _text(tree: Any, *, has_comments: bool) -> str:
    from trafilatura.htmlprocessing import convert_tags, prune_unwanted_nodes, tree_cleaning  # noqa: PLC0415
    from trafilatura.main_extractor import extract_content  # noqa: PLC0415
    from trafilatura.utils import normalize_unicode  # noqa: PLC0415
    from trafilatura.xml import xmltotxt  # noqa: PLC0415
    from trafilatura.xpaths import REMOVE_COMMENTS_AND_LISTS_XPATH, REMOVE_COMMENTS_XPATH  # noqa: PLC0415

    if has_comments:
        prune_unwanted_nodes(tree, REMOVE_COMMENTS_AND_LISTS_XPATH)
    tree = convert_tags(tree_cleaning(tree, _options()), _options())
    if has_comments:
        prune_unwanted_nodes(tree, REMOVE_COMMENTS_XPATH)
    body, text = extract_content(tree, _options())
    return normalize_unicode(xmltotxt(body, include_formatting=False).strip()) if text else ""


@cache
def _options() -> Any:
    from trafilatura.settings import Extractor  # noqa: PLC0415

    return Extractor(fast=True, precision=True, comments=False, tables=False)
