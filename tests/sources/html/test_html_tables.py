"""Rows and cells of tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.html.blocks import blocks
from sources.html.tables import with_rows
from sources.html.tree import PARSERS


def stream(markup: str, parser: str = "lexbor"):
    (body,) = PARSERS[parser](markup).select("body")
    return list(blocks(body, {}, frozenset()))


def rows(markup: str) -> list[tuple[str, ...]]:
    found = [[*row] for row in with_rows(stream(markup))]
    assert found == [[*row] for row in with_rows(stream(markup, "soup"))]
    return [tuple(row) for row in found]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("<td>2016<td>14,939 (1,038)<td>25", ("2016", "14,939 (1,038)", "25")),
        ("<td><p>2016</p></td><td><p>14,939</p></td>", ("2016", "14,939")),
        ("<td>2016</td><td><p>14,939</p> <p>(1,038)</p></td><td>25</td>", ("2016", "14,939 (1,038)", "25")),
        ("<td>2016</td><td></td><td>25</td>", ("2016", "", "25")),
        ("<td><p>2016</p></td><td><p></p></td><td><p>25</p></td>", ("2016", "", "25")),
        ('<td colspan="2">2016</td><td>25</td>', ("2016", "", "25")),
        ("<th>Year</th><td><b>a</b> b<br>c</td>", ("Year", "a b c")),
        ('<td colspan="99999999999">2016</td>', ("2016",)),
    ],
)
def test_a_row_has_its_cells_in_their_columns(cells: str, expected: tuple[str, ...]) -> None:
    assert rows(f"<table><tr>{cells}</tr></table>") == [expected]


def test_rows_are_separate_and_other_blocks_do_not_change() -> None:
    found = list(with_rows(stream("<h2>Map</h2><table><tr><td><p>a<td><p>b<tr><td><p>c</table><p>end")))
    assert [row if not hasattr(row, "kind") else row.text for row in found] == ["Map", ("a", "b"), ("c",), "end"]


def test_a_table_in_a_cell_has_its_own_rows() -> None:
    inner = "<table><tr><td>x<td>y</table>"
    found = list(with_rows(stream(f"<table><tr><td>a{inner}<td>b<tr><td>c</table>")))
    assert ("x", "y") in found
    assert [cell for row in found for cell in row if cell] == ["a", "x", "y", "b", "c"]


CELLS = st.lists(st.text(alphabet="abc1 ,", max_size=5), min_size=1, max_size=5)


@given(st.lists(st.tuples(CELLS, st.sampled_from(["{}", "<p>{}</p>", "<div><b>{}</b></div>"])), min_size=1, max_size=5))
def test_cells_are_read_with_any_tags_around_them(table: list[tuple[list[str], str]]) -> None:
    markup = "".join(f"<tr>{''.join(f'<td>{wrap.format(cell)}</td>' for cell in cells)}</tr>" for cells, wrap in table)
    found = [tuple(cell for cell in row) for row in with_rows(stream(f"<table>{markup}</table>"))]
    expected = [tuple(" ".join(cell.split()) for cell in cells) for cells, _ in table]
    trimmed = [_without_empty_end(row) for row in expected if any(row)]
    assert [_without_empty_end(row) for row in found] == trimmed


def _without_empty_end(row: tuple[str, ...]) -> tuple[str, ...]:
    while row and not row[-1]:
        row = row[:-1]
    return row
