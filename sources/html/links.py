"""Links of a page, and addresses in its selection lists."""

from collections.abc import Iterator

from sources.html.guard import validate_markup
from sources.html.tree import lexbor


def links(text: str) -> Iterator[str]:
    """Yields the values of links and options of a page, in page order.

    Raises:
        HostileMarkupError: the page cannot be parsed in reasonable time.
    """
    validate_markup(text)
    for node in lexbor(text).select("a[href], option[value]"):
        yield node.attributes.get("href") or node.attributes.get("value") or ""


def titled_links(text: str) -> Iterator[tuple[str, str]]:
    """Yields links with their text, in page order.

    Raises:
        HostileMarkupError: the page cannot be parsed in reasonable time.
    """
    validate_markup(text)
    for node in lexbor(text).select("a[href]"):
        yield node.attributes.get("href") or "", node.text
