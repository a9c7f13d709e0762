"""Tables of commands: aligned, plain text, nothing cut."""

import io
from contextlib import redirect_stdout

import pytest

from orchestration.cli.text_table import print_table


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


def printed(rows: list[tuple[object, ...]], stream: io.StringIO, **options: object) -> list[str]:
    with redirect_stdout(stream):
        print_table(rows, **options)  # type: ignore[arg-type]
    return stream.getvalue().splitlines()


def test_columns_are_aligned_and_lines_have_no_trailing_spaces() -> None:
    rows = [("pages", 16, "one page"), ("tier_sightings", 1_200, None)]
    assert printed(rows, io.StringIO(), header=["table", "rows", "grain"], right_aligned=[1]) == [
        "table           rows  grain",
        "pages             16  one page",
        "tier_sightings  1200",
    ]


def test_a_pipe_gets_one_whole_line_per_row() -> None:
    long = "word " * 400 + "end"
    assert printed([("a", long, "b")], io.StringIO()) == [f"a  {long}  b"]


def test_a_terminal_gets_wrapped_lines_without_losing_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = printed([("name", "x" * 100)], Terminal())
    assert max(map(len, lines)) <= 40
    assert "".join(lines).count("x") == 100


def test_control_characters_and_markup_are_not_interpreted() -> None:
    assert printed([("[red]a[/red]", "b\x1b[2J\u202ec :smile:")], Terminal()) == [
        "[red]a[/red]  b\\u001b[2J\\u202ec :smile:"
    ]


def test_a_table_without_rows_prints_its_header_only() -> None:
    assert printed([], io.StringIO()) == []
    assert printed([], io.StringIO(), header=["table", "stale"]) == ["table  stale"]
