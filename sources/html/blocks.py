"""A tree to one ordered stream of blocks: every character of the page's body once, in reading order.

A block is a heading, a paragraph, a list item or a table row. Inline tags add no space, block tags end a block,
`br` is a line break. What a layout declares as decoration (forms, icons, tag clouds) is skipped; anything else that
holds text becomes a block, whatever element it sits in, so that nothing is dropped in silence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
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
_LINE_BREAK: Final = "\n"
_WIDEST_CELL: Final = 50  # columns that one cell is believed to span


class TooDeepError(ValueError):
    """The page nests elements deeper than any real page."""


class Cell(NamedTuple):
    """A cell of a table row, or as much of it as one block holds; `column` counts from 1."""

    column: int
    text: str


class Block(NamedTuple):
    """A piece of the page in reading order.

    Attributes:
        kind: what it is.
        text: its characters, white space folded.
        role: what the layout says its markup means (`section_title`, ...); empty where it says nothing.
        level: 1 to 6 for headings, else 0.
        lead: the part of the text, from its start, that is set in bold, italics or underlined.
        row: number of the table row it stands in, from 1 on each page; 0 outside of tables.
        cells: its text by cells, if it stands in a table row. A row is one block unless its cells hold paragraphs or
            the like, which are blocks of their own; `sources.html.tables` puts rows together again.
    """

    kind: Kind
    text: str
    role: str = ""
    level: int = 0
    lead: str = ""
    row: int = 0
    cells: tuple[Cell, ...] = ()


class _State(NamedTuple):
    """What text directly inside an element is."""

    kind: Kind
    role: str
    level: int
    row: int = 0
    column: int = 0


class _Builder:
    """Collects the pieces of text of the block being read."""

    def __init__(self) -> None:
        self.state = _State("paragraph", "", 0)
        self._pieces: list[str] = []
        self._lead: list[str] = []
        self._leading = True
        self._cells: list[tuple[int, int]] = []  # column of a cell, and how many pieces stand before it
        self._rows = count(1)

    def next_row(self) -> int:
        """Number of the table row that begins."""
        return next(self._rows)

    def begin_cell(self, column: int) -> None:
        """Sets the next cell of a row apart from the one before."""
        self.add("\t", True)
        self._cells.append((column, len(self._pieces)))

    def add(self, text: str, emphasised: bool) -> None:
        """Adds a piece; the emphasised pieces from the start are the block's lead."""
        self._pieces.append(text)
        if self._leading:
            if emphasised or not text.strip():
                self._lead.append(text)
            else:
                self._leading = False

    def flush(self) -> Iterator[Block]:
        """Ends the block, which is yielded if it holds any text."""
        if not self._pieces:
            return
        text = fold("".join(self._pieces))
        if text:
            kind, role, level, row, _ = self.state
            yield Block(kind, text, role, level, fold("".join(self._lead)), row, tuple(self._in_cells()))
        self._cells.clear()
        self._pieces.clear()
        self._lead.clear()
        self._leading = True

    def _in_cells(self) -> Iterator[Cell]:
        """The text by cells; what stands before a cell begins belongs to the cell around the block."""
        if not self.state.row:
            return
        starts = [(self.state.column, 0), *self._cells]
        ends = [start for _, start in starts[1:]] + [len(self._pieces)]
        for (column, start), end in zip(starts, ends, strict=True):
            text = fold("".join(self._pieces[start:end]))
            if column and (text or start):
                yield Cell(column, text)


class _Frame(NamedTuple):
    """An element being walked: its remaining children, and what its text is."""

    children: Iterator[Node]
    is_block: bool
    emphasised: bool
    state: _State
    columns: Iterator[int]


def blocks(root: Node, roles: Mapping[str, str], skipped: frozenset[str]) -> Iterator[Block]:
    """Walks a tree and yields its blocks.

    Args:
        root: where the body of the page begins.
        roles: what an id (`#name`) or a CSS class says of its element; the element's text then takes that role.
        skipped: CSS classes whose elements hold no part of the report.

    Raises:
        TooDeepError: elements are nested deeper than `MAX_DEPTH`.
    """
    builder = _Builder()
    stack = [_Frame(root.children(), True, False, builder.state, count(1))]
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
        is_emphasised = frame.emphasised or tag in _EMPHASIS
        stack.append(_Frame(node.children(), False, is_emphasised, frame.state, frame.columns))
    elif tag in _CELLS:  # cells of one row stay in one block, apart from each other
        column = _column(node, frame.columns)
        builder.begin_cell(column)
        stack.append(_Frame(node.children(), False, tag == "th", frame.state._replace(column=column), frame.columns))
    else:
        yield from builder.flush()
        state = _state(tag, marks, roles, frame.state)
        builder.state = state._replace(row=builder.next_row(), column=0) if tag == "tr" else state
        stack.append(_Frame(node.children(), True, False, builder.state, count(1) if tag == "tr" else frame.columns))


def _column(node: Node, columns: Iterator[int]) -> int:
    """The column a cell begins in; the columns that it spans are passed."""
    span = node.attributes.get("colspan", "")
    column = next(columns)
    for _ in range(min(int(span), _WIDEST_CELL) - 1 if span.isdecimal() else 0):
        next(columns)
    return column


def _state(tag: str, marks: Sequence[str], roles: Mapping[str, str], around: _State) -> _State:
    """Kind, role and heading level of the blocks directly inside an element."""
    role = next((roles[mark] for mark in marks if mark in roles), "")
    if tag in _HEADINGS:
        return _State("heading", role, _HEADINGS[tag], around.row, around.column)
    if tag in _ITEMS:
        return _State(_ITEMS[tag], role, 0, around.row, around.column)
    if around.kind in _ITEMS.values():
        return _State(around.kind, role or around.role, 0, around.row, around.column)
    return _State("paragraph", role, 0, around.row, around.column)


def fold(text: str) -> str:
    """Runs of white space, no-break spaces, zero-width spaces and control characters become one space."""
    folded = " ".join(text.split())
    return folded if folded.isprintable() else " ".join(_INVISIBLE.sub(" ", folded).split())
