"""A page generation's markup as data: where the body begins, and what its classes mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from sources.html.blocks import Block, TooDeepError, blocks, fold
from sources.html.boilerplate import BoilerplateRules
from sources.html.guard import HostileMarkupError, check_markup
from sources.html.tree import PARSERS, Node
from sources.problems import PageProblemError
from warehouse.tables.vocabulary import Reason

MAX_BLOCKS: Final = 100_000
"""Ten times what all countries of an edition on one page would need."""


@dataclass(frozen=True)
class Layout:
    """The markup of one generation of pages.

    Attributes:
        name: how `pages.layout` calls it.
        root: CSS selector of the element the report's text is in; exactly one on a page.
        title: CSS selector of the page's title; exactly one on a page.
        signs: CSS selectors that must each match something, to tell generations with the same root apart.
        roles: what an id (`#name`) or a CSS class says of an element.
        skipped: CSS classes whose elements hold no part of the report.
        parser: which parser reads these pages; see `sources.html.tree`.
        verified: whether the layout has been read from real pages.
        about: CSS selectors of what a page says of the report it belongs to, beside its title.
        frame: where the root is the whole page, how the report is told from what stands around it.
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
    frame: BoilerplateRules | None = None


@dataclass(frozen=True)
class Page:
    """A page as blocks, with what it says of itself.

    Attributes:
        layout: the generation it is of.
        title: its title.
        blocks: the report on it.
        addresses: what it says its own address is, best evidence first.
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
    """Parses a page in the first layout that fits it.

    Args:
        text: the decoded page.
        layouts: the generations to try, most specific first.
        name: what messages call the page, normally its URL.

    Raises:
        PageProblemError: the page fits no layout, not exactly one place in it, or is nested too deep.
    """
    try:
        check_markup(text)
    except HostileMarkupError as error:
        raise PageProblemError(Reason.HOSTILE_MARKUP, f"{error}: {name}") from error
    trees: dict[str, Node] = {}
    for layout in layouts:
        if layout.parser not in trees:
            trees[layout.parser] = PARSERS[layout.parser](text)
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
        if layout.frame is not None and not layout.frame.fits(stream):
            continue
        around, report = layout.frame.part(stream) if layout.frame else ([], stream)
        about = [*_about(tree, layout), *(line for block in around for line in block.lines)]
        return Page(layout, _title(tree, layout, name), report, addresses(tree), about)
    raise PageProblemError(Reason.UNKNOWN_LAYOUT, f"the page is in no known layout: {name}")


def addresses(tree: Node) -> list[str]:
    """What a page says its own address is, best evidence first."""
    found = [node.attributes.get(attribute, "") for selector, attribute in _EVIDENCE for node in tree.select(selector)]
    return [address for address in found if address]


def _about(tree: Node, layout: Layout) -> list[str]:
    return [text for selector in layout.about for node in tree.select(selector) if (text := fold(node.text))]


def _title(tree: Node, layout: Layout, name: str) -> str:
    titles = tree.select(layout.title)
    if len(titles) != 1:
        raise PageProblemError(Reason.UNKNOWN_LAYOUT, f"{len(titles)} titles match {layout.title}, not one: {name}")
    return fold(titles[0].text)
