"""`tip sql`: bounds, and output that other programs can read."""

import json
import math
import os
import signal
from pathlib import Path
from threading import Event, Thread

import duckdb
import pytest

from orchestration.cli.arguments import unicode_text
from tests.orchestration.command_line import tip_here
from warehouse.catalog.query import QueryError, running_query

ENDLESS = "SELECT count(*) FROM range(10000000) a, range(10000000) b"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose current release holds one table."""
    folder = tmp_path_factory.mktemp("sql")
    release = folder / "releases" / "abc"
    release.mkdir(parents=True)
    (release / "manifest.json").write_text('{"kind": "real"}')
    (folder / "home.json").write_text('{"kind": "real"}')
    (folder / "current").symlink_to("releases/abc")
    with duckdb.connect(str(release / "warehouse.duckdb")) as connection:
        connection.execute("CREATE TABLE countries AS SELECT 'CIV' AS country, 'Côte d''Ivoire' AS name")
    return folder


def as_json(home: Path, sql: str) -> dict:
    def no_constant(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    done = tip_here(home, "sql", sql, "--json")
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout, parse_constant=no_constant)
    return row


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'nan'::DOUBLE", None),
        ("'-inf'::FLOAT", None),
        ("[1, 'inf'::DOUBLE]", [1.0, None]),
        ("{'a': 'nan'::DOUBLE}", {"a": None}),
        ("MAP([1], ['nan'::DOUBLE])", {"1": None}),
        ("'\\x01a'::BLOB", "\\x01a"),
        ("['\\x01a'::BLOB]", ["\\x01a"]),
        ("INTERVAL 1 MONTH", "1 month"),
        ("DATE '290000-01-01'", "290000-01-01"),
        ("DATE 'infinity'", "infinity"),
        ("TIMESTAMP '99999-01-01 00:00:00'", "99999-01-01 00:00:00"),
        ("[DATE '2020-01-02']", ["2020-01-02"]),
        ("TIME '01:02:03'", "01:02:03"),
        ("170141183460469231731687303715884105727::HUGEINT", 170141183460469231731687303715884105727),
        ("true", True),
        ("chr(27) || chr(155) || chr(8238)", "\x1b\x9b\u202e"),
        ("NULL", None),
    ],
)
def test_json_is_valid_for_every_type(home: Path, expression: str, value: object) -> None:
    assert as_json(home, f"SELECT {expression} AS found -- a comment") == {"found": value}


def test_json_without_rows_is_an_empty_array(home: Path) -> None:
    assert tip_here(home, "sql", "SELECT 1 WHERE false", "--json").stdout == "[]\n"


def test_repeated_names_and_order_stay_where_dates_are_text(home: Path) -> None:
    sql = "SELECT DATE '2020-01-01' + i::INTEGER AS a, i AS a FROM range(3000) t(i) ORDER BY i DESC;  "
    rows = json.loads(tip_here(home, "sql", sql, "--json").stdout)
    assert [row["a_1"] for row in rows] == list(range(2999, -1, -1))
    assert rows[-1] == {"a": "2020-01-01", "a_1": 0}


def test_formulas_in_csv_are_escaped_on_request(home: Path) -> None:
    sql = "SELECT '=1+1' AS a, '@x' AS b, -1 AS c, '-1' AS d, chr(9) || '=1' AS e, 'a=b' AS f, '' AS g, NULL AS h"
    plain = tip_here(home, "sql", sql, "--csv").stdout
    assert plain == 'a,b,c,d,e,f,g,h\n=1+1,@x,-1,-1,\t=1,a=b,"",\n'
    escaped = tip_here(home, "sql", sql, "--csv", "--escape-formulas").stdout
    assert escaped == "a,b,c,d,e,f,g,h\n'=1+1,'@x,-1,'-1,'\t=1,a=b,\"\",\n"
    assert tip_here(home, "sql", sql, "--escape-formulas").returncode == 2


@pytest.mark.parametrize("form", [[], ["--csv"], ["--json"]])
def test_escape_sequences_are_shown(home: Path, form: list[str]) -> None:
    done = tip_here(home, "sql", "SELECT 'a' || chr(27) || '[2J' AS found", *form)
    assert "\x1b" not in done.stdout
    assert "a\\u001b[2J" in done.stdout


def test_several_statements_are_wrong_usage(home: Path) -> None:
    done = tip_here(home, "sql", "SELECT 1; DROP TABLE countries")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "tip: 2 statements; run one at a time (see tip sql --help)\n"
    assert tip_here(home, "sql", "SELECT ';' AS a;").returncode == 0


def test_a_query_ends_after_its_timeout(home: Path) -> None:
    done = tip_here(home, "sql", ENDLESS, "--timeout", "0.2")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "tip: the query took longer than 0.2 seconds\n"
    for wrong in ("0", "-1", "nan", "soon"):
        assert tip_here(home, "sql", "SELECT 1", "--timeout", wrong).returncode == 2


@pytest.mark.usefixtures("sigint_handled")
def test_a_signal_interrupts_a_query(home: Path) -> None:
    ended = Event()

    def interrupt() -> None:
        # a signal may come before the query runs; a person then presses the keys once more
        while not ended.wait(0.5):
            os.kill(os.getpid(), signal.SIGINT)

    with (
        pytest.raises(KeyboardInterrupt),
        running_query(home / "releases/abc", "SELECT 1") as _,
    ):
        Thread(target=interrupt, daemon=True).start()
        try:
            with running_query(home / "releases/abc", ENDLESS):
                pass
        finally:
            ended.set()


def test_rows_are_streamed(home: Path) -> None:
    with running_query(home / "releases/abc", "SELECT range AS i, repeat('x', 100) FROM range(1000000000)") as result:
        first = next(iter(result.chunks()))
    assert first[0] == (0, "x" * 100)
    assert len(first) == 1000


def test_a_query_has_a_limit_of_memory(home: Path) -> None:
    with (
        pytest.raises(QueryError, match="more memory than 1GB"),
        running_query(home / "releases/abc", "SELECT list(repeat('x', 1000000)) FROM range(3000)") as result,
    ):
        list(result.chunks())


def test_hints_of_duckdb_are_kept(home: Path) -> None:
    lines = tip_here(home, "sql", "SELECT nam FROM countries").stderr.splitlines()
    assert lines[0] == 'tip: Binder Error: Referenced column "nam" not found in FROM clause!'
    assert any("name" in line for line in lines[1:])
    assert lines[-2:] == ["LINE 1: SELECT nam FROM countries", "               ^^^"]


def test_accents_are_read_in_a_locale_without_utf_8(home: Path) -> None:
    statement = "SELECT country FROM countries WHERE name = 'Côte d''Ivoire'"
    assert unicode_text(statement.encode().decode("ascii", "surrogateescape")) == statement
    assert as_json(home, statement.encode().decode("ascii", "surrogateescape")) == {"country": "CIV"}


def test_numbers_stay_as_they_are(home: Path) -> None:
    row = as_json(home, "SELECT 0.1::DOUBLE AS a, 1.25::DECIMAL(5, 2) AS b, 7 AS c")
    assert math.isclose(row["a"], 0.1)
    assert row["b"] == "1.25"
    assert row["c"] == 7
