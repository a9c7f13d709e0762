"""A tree to one ordered stream of blocks: every character of the page's body once, in reading order.

A block is a heading, a paragraph, a list item or a table row. Inline tags add no space, block tags end a block,
`br` is a line break. What a layout declares as decoration (forms, icons, tag clouds) is skipped; anything else that
holds text becomes a block, whatever element it sits in, so that nothing is dropped in silence.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple

from sources.html.tree import Node

Kind = Literal["heading", "paragraph", "list_item", "table_row"]

MAX_DEPTH: Final = 400
"""Deeper nesting than any page of a known family by an order of magnitude; hostile pages go deeper."""

_HEADINGS: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BLOCKS: Final = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer h1 h2"
    " h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_SILENT: Final = frozenset(
    "script style svg noscript template form nav button select option input textarea iframe object embed canvas audio"
    " video map head title link meta base".split()
)
_EMPHASIS: Final = frozenset(("b", "strong", "u", "em", "i"))
_INVISIBLE: Final = re.compile(r"[\u200b\u2060\ufeff\x00-\x1f\x7f-\x9f]+")
_LINE_BREAK: Final = "\n"


class TooDeepError(ValueError):
    """The page nests elements deeper than any real page."""


class Block(NamedTuple):
    """A piece of the page in reading order.

    Attributes:
        kind: what it is.
        text: its characters, white space folded.
        role: what the layout says its markup means (`section_title`, ...); empty where it says nothing.
        level: 1 to 6 for headings, else 0.
        lead: the part of the text, from its start, that is set in bold, italics or underlined.
    """

    kind: Kind
    text: str
    role: str = ""
    level: int = 0
    lead: str = ""


class _Builder:
    """Collects the pieces of text of the block being read."""

    def __init__(self) -> None:
        self.kind: Kind = "paragraph"
        self.role = ""
        self.level = 0
        self._pieces: list[str] = []
        self._lead: list[str] = []
        self._leading = True

    def begin(self, kind: Kind, role: str, level: int) -> None:
        self.kind, self.role, self.level = kind, role, level

    def add(self, text: str, emphasised: bool) -> None:
        self._pieces.append(text)
        if not self._leading:
            return
        if emphasised or not text.strip():
            self._lead.append(text)
        else:
            self._leading = False

    def flush(self) -> Block | None:
        if not self._pieces:
            return None
        text = fold("".join(self._pieces))
        lead = fold("".join(self._lead)) if text else ""
        self._pieces.clear()
        self._lead.clear()
        self._leading = True
        return Block(self.kind, text, self.role, self.level, lead) if text else None


def blocks(root: Node, roles: Mapping[str, str], skipped: frozenset[str]) -> Iterator[Block]:
    """Walks a tree and yields its blocks.

    Args:
        root: where the body of the page begins.
        roles: what a CSS class says of its element; the element's text then takes that role.
        skipped: CSS classes whose elements hold no part of the report.

    Raises:
        TooDeepError: elements are nested deeper than `MAX_DEPTH`.
    """
    builder = _Builder()
    # A frame is an element's remaining children, whether it ends a block, and the emphasis and block around it.
    stack: list[tuple[Iterator[Node], bool, bool, tuple[Kind, str, int]]] = []
    frame = (root.children(), True, False, ("paragraph", "", 0))
    stack.append(frame)  # type: ignore[arg-type]
    while stack:
        children, ends_block, emphasised, state = stack[-1]
        node = next(children, None)
        if node is None:
            stack.pop()
            if ends_block:
                if block := builder.flush():
                    yield block
                if stack:
                    builder.begin(*stack[-1][3])
            continue
        tag = node.tag
        if tag == "-text":
            builder.add(node.text, emphasised)
            continue
        if tag == "br":
            builder.add(_LINE_BREAK, True)
            continue
        if tag[0] == "-" or tag in _SILENT:
            continue
        classes = node.attributes.get("class", "").split()
        if not skipped.isdisjoint(classes):
            continue
        if len(stack) >= MAX_DEPTH:
            raise TooDeepError(f"elements are nested deeper than {MAX_DEPTH}")
        if tag not in _BLOCKS:
            stack.append((node.children(), False, emphasised or tag in _EMPHASIS, state))
            continue
        if tag in ("td", "th"):  # cells of one row stay in one block, apart from each other
            builder.add("\t", True)
            stack.append((node.children(), False, tag == "th", state))
            continue
        if block := builder.flush():
            yield block
        inner = _state(tag, classes, roles, state)
        builder.begin(*inner)
        stack.append((node.children(), True, False, inner))


def _state(
    tag: str, classes: list[str], roles: Mapping[str, str], around: tuple[Kind, str, int]
) -> tuple[Kind, str, int]:
    """Kind, role and heading level of the blocks directly inside an element."""
    role = next((roles[name] for name in classes if name in roles), "")
    if tag in _HEADINGS:
        return "heading", role, _HEADINGS[tag]
    if tag == "li":
        return "list_item", role, 0
    if tag == "tr":
        return "table_row", role, 0
    if around[0] in ("list_item", "table_row"):
        return around[0], role or around[1], 0
    return "paragraph", role, 0


def fold(text: str) -> str:
    """Runs of white space, no-break spaces, zero-width spaces and control characters become one space."""
    folded = " ".join(text.split())
    return folded if folded.isprintable() else " ".join(_INVISIBLE.sub(" ", folded).split())
