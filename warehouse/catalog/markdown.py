"""Markdown with escaped text: pages are hostile, so none of their text may become markup."""

from collections.abc import Iterable, Sequence

from warehouse.catalog.visible import visible

_MARKUP = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("|", "&#124;"), ("`", "&#96;"))
_SIGNS = "[]*_!"


def escaped(text: str) -> str:
    """The text in one line, with all characters of Markdown and HTML markup escaped."""
    line = visible(" ".join(text.split()))
    for character, escape in _MARKUP:
        line = line.replace(character, escape)
    for character in _SIGNS:
        line = line.replace(character, f"\\{character}")
    return line


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with escaped cells."""
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    lines += ["| " + " | ".join(escaped(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def bullets(lines: Iterable[str]) -> str:
    """A list with escaped lines."""
    return "\n".join(f"- {escaped(line)}" for line in lines)
