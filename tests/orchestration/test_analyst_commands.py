"""What analysts take away: workbooks, tables as files, older releases, notebooks; output that fits a terminal."""

import csv
import io
import json
import os
import pty
import subprocess
from pathlib import Path

import openpyxl
import pytest
import yaml

from orchestration.notebook import connect, load
from tests.docs.project_files import ROOT
from tests.orchestration.command_line import TIP, tip_here
from tests.warehouse.small_release import write_home
from warehouse.catalog.citation import citation, licence
from warehouse.catalog.workbook import MAX_CHARACTERS


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_home(tmp_path_factory.mktemp("home"), {"aaa111": "2026-01-10", "bbb222": "2026-02-20"})


def cells(file: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(file).active.iter_rows(values_only=True))


def test_a_workbook_holds_types_and_no_formulas(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "found.xlsx"
    sql = "SELECT 3 AS n, 0.5::DOUBLE AS d, '=1+1' AS f, NULL AS e, true AS b, ['x', 'y'] AS l, 9007199254740993 AS big"
    assert tip_here(home, "sql", sql, "--xlsx", str(file)).returncode == 0
    assert cells(file) == [
        ("n", "d", "f", "e", "b", "l", "big"),
        (3, 0.5, "=1+1", None, True, "x|y", "9007199254740993"),
    ]
    assert openpyxl.load_workbook(file).active["C2"].data_type == "s"
    assert tip_here(home, "sql", sql, "--xlsx", str(file)).returncode == 2, "a file is not overwritten"


def test_a_cell_that_excel_cannot_hold_is_cut_and_told(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "long.xlsx"
    done = tip_here(home, "sql", "SELECT repeat('x', 40000) AS text", "--xlsx", str(file))
    assert "1 cells were cut at 32,767 characters" in done.stderr
    assert len(str(cells(file)[1][0])) == MAX_CHARACTERS


def test_tables_are_exported_in_each_format_with_the_release(home: Path, tmp_path: Path) -> None:
    for form in ("csv", "json", "xlsx"):
        done = tip_here(home, "export", str(tmp_path / form), "--tables", "--format", form)
        assert done.returncode == 0, done.stderr
    (listed,) = json.loads((tmp_path / "json" / "statutory_lists.json").read_text())
    assert (listed["country"], listed["release"]) == ("THA", "bbb222")
    (row,) = csv.DictReader(io.StringIO((tmp_path / "csv" / "statutory_lists.csv").read_text()))
    assert (row["printed"], row["release"]) == ("Thailand", "bbb222")
    head, first = cells(tmp_path / "xlsx" / "statutory_lists.xlsx")
    assert (head[-1], first[-1]) == ("release", "bbb222")
    assert tip_here(home, "export", str(tmp_path / "csv"), "--tables").returncode == 2
    assert tip_here(home, "export", str(tmp_path / "new"), "--format", "csv").returncode == 2


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], "bbb222"),
        (["--release", "aaa"], "aaa111"),
        (["--as-of", "2026-01-10"], "aaa111"),
        (["--as-of", "2026-02-19"], "aaa111"),
        (["--as-of", "2026-02-20"], "bbb222"),
    ],
)
def test_an_earlier_release_can_be_asked(home: Path, options: list[str], found: str) -> None:
    assert tip_here(home, "sql", "FROM release", "--csv", *options).stdout == f"release\n{found}\n"


def test_no_release_is_that_old(home: Path) -> None:
    done = tip_here(home, "sql", "FROM release", "--as-of", "2026-01-09")
    assert done.returncode == 1
    assert done.stderr.endswith("is as old as 2026-01-09; the first is of 2026-01-10\n")
    assert tip_here(home, "sql", "FROM release", "--as-of", "2026-02-20", "--release", "aaa").returncode == 2


def test_a_notebook_loads_a_table_and_asks_sql(home: Path) -> None:
    assert load("tier_placements", home=home).filter(country="VEN", year=2014).collect()["tier"].to_list() == ["3"]
    assert connect(home=home, release="aaa").sql("FROM release").fetchall() == [("aaa111",)]
    with pytest.raises(KeyError, match="no table is called 'tiers'"):
        load("tiers", home=home)
    with pytest.raises(FileNotFoundError, match="no current release"):
        load("pages", home=home / "none")


