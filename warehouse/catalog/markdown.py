"""Markdown in which text from pages reads as text: pages are hostile, so nothing in them may become markup."""

from collections.abc import Iterable, Sequence

from warehouse.catalog.visible import visible

_MARKUP = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("|", "&#124;"), ("`", "&#96;"))
_SIGNS = "[]*_!"


def escaped(text: str) -> str:
    """The text in one line, without anything that Markdown or HTML would take for markup."""
    line = visible(" ".join(text.split()))
    for character, escape in _MARKUP:
        line = line.replace(character, escape)
    for character in _SIGNS:
        line = line.replace(character, f"\\{character}")
    return line


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are escaped."""
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    lines += ["| " + " | ".join(escaped(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def bullets(lines: Iterable[str]) -> str:
    """A list; every line is escaped."""
    return "\n".join(f"- {escaped(line)}" for line in lines)
