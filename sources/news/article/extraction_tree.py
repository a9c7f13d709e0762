"""The tree from which trafilatura extracts: the one that it makes itself, made in less time.

trafilatura searches a page for characters that XML does not allow, letter by letter, and lxml asks Python for the class
of each element. Cleaned markup nearly never has such characters, and extraction needs one class.
"""

from functools import cache
from typing import Any, Final

from sources.news.article.markup import unusual_characters

_HEAD: Final = 4_096
"""Characters in whose lines trafilatura repairs a document type and the first element."""


def parsed_for_extraction(markup: str) -> Any:
    """The tree of cleaned markup; the markup itself where trafilatura has to repair it."""
    from lxml.etree import LxmlError  # noqa: PLC0415  (plain text needs no library for markup)
    from lxml.html import fromstring  # noqa: PLC0415
    from trafilatura.utils import INVALID_XML_CHARS, repair_faulty_html  # noqa: PLC0415

    if INVALID_XML_CHARS.search(unusual_characters(markup)):
        return markup
    end = markup.find("\n", _HEAD) + 1 or len(markup)
    head = repair_faulty_html(markup[:end], markup[:50].lower())
    try:
        tree = fromstring(head + markup[end:], parser=_parser())
    except (ValueError, LxmlError):
        return markup
    return tree if len(tree) > 1 else markup


@cache
def _parser() -> Any:
    """The parser of trafilatura, with one class for all elements."""
    from lxml.etree import ElementDefaultClassLookup, HTMLParser  # noqa: PLC0415
    from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HtmlProcessingInstruction  # noqa: PLC0415

    parser = HTMLParser(
        collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    classes = ElementDefaultClassLookup(HtmlElement, HtmlComment, HtmlProcessingInstruction, HtmlEntity)
    parser.set_element_class_lookup(classes)
    return parser