def on_terminal(home: Path, *arguments: str, columns: int = 60, lines: int = 200) -> str:
    """The output of a command on a terminal of a size."""
    leader, follower = pty.openpty()
    size = {"COLUMNS": str(columns), "LINES": str(lines), "TIP_HOME": str(home), "PAGER": "sed s/^/paged:/"}
    with subprocess.Popen(
        [*TIP, *arguments], stdin=follower, stdout=follower, stderr=follower, env={**os.environ, **size}, cwd=ROOT
    ) as process:
        os.close(follower)
        said = b""
        try:
            while part := os.read(leader, 1 << 16):
                said += part
        except OSError:  # the other end is closed
            pass
        process.wait()
    os.close(leader)
    return said.decode().replace("\r\n", "\n")


def test_a_table_fits_the_terminal_and_nothing_is_cut(home: Path) -> None:
    words = " ".join(f"word{n}" for n in range(40))
    said = on_terminal(home, "sql", f"SELECT 'KHM' AS country, 2014 AS year, '{words}' AS explanation")
    lines = said.splitlines()
    assert max(map(len, lines)) <= 60
    assert "| KHM     | 2014 | word0 word1" in said
    assert all(f"word{n}" in said for n in range(40))


def test_addresses_are_left_out_of_a_narrow_table_and_this_is_said(home: Path) -> None:
    columns = "2014 AS year, 'downgraded' AS change, 'unchanged' AS before, 'explained' AS reason"
    sql = f"SELECT {columns}, repeat('x', 99) AS source_url"
    said = on_terminal(home, "sql", sql).splitlines()
    assert said[0] == "| year | change     | before    | reason    |"
    assert said[3].startswith("Without source_url: the terminal is too narrow.")
    assert max(map(len, said)) <= 60


def test_a_row_that_fits_no_table_is_a_list_of_values(home: Path) -> None:
    words = " ".join(f"word{n}" for n in range(40))
    columns = ", ".join(f"'{words}' AS text{n}" for n in range(4))
    said = on_terminal(home, "sql", f"SELECT '' AS empty, {columns} FROM range(2)", lines=200)
    assert max(map(len, said.splitlines())) <= 60
    assert said.count("\ntext3  word0 word1") == 2
    assert said.count("word39") == 8


def test_long_output_goes_to_the_pager_and_short_output_does_not(home: Path) -> None:
    assert "paged:| range |" in on_terminal(home, "sql", "SELECT range FROM range(300)", lines=30)
    assert "paged:" not in on_terminal(home, "sql", "SELECT range FROM range(3)", lines=30)


def test_a_pipe_gets_whole_values(home: Path) -> None:
    done = tip_here(home, "sql", "SELECT repeat('x', 300) || chr(10) || 'y' AS text, NULL AS none")
    assert done.stdout.splitlines()[2].rstrip() == f"| {'x' * 300} y | null |"


@pytest.mark.parametrize(
    ("command", "known"),
    [
        (
            ["tables"],
            lambda found: ("pages", 2) in [(row["table"], row["rows"]) for row in found],
        ),
        (["describe", "recommendations"], lambda found: found["columns"][0]["name"] == "country"),
        (["releases"], lambda found: [row["current"] for row in found] == [False, True]),
        (["diff", "aaa", "bbb"], lambda found: found["release"] == "bbb222"),
    ],
)
def test_reading_commands_print_json(home: Path, command: list[str], known: object) -> None:
    assert known(json.loads(tip_here(home, *command, "--json").stdout))  # type: ignore[operator]


def test_shells_complete_commands_and_options(home: Path) -> None:
    assert "_TIP_COMPLETE" in tip_here(home, "completion", "bash").stdout
    asked = {"_TIP_COMPLETE": "bash_complete", "COMP_WORDS": "tip ex", "COMP_CWORD": "1", "TIP_HOME": str(home)}
    done = subprocess.run(TIP, env={**os.environ, **asked}, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["plain,export"]


def test_a_release_says_how_to_cite_it_and_on_which_terms() -> None:
    found = yaml.safe_load(citation("abc.2", {"published_at": "2026-02-20T01:02:03Z", "kind": "sample"}))
    assert (found["version"], str(found["date-released"])) == ("abc.2", "2026-02-20")
    assert "sample" in found["abstract"]
    assert (ROOT / "LICENSE").read_text() in licence()
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text())["license"] == "MIT"
