"""A tree to one ordered stream of blocks: every character of the page's body once, in reading order.

A block is a heading, a paragraph, a list item or a table row. Inline tags add no space, block tags end a block,
`br` is a line break. What a layout declares as decoration (forms, icons, tag clouds) is skipped; anything else that
holds text becomes a block, whatever element it sits in, so that nothing is dropped in silence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
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
_ITEMS: Final[dict[str, Kind]] = {"li": "list_item", "tr": "table_row"}
_CELLS: Final = frozenset(("td", "th"))
_EMPHASIS: Final = frozenset(("b", "strong", "u", "em", "i"))
_INVISIBLE: Final = re.compile(r"[\u200b\u2060\ufeff\x00-\x1f\x7f-\x9f]+")
_WIDEST_CELL: Final = 50  # columns that one cell is believed to span
_LINE_BREAK: Final = "\x1e"
_CELL_EDGE: Final = "\x1f"
"""Marks put among the text; both are white space to `str.split`, and neither is ever part of a page's text."""

ASIDE: Final = "aside"
"""The role of what stands beside the text: boxes, captions. All that is inside of it has the role as well."""


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
        printed: the text with its line breaks (`\n`) and the edges of table cells (`\t`) as they are.
        row: in a table, which row of the page the block stands in, from 1; 0 outside of tables.
        column: in a table, which cell of its row the block begins in, from 0.
    """

    kind: Kind
    text: str
    role: str = ""
    level: int = 0
    lead: str = ""
    printed: str = ""
    row: int = 0
    column: int = 0

    @property
    def lines(self) -> list[str]:
        """The text line by line, as line breaks part it."""
        return [line for part in re.split(r"[\n\t]", self.printed) if (line := fold(part))]

    @property
    def cells(self) -> list[str]:
        """The cells of a table row from `column` on, each with its line breaks; empty ones included."""
        return self.printed.split("\t")


class _State(NamedTuple):
    """What text directly inside an element is."""

    kind: Kind
    role: str
    level: int
    row: int = 0


class _Builder:
    """Collects the pieces of text of the block being read."""

    def __init__(self) -> None:
        self.state = _State("paragraph", "", 0)
        self._pieces: list[str] = []
        self._lead: list[str] = []
        self._leading = True
        self._blank = True
        self._rows = 0
        self._column = 0
        self._span = 1

    def start_row(self) -> int:
        """Begins a table row: the next cell is its first. Returns its number."""
        self._column = -1
        self._span = 1
        self._rows += 1
        return self._rows

    def next_cell(self, span: int) -> None:
        """Begins a cell that spans so many columns, apart from what its row holds already."""
        self._column += self._span
        if not self._blank:
            self.add(_CELL_EDGE * self._span, True)
        self._span = span

    def add(self, text: str, emphasised: bool) -> None:
        """Adds a piece; the emphasised pieces from the start are the block's lead."""
        self._pieces.append(text)
        if self._blank and not text.isspace():
            self._blank = False
        if self._leading:
            if emphasised or not text.strip():
                self._lead.append(text)
            else:
                self._leading = False

    def flush(self) -> Iterator[Block]:
        """Ends the block, which is yielded if it holds any text."""
        if not self._pieces:
            return
        whole = "".join(self._pieces)
        text = fold(whole)
        if text:
            kind, role, level, row = self.state
            printed = _with_breaks(whole, text)
            column = max(self._column - printed.count("\t"), 0) if row else 0
            yield Block(kind, text, role, level, fold("".join(self._lead)), printed, row, column)
        self._pieces.clear()
        self._lead.clear()
        self._leading = True
        self._blank = True


class _Frame(NamedTuple):
    """An element being walked: its remaining children, and what its text is."""

    children: Iterator[Node]
    is_block: bool
    emphasised: bool
    state: _State


def blocks(root: Node, roles: Mapping[str, str], skipped: frozenset[str]) -> Iterator[Block]:
    """Walks a tree and yields its blocks.

    Args:
        root: where the body of the page begins.
        roles: what an id (`#name`), a CSS class or a tag (`<name>`) says of its element; the element's text then takes
            that role.
        skipped: CSS classes whose elements hold no part of the report.

    Raises:
        TooDeepError: elements are nested deeper than `MAX_DEPTH`.
    """
    builder = _Builder()
    stack = [_Frame(root.children(), True, False, builder.state)]
    while stack:
        frame = stack[-1]
        node = next(frame.children, None)
        if node is None:
            stack.pop()
            if frame.is_block:
                yield from builder.flush()
                builder.state = stack[-1].state if stack else frame.state
            continue
        tag = node.tag
        if tag == "-text":
            builder.add(node.text, frame.emphasised)
        elif tag == "br":
            builder.add(_LINE_BREAK, True)
        elif tag[0] != "-" and tag not in _SILENT:
            attributes = node.attributes
            classes = attributes.get("class", "").split()
            if skipped.isdisjoint(classes):
                if len(stack) >= MAX_DEPTH:
                    raise TooDeepError(f"elements are nested deeper than {MAX_DEPTH}")
                marks = (f"#{attributes['id']}", *classes) if "id" in attributes else classes
                yield from _enter(stack, builder, node, tag, marks, roles)


def _enter(
    stack: list[_Frame], builder: _Builder, node: Node, tag: str, marks: Sequence[str], roles: Mapping[str, str]
) -> Iterator[Block]:
    """Begins an element; a block element ends the block before it."""
    frame = stack[-1]
    if tag not in _BLOCKS:
        stack.append(_Frame(node.children(), False, frame.emphasised or tag in _EMPHASIS, frame.state))
    elif tag in _CELLS:  # cells of one row stay in one block, apart from each other
        builder.next_cell(_span(node.attributes))
        stack.append(_Frame(node.children(), False, tag == "th", frame.state))
    else:
        yield from builder.flush()
        row = builder.start_row() if tag == "tr" else frame.state.row
        builder.state = _state(tag, marks, roles, frame.state, row)
        stack.append(_Frame(node.children(), True, False, builder.state))


def _span(attributes: Mapping[str, str]) -> int:
    """How many columns a cell spans."""
    span = attributes.get("colspan", "1")
    return min(max(int(span), 1), _WIDEST_CELL) if span.isascii() and span.isdigit() and len(span) < 9 else 1


def _state(tag: str, marks: Sequence[str], roles: Mapping[str, str], around: _State, row: int) -> _State:
    """Kind, role and heading level of the blocks directly inside an element."""
    role = next((roles[mark] for mark in (*marks, f"<{tag}>") if mark in roles), "")
    role = ASIDE if around.role == ASIDE else role
    if tag in _HEADINGS:
        return _State("heading", role, _HEADINGS[tag], row)
    if tag in _ITEMS:
        return _State(_ITEMS[tag], role, 0, row)
    if around.kind in _ITEMS.values():
        return _State(around.kind, role or around.role, 0, row)
    return _State("paragraph", role, 0, row)


def fold(text: str) -> str:
    """Runs of white space, no-break spaces, zero-width spaces and control characters become one space."""
    folded = " ".join(text.split())
    return folded if folded.isprintable() else " ".join(_INVISIBLE.sub(" ", folded).split())


def _with_breaks(whole: str, text: str) -> str:
    """The text with `\n` for its line breaks and `\t` for its cell edges; most blocks have neither."""
    if _LINE_BREAK not in whole and _CELL_EDGE not in whole:
        return text
    cells = ("\n".join(fold(line) for line in cell.split(_LINE_BREAK)) for cell in whole.split(_CELL_EDGE))
    return "\t".join(cells)
