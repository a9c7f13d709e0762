"""The markup of one generation of pages as data: the element of the body, and the meaning of its classes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from sources.html.blocks import Block, TooDeepError, blocks, fold
from sources.html.boilerplate import BoilerplateRules
from sources.html.guard import HostileMarkupError, validate_markup
from sources.html.tree import PARSERS, Node, Parser
from sources.problems import PageProblemError
from warehouse.tables.vocabulary import Reason

MAX_BLOCKS: Final = 100_000
"""Ten times the blocks of a page with all countries of an edition."""


@dataclass(frozen=True)
class Layout:
    """The markup of one generation of pages.

    Attributes:
        name: its name in `pages.layout`.
        root: CSS selector of the element with the report; exactly one on a page.
        title: CSS selector of the page's title; exactly one on a page.
        signs: CSS selectors that must all match, to distinguish generations with the same root.
        roles: the role of an element, by id (`#name`) or CSS class.
        skipped: CSS classes of elements without text of the report.
        parser: the parser for these pages; see `sources.html.tree`.
        verified: whether the layout has been read from real pages.
        about: CSS selectors of further lines about the report of the page.
        boilerplate: rules that separate the report from the boilerplate, where the root is the whole page.
    """

    name: str
    root: str
    title: str
    signs: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    parser: str = "lexbor"
    verified: bool = True
    about: tuple[str, ...] = ()
    boilerplate: BoilerplateRules | None = None


@dataclass(frozen=True)
class Page:
    """A page as blocks, with its own metadata.

    Attributes:
        layout: its layout.
        title: its title.
        blocks: the blocks of the report.
        addresses: its own address as stated on the page, best evidence first.
        about: lines around the report that may name the report and the day of its release.
    """

    layout: Layout
    title: str
    blocks: Sequence[Block]
    addresses: Sequence[str]
    about: Sequence[str] = ()


_EVIDENCE: Final = (
    ("link[rel=canonical]", "href"),
    ('meta[property="og:url"]', "content"),
    ("#breadcrumbs a", "href"),
)


def open_page(text: str, layouts: Sequence[Layout], *, name: str) -> Page:
    """Parses a page in the first layout that matches.

    Args:
        text: the decoded page.
        layouts: the generations to try, most specific first.
        name: name of the page in messages, normally its URL.

    Raises:
        PageProblemError: the page matches no layout, or several elements of it, or is nested too deep.
    """
    trees: dict[str, Node] = {}
    for layout in layouts:
        if layout.parser not in trees:
            trees[layout.parser] = _tree(text, PARSERS[layout.parser], name)
        tree = trees[layout.parser]
        roots = tree.select(layout.root)
        if not roots or not all(tree.select(sign) for sign in layout.signs):
            continue
        if len(roots) > 1:
            raise PageProblemError(Reason.UNKNOWN_LAYOUT, f"{len(roots)} elements match {layout.root}, not one: {name}")
        try:
            stream = list(islice(blocks(roots[0], layout.roles, layout.skipped), MAX_BLOCKS + 1))
        except TooDeepError as error:
            raise PageProblemError(Reason.HOSTILE_MARKUP, f"{error}: {name}") from error
        if len(stream) > MAX_BLOCKS:
            raise PageProblemError(Reason.HOSTILE_MARKUP, f"more than {MAX_BLOCKS:,} blocks: {name}")
        if layout.boilerplate is not None and not layout.boilerplate.fits(stream):
            continue
        before, report = layout.boilerplate.part(stream) if layout.boilerplate else ([], stream)
        about = [*_about(tree, layout), *(line for block in before for line in block.lines)]
        return Page(layout, _title(tree, layout, name), report, addresses(tree), about)
    raise PageProblemError(Reason.UNKNOWN_LAYOUT, f"the page is in no known layout: {name}")


def addresses(tree: Node) -> list[str]:
    """The addresses that a page states as its own, best evidence first."""
    found = [node.attributes.get(attribute, "") for selector, attribute in _EVIDENCE for node in tree.select(selector)]
    return [address for address in found if address]


def _about(tree: Node, layout: Layout) -> list[str]:
    return [text for selector in layout.about for node in tree.select(selector) if (text := fold(node.text))]


def _title(tree: Node, layout: Layout, name: str) -> str:
    titles = tree.select(layout.title)
    if len(titles) != 1:
        raise PageProblemError(Reason.UNKNOWN_LAYOUT, f"{len(titles)} titles match {layout.title}, not one: {name}")
    return fold(titles[0].text)


def _tree(text: str, parser: Parser, name: str) -> Node:
    try:
        validate_markup(text)
        return parser(text)
    except HostileMarkupError as error:
        raise PageProblemError(Reason.HOSTILE_MARKUP, f"{error}: {name}") from error
