"""Mutants: small changes of the code, made by cosmic-ray."""

import ast
import difflib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

ROOT = Path(__file__).resolve().parents[1]

_SWAPS = (
    "Eq_NotEq NotEq_Eq Lt_LtE LtE_Lt Gt_GtE GtE_Gt Is_IsNot IsNot_Is",
    "Add_Sub Sub_Add Mul_Div Div_Mul FloorDiv_Mul Mod_Mul BitOr_BitAnd BitAnd_BitOr",
    "USub_UAdd Delete_Not Delete_Invert",
)
OPERATORS = (
    *(f"core/ReplaceComparisonOperator_{swap}" for swap in _SWAPS[0].split()),
    *(f"core/ReplaceBinaryOperator_{swap}" for swap in _SWAPS[1].split()),
    *(f"core/ReplaceUnaryOperator_{swap}" for swap in _SWAPS[2].split()),
    "core/AddNot", "core/ReplaceTrueWithFalse", "core/ReplaceFalseWithTrue", "core/ReplaceAndWithOr",
    "core/ReplaceOrWithAnd", "core/ReplaceBreakWithContinue", "core/ReplaceContinueWithBreak", "core/ExceptionReplacer",
    "core/NumberReplacer", "core/ZeroIterationForLoop",
)  # fmt: skip
"""The operators of each kind whose changes are hardest to notice. Others (`<` to `is`, a `|` between expressions to
`**`) mostly end in a Python error and would make the share look better than the tests are. Decorators are not removed:
without one a module either fails at once or is only slower."""


@dataclass(frozen=True)
class Mutant:
    """One change of the code.

    Attributes:
        path: the file, relative to the project.
        line: the line of the change.
        operator: the name of the operator in cosmic-ray.
        occurrence: the number of the place of the operator in the file.
        function: the first line of the enclosing function; 0 outside of functions.
    """

    path: str
    line: int
    operator: str
    occurrence: int
    function: int


def mutants_of(path: str) -> list[Mutant]:
    """All mutants of a file, without changes of type annotations."""
    source = (ROOT / path).read_text(encoding="utf-8")
    places = _Places(source)
    tree = get_ast(source)
    mutants = []
    for name in OPERATORS:
        operator = get_operator(name)()
        positions = (start for node in ast_nodes(tree) for start, _ in operator.mutation_positions(node))
        for occurrence, (line, column) in enumerate(positions):
            code = mutate_code(source, operator, occurrence)
            if not places.is_annotation(line, column) and _is_change(source, code):
                mutants.append(Mutant(path, line, name, occurrence, places.function_at(line)))
    return mutants


def _is_change(source: str, code: str | None) -> bool:
    """Whether a change is valid code with the same signatures; cosmic-ray also changes the star of `*arguments`."""
    try:
        return code is not None and _signatures(code) == _signatures(source)
    except SyntaxError:
        return False


def _signatures(code: str) -> list[tuple[int, int, int]]:
    """The numbers of positional-only, other and keyword-only arguments of each function of a module."""
    functions = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [(len(each.args.posonlyargs), len(each.args.args), len(each.args.kwonlyargs)) for each in functions]


class _Places:
    """The places of annotations and functions in a source file."""

    def __init__(self, source: str) -> None:
        self._annotations: list[ast.expr] = []
        self._functions: list[ast.FunctionDef | ast.AsyncFunctionDef] = []
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                self._functions.append(node)
            annotations = (getattr(node, "annotation", None), getattr(node, "returns", None))
            self._annotations += [each for each in annotations if isinstance(each, ast.expr)]

    def is_annotation(self, line: int, column: int) -> bool:
        place = (line, column)
        return any(
            (each.lineno, each.col_offset) <= place < (each.end_lineno or 0, each.end_col_offset or 0)
            for each in self._annotations
        )

    def function_at(self, line: int) -> int:
        enclosing = [each for each in self._functions if _first_line(each) <= line <= (each.end_lineno or 0)]
        return max(map(_first_line, enclosing), default=0)


def _first_line(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])


def sample_mutants(folders: Sequence[str], count: int, seed: int) -> list[Mutant]:
    """A random sample of the mutants of some folders; the same code and seed give the same sample."""
    paths = sorted(path.relative_to(ROOT).as_posix() for folder in folders for path in (ROOT / folder).rglob("*.py"))
    mutants = [mutant for path in paths for mutant in mutants_of(path)]
    return sorted(
        random.Random(seed).sample(mutants, min(count, len(mutants))),
        key=lambda each: (each.path, each.line, each.operator),
    )


def mutate(mutant: Mutant) -> tuple[str, str, str]:
    """The changed file, and the changed line before and after."""
    source = (ROOT / mutant.path).read_text(encoding="utf-8")
    code = mutate_code(source, get_operator(mutant.operator)(), mutant.occurrence)
    assert code is not None, mutant
    lines = [line for line in difflib.ndiff(source.splitlines(), code.splitlines()) if line[:2] in ("- ", "+ ")]
    before = " ".join(line[2:].strip() for line in lines if line[0] == "-")
    after = " ".join(" ".join(line[2:].split()) for line in lines if line[0] == "+")
    return code, before, after
