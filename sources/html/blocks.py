"""A tree to one ordered stream of blocks: every character of the page's body once, in reading order.

A block is a heading, a paragraph, a list item or a table row. Inline tags add no space, block tags end a block,
`br` is a line break. Decoration that a layout declares (forms, icons, tag clouds) is skipped. All other text becomes a
block, in any element, so no text is lost silently.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from sources.html.tree import Node

Kind = Literal["heading", "paragraph", "list_item", "table_row"]

MAX_DEPTH: Final = 400
"""Ten times the nesting of any page of a known family."""

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
_WORD_JOINERS: Final = re.compile("[\u2060\ufeff]+")
_INVISIBLE: Final = re.compile(r"[\u200b\u2060\ufeff\x00-\x1f\x7f-\x9f]+")
_MAX_CELL_COLUMNS: Final = 50
_LINE_BREAK: Final = "\x1e"
_CELL_EDGE: Final = "\x1f"
"""Markers in the text. `str.split` treats both as white space, and no page's text has them."""

ASIDE: Final = "aside"
"""The role of boxes and captions beside the text, and of everything inside them."""


class TooDeepError(ValueError):
    """The elements of the page are nested deeper than in any real page."""


class Block(NamedTuple):
    """A piece of the page in reading order.

    Attributes:
        kind: heading, paragraph, list item or table row.
        text: its characters, with white space folded.
        role: the meaning of its markup in the layout (`section_title`, ...); empty without one.
        level: 1 to 6 for headings, else 0.
        lead: the start of the text that is bold, italic or underlined.
        printed: the text with its line breaks (`\n`) and cell edges (`\t`).
        row: the number of its table row on the page, from 1; 0 outside tables.
        column: the number of the cell in which it begins, from 0.
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
    def words(self) -> int:
        """The number of words of the text, which has one space between words."""
        return self.text.count(" ") + 1

    @property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return [line for part in re.split(r"[\n\t]", self.printed) if (line := fold(part))]

    @property
    def cells(self) -> list[str]:
        """The cells of a table row from `column` on, with their line breaks and empty cells."""
        return self.printed.split("\t")


class _State(NamedTuple):
    """Kind, role and level of text directly inside an element."""

    kind: Kind
    role: str
    level: int
    row: int = 0


class _Builder:
    """Collects the pieces of text of the current block."""

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
        """Begins a table row and returns its number."""
        self._column = -1
        self._span = 1
        self._rows += 1
        return self._rows

    def next_cell(self, span: int) -> None:
        """Begins a cell with this column span, separate from the previous cells of its row."""
        self._column += self._span
        if not self._blank:
            self.add(_CELL_EDGE * self._span, True)
        self._span = span

    def add(self, text: str, emphasised: bool) -> None:
        """Adds a piece. Emphasised pieces at the start are the lead of the block."""
        self._pieces.append(text)
        if self._blank and not text.isspace():
            self._blank = False
        if self._leading:
            if emphasised or not text.strip():
                self._lead.append(text)
            else:
                self._leading = False

    def flush(self) -> Block | None:
        """Ends the block, and returns it if it has text."""
        if not self._pieces:
            return None
        whole = "".join(self._pieces)
        text = fold(whole)
        lead = fold("".join(self._lead)) if self._lead else ""
        self._pieces.clear()
        self._lead.clear()
        self._leading = True
        self._blank = True
        if not text:
            return None
        kind, role, level, row = self.state
        printed = _with_breaks(whole, text)
        column = max(self._column - printed.count("\t"), 0) if row else 0
        return Block(kind, text, role, level, lead, printed, row, column)


class _OpenElement(NamedTuple):
    """An element during the traversal: its remaining children, and the state of its text."""

    children: Iterator[str | Node]
    is_block: bool
    emphasised: bool
    state: _State


def blocks(root: Node, roles: Mapping[str, str], skipped: frozenset[str]) -> Iterator[Block]:
    """Yields the blocks of a tree.

    Args:
        root: the element with the body of the page.
        roles: the role of an element's text, by id (`#name`), CSS class or tag (`<name>`).
        skipped: CSS classes of elements without text of the report.

    Raises:
        TooDeepError: elements are nested deeper than `MAX_DEPTH`.
    """
    builder = _Builder()
    stack = [_OpenElement(root.children(), True, False, builder.state)]
    while stack:
        element = stack[-1]
        node = next(element.children, None)
        if node is None:
            stack.pop()
            if element.is_block:
                if (block := builder.flush()) is not None:
                    yield block
                builder.state = stack[-1].state if stack else element.state
            continue
        if isinstance(node, str):
            builder.add(node, element.emphasised)
            continue
        tag = node.tag
        if tag == "br":
            builder.add(_LINE_BREAK, True)
        elif tag[0] != "-" and tag not in _SILENT:
            attributes = node.attributes
            classes = attributes["class"].split() if "class" in attributes else []
            if skipped.isdisjoint(classes):
                if len(stack) >= MAX_DEPTH:
                    raise TooDeepError(f"elements are nested deeper than {MAX_DEPTH}")
                names = (f"#{attributes['id']}", *classes) if "id" in attributes else classes
                if (block := _enter(stack, builder, node, tag, names, roles)) is not None:
                    yield block


def _enter(
    stack: list[_OpenElement], builder: _Builder, node: Node, tag: str, names: Sequence[str], roles: Mapping[str, str]
) -> Block | None:
    """Begins an element. A block element ends the previous block, which is returned."""
    parent = stack[-1]
    if tag not in _BLOCKS:
        stack.append(_OpenElement(node.children(), False, parent.emphasised or tag in _EMPHASIS, parent.state))
        return None
    if tag in _CELLS:  # the cells of a row are one block, with edges between them
        builder.next_cell(_span(node.attributes))
        stack.append(_OpenElement(node.children(), False, tag == "th", parent.state))
        return None
    block = builder.flush()
    row = builder.start_row() if tag == "tr" else parent.state.row
    builder.state = _state(tag, names, roles, parent.state, row)
    stack.append(_OpenElement(node.children(), True, False, builder.state))
    return block


def _span(attributes: Mapping[str, str]) -> int:
    """The number of columns of a cell."""
    span = attributes.get("colspan", "1")
    return min(max(int(span), 1), _MAX_CELL_COLUMNS) if span.isascii() and span.isdigit() and len(span) < 9 else 1


def _state(tag: str, names: Sequence[str], roles: Mapping[str, str], parent: _State, row: int) -> _State:
    """Kind, role and heading level of the blocks directly inside an element."""
    role = ""
    if parent.role == ASIDE:
        role = ASIDE
    else:
        for name in (*names, f"<{tag}>"):
            if name in roles:
                role = roles[name]
                break
    if tag in _HEADINGS:
        return _State("heading", role, _HEADINGS[tag], row)
    if tag in _ITEMS:
        return _State(_ITEMS[tag], role, 0, row)
    if parent.kind in _ITEMS.values():
        return _State(parent.kind, role or parent.role, 0, row)
    return _State("paragraph", role, 0, row)


def fold(text: str) -> str:
    """Replaces runs of white space, no-break spaces, zero-width spaces and control characters by one space.

    Word joiners are removed: they are no space.
    """
    folded = text.strip()
    if folded.isprintable() and "  " not in folded:  # the only printable white space is a space
        return folded
    folded = " ".join(folded.split())
    if folded.isprintable():
        return folded
    return " ".join(_INVISIBLE.sub(" ", _WORD_JOINERS.sub("", folded)).split())


def _with_breaks(whole: str, text: str) -> str:
    """The text with `\n` for line breaks and `\t` for cell edges."""
    if _LINE_BREAK not in whole and _CELL_EDGE not in whole:
        return text
    cells = ("\n".join(fold(line) for line in cell.split(_LINE_BREAK)) for cell in whole.split(_CELL_EDGE))
    return "\t".join(cells)
