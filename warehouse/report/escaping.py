"""Templates with autoescape, where values become text without an object of their own for each.

A site of 50,000 claims has millions of values. Jinja makes a `Markup` of each, which costs more than the escaping.
"""

from html import escape as escape_text
from typing import Any, cast

from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from warehouse.catalog.visible import visible


def shown(value: Any) -> str:
    """A value as it is put into a page: null as nothing, markup as it is, a text escaped and with its invisible
    characters visible."""
    kind = type(value)
    if kind is str:
        return escape_text(visible(value))
    if kind is Markup:
        return cast(str, value)
    return "" if value is None else str(value) if kind is int else str(escape(value))


class _ShownValues(CodeGenerator):
    """Writes `environment.shown(value)` where Jinja writes `escape(value)`."""

    def _output_child_pre(self, node: Any, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


class ShowingEnvironment(Environment):
    """An environment that puts values into pages with `shown`. Autoescape stays on: should a newer Jinja not ask
    `_ShownValues`, values are still escaped."""

    code_generator_class = _ShownValues
    shown = staticmethod(shown)
