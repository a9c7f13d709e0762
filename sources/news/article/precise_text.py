"""Precise extraction of running text: the steps of trafilatura that the project's options need.

`trafilatura.extract` copies the page three times, which no later step needs here, and searches it for comments and
appended articles by slow expressions. Both take a third of its time.
"""

import re
from functools import cache
from typing import Any, Final

from sources.news.article.extraction_tree import parsed_for_extraction

_COMMENTS_ID: Final = re.compile(r"[Cc]omment(?!ary)|comol|disqus_thread|dsq-comments")
_COMMENTS_CLASS: Final = re.compile(r"^[Cc]omment(?!ary)|(?:article|post)-comments")
"""Beginnings of ids, and classes, of comments: those of trafilatura's `REMOVE_COMMENTS_XPATH`, which takes longer."""
_OTHERS: Final = (
    *("mvp-post-add", "infinite-scroll", "infinitescroll", "elementor-share-buttons"),
    "DiscussionForumPosting",
)
"""One of these is in each page of which trafilatura removes more than comments, or keeps the comments."""


def precise_text(markup: str) -> str:
    """The text that `trafilatura.extract` finds in cleaned markup with its option for precision, without tables."""
    from trafilatura import extract  # noqa: PLC0415  (plain text needs no library for markup)

    tree = parsed_for_extraction(markup)
    if tree is markup or any(word in markup for word in _OTHERS):
        return extract(tree, options=_options()) or ""
    try:
        return _text(tree)
    except (TypeError, ValueError):
        return ""  # as trafilatura does


def _text(tree: Any) -> str:
    from trafilatura.htmlprocessing import convert_tags, tree_cleaning  # noqa: PLC0415
    from trafilatura.main_extractor import extract_content  # noqa: PLC0415
    from trafilatura.utils import normalize_unicode  # noqa: PLC0415
    from trafilatura.xml import xmltotxt  # noqa: PLC0415

    _remove_comments(tree, "div", "section", "details", "list", "ol", "ul")
    tree = convert_tags(tree_cleaning(tree, _options()), _options())
    _remove_comments(tree, "div", "section", "details", "list")  # lists are named so now
    body, text = extract_content(tree, _options())
    return normalize_unicode(xmltotxt(body, include_formatting=False).strip()) if text else ""


def _remove_comments(tree: Any, *tags: str) -> None:
    from trafilatura.xml import delete_element  # noqa: PLC0415

    for element in [each for each in tree.iterdescendants(*tags) if _has_comments(each)]:
        delete_element(element)


def _has_comments(element: Any) -> bool:
    named = _COMMENTS_ID.match(element.get("id", ""))
    if named is not None and (element.tag not in ("ol", "ul") or not named[0].startswith("d")):
        return True
    return _COMMENTS_CLASS.search(element.get("class", "")) is not None


@cache
def _options() -> Any:
    from trafilatura.settings import Extractor  # noqa: PLC0415

    return Extractor(fast=True, precision=True, comments=False, tables=False)
