"""Where a page leads: its links, and the addresses it offers in lists to choose from."""

from collections.abc import Iterator

from sources.html.guard import check_markup
from sources.html.tree import lexbor


def links(text: str) -> Iterator[str]:
    """Values of links and options as they stand in a page, in its order.

    Raises:
        HostileMarkupError: the page cannot be parsed in reasonable time.
    """
    check_markup(text)
    for node in lexbor(text).select("a[href], option[value]"):
        yield node.attributes.get("href") or node.attributes.get("value") or ""


def titled_links(text: str) -> Iterator[tuple[str, str]]:
    """Links with the text they stand on, in the page's order.

    Raises:
        HostileMarkupError: the page cannot be parsed in reasonable time.
    """
    check_markup(text)
    for node in lexbor(text).select("a[href]"):
        yield node.attributes.get("href") or "", node.text
