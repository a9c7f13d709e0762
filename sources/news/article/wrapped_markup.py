"""Text that a page wraps with `<br>` or in `<pre>`: each paragraph becomes one run of text."""

from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sources.news.article.wrapped_lines import continued, unwrapped

_MAX_BREAKS: Final = 5_000
_MIN_BREAKS: Final = 2
"""Breaks of an element whose text can be wrapped rather than set in lines."""


def unwrap_markup(tree: LexborHTMLParser) -> None:
    """Removes the line ends inside paragraphs of a page."""
    for pre in tree.css("pre")[:_MAX_BREAKS]:
        lines = [line.strip() for line in (pre.text() or "").split("\n")]
        pre.inner_html = ""
        pre.insert_child("\n".join(unwrapped(lines)))
    breaks: dict[int, list[LexborNode]] = {}
    for node in tree.css("br")[:_MAX_BREAKS]:
        if node.parent is not None:
            breaks.setdefault(node.parent.mem_id, []).append(node)
    for nodes in breaks.values():
        if len(nodes) >= _MIN_BREAKS:
            _unwrap(nodes)


def _unwrap(breaks: list[LexborNode]) -> None:
    """Replaces the breaks of one element that only wrap its text."""
    lines = [_words_before(node) for node in breaks]
    lines.append(_words_after(breaks[-1]))
    for node, is_continued in zip(breaks, continued(lines), strict=True):
        if is_continued:
            node.replace_with(" ")


def _words_before(node: LexborNode) -> str:
    """The line that a break ends."""
    words: list[str] = []
    previous = node.prev
    while previous is not None and previous.tag != "br":
        words.append(previous.text() or "")
        previous = previous.prev
    return " ".join("".join(reversed(words)).split())


def _words_after(node: LexborNode) -> str:
    words: list[str] = []
    following = node.next
    while following is not None and following.tag != "br":
        words.append(following.text() or "")
        following = following.next
    return " ".join("".join(words).split())
