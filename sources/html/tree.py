"""The two HTML parsers behind one interface. The layout of a page names its parser.

`lexbor` is fast and follows the HTML5 algorithm. `soup` is BeautifulSoup over html5lib. It follows the same algorithm,
is thirty times slower and easier to query, and reads index pages and unusual old markup.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol, cast

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sources.html.guard import validate_for_soup


class Node(Protocol):
    """A node that is no text: an element, or another node such as a comment."""

    @property
    def tag(self) -> str:
        """Lower-case element name; a name that begins with `-` for other nodes."""

    @property
    def text(self) -> str:
        """The characters of all text nodes in an element."""

    @property
    def attributes(self) -> dict[str, str]:
        """Attribute values by name."""

    def children(self) -> Iterator["str | Node"]:
        """Child nodes in order; a text node is its characters."""

    def select(self, selector: str) -> list["Node"]:
        """Elements below this one that match a CSS selector, in document order."""


Parser = Callable[[str], Node]


class _Lexbor:
    __slots__ = ("_node", "tag")

    def __init__(self, node: LexborNode, tag: str | None) -> None:
        self._node = node
        self.tag = tag or "-none"

    @property
    def text(self) -> str:
        return self._node.text() or ""

    @property
    def attributes(self) -> dict[str, str]:
        found: dict[str, str | None] = self._node.attributes
        if None in found.values():  # attributes without a value are few
            return {name: value or "" for name, value in found.items()}
        return cast("dict[str, str]", found)

    def children(self) -> Iterator[str | Node]:
        child = self._node.child
        while child is not None:
            tag = child.tag
            yield (child.text_content or "") if tag == "-text" else _Lexbor(child, tag)
            child = child.next

    def select(self, selector: str) -> list[Node]:
        return [_Lexbor(node, node.tag) for node in self._node.css(selector)]


class _Soup:
    __slots__ = ("_node",)

    def __init__(self, node: Any) -> None:
        self._node = node

    @property
    def tag(self) -> str:
        from bs4.element import PreformattedString

        return "-comment" if isinstance(self._node, PreformattedString) else str(self._node.name)

    @property
    def text(self) -> str:
        return str(self._node.get_text())

    @property
    def attributes(self) -> dict[str, str]:
        return {
            name: " ".join(value) if isinstance(value, list) else str(value) for name, value in self._node.attrs.items()
        }

    def children(self) -> Iterator[str | Node]:
        from bs4.element import NavigableString, PreformattedString

        for child in getattr(self._node, "contents", ()):
            is_text = isinstance(child, NavigableString) and not isinstance(child, PreformattedString)
            yield str(child) if is_text else _Soup(child)

    def select(self, selector: str) -> list[Node]:
        return [_Soup(node) for node in self._node.select(selector)]


def lexbor(text: str) -> Node:
    """Parses with lexbor."""
    root = LexborHTMLParser(text).root
    if root is None:
        raise ValueError("no document")
    return _Lexbor(root, root.tag)


def soup(text: str) -> Node:
    """Parses with BeautifulSoup over html5lib.

    Raises:
        HostileMarkupError: it would take too long.
    """
    from bs4 import BeautifulSoup

    validate_for_soup(text)
    return _Soup(BeautifulSoup(text, "html5lib"))


PARSERS: Final[dict[str, Parser]] = {"lexbor": lexbor, "soup": soup}
