"""One small contribution of each kind, in the files that CONTRIBUTING.md names, and what the project makes of it.

All contributions are made in one copy of the project, which a process of its own then loads.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from tests.docs.project_files import ROOT

Edit = tuple[str, Callable[[str], str]]
"""A file below the project, and its text with the contribution from its text without."""


def _add(path: str, line: str) -> Edit:
    """A line at the end of a file."""
    return path, lambda text: f"{text.rstrip()}\n{line}\n"


def _insert(path: str, before: str, new: str) -> Edit:
    """Text before a place that is there once."""

    def edit(text: str) -> str:
        assert text.count(before) == 1, f"{before!r} is {text.count(before)} times in {path}"
        return text.replace(before, f"{new}{before}")

    return path, edit


def _replace(path: str, old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {path}"
        return text.replace(old, new)

    return path, edit


_TABLE = '''"""Countries with the number of their editions."""

from warehouse.tables.declaration import Table
from warehouse.tables.schema_library import dy


class TrialEditions(dy.Schema):
    """How many editions place a country."""

    country = dy.String(primary_key=True, nullable=False, description="Code of the country")
    editions = dy.Int64(nullable=False, description="Editions that place it")


TRIAL_EDITIONS = Table(name="trial_editions", declaration=TrialEditions, grain="one country", partitioned=False)
'''
_BUILDER = '''"""The editions of each country."""

import polars as pl

from warehouse.builds.build import Build, Staged
from warehouse.tables.trial_editions import TRIAL_EDITIONS


def trial_editions(placements: pl.DataFrame) -> pl.DataFrame:
    """Counts the placements of each country."""
    return placements.group_by("country").agg(pl.len().cast(pl.Int64).alias("editions")).sort("country")


BUILD = Build(table=TRIAL_EDITIONS, make=trial_editions, inputs={"placements": Staged("tier_placements")})
'''
_CHECK = """
def _trial(context: CheckContext) -> Finding:
    rows = context.frame("tier_placements")
    return Finding([], f"{rows.height} placements", "placements")


CHECKS = (
    *CHECKS,
    Check(
        name="trial_check",
        table="tier_placements",
        severity="warning",
        blocking=False,
        reason="A trial.",
        advice="Nothing.",
        find=_trial,
    ),
)
"""
_CHART = 'charts=(Chart("tiers_by_edition", "tiers by edition", _by_tier),'

CONTRIBUTIONS: dict[str, tuple[Edit, ...]] = {
    "column": (
        _insert(
            "warehouse/tables/recommendations.py",
            "    source_url = source_url()",
            '    trial_words = dy.Int32(nullable=True, description="Words of the recommendation")\n',
        ),
        _replace(
            "warehouse/derived/recurrence.py",
            'pl.Series("recurs_from", found, dtype=pl.Int32))',
            'pl.Series("recurs_from", found, dtype=pl.Int32), pl.lit(1, pl.Int32).alias("trial_words"))',
        ),
    ),
    "table": (
        ("warehouse/tables/trial_editions.py", lambda _: _TABLE),
        _add(
            "warehouse/tables/__init__.py",
            "from warehouse.tables.trial_editions import TRIAL_EDITIONS\n"
            "TABLES = {**TABLES, TRIAL_EDITIONS.name: TRIAL_EDITIONS}",
        ),
        ("warehouse/derived/trial_editions.py", lambda _: _BUILDER),
    ),
    "check": (_add("warehouse/quality/checks/tier_placements.py", _CHECK),),
    "chart": (
        _replace(
            "warehouse/derived/placements.py",
            _CHART,
            f'{_CHART} Chart("trial_chart", "placements by edition", _by_tier),',
        ),
    ),
    "country alias": (
        (
            "sources/reference/data/countries.csv",
            lambda text: text.replace("ABW,Aruba,,", "ABW,Aruba,Trial Island of Aruba,", 1),
        ),
    ),
    "exception": (
        _add("warehouse/quality/data/exceptions.csv", "probable_steps,ABW,2012,a trial,docs/dictionary.md,2099-01-01"),
    ),
    "publisher": (
        _add("sources/registry/data/publishers.csv", "trial-paper.example,Trial Paper,ABW,en,,,,,,,2010,,paper,no,"),
    ),
    "phrase of claims": (_add("sources/language/data/placement_words.csv", "trialled upwards,en,up"),),
    "verb of statistics": (
        _add("sources/language/data/lexicon.csv", "triallingly convicted,en,act.convictions.finite"),
    ),
    "layout": (
        _add(
            "sources/state_department/layouts/religious_freedom.py",
            'RELIGIOUS_FREEDOM_LAYOUTS = (replace(_CENTERBLOCK, name="trial_layout"), *RELIGIOUS_FREEDOM_LAYOUTS)',
        ),
    ),
    "edition": (
        _add(
            "sources/reference/data/editions.csv",
            "religious_freedom,2099,2100-05-01,200,2099-01-01,2099-12-31,a trial,low",
        ),
    ),
}
"""By kind, the files that a contribution changes."""

_LOAD = """
import json
import sys
from pathlib import Path
from assets.pipeline.home.home import Home
from orchestration.definitions import build_definitions
from sources.news.claims.items import read_items
from sources.reference.countries import by_name
from sources.reference.editions import edition_rows
from sources.registry.publishers import publisher_of
from sources.state_department.readers import layouts_of
from sources.language.clauses.lexicon import read_actions
from warehouse.builds.registry import all_builds
from warehouse.catalog.dictionary import dictionary
from warehouse.quality.check import Failing
from warehouse.quality.exceptions import excused
from warehouse.quality.registry import all_checks
from warehouse.tables import TABLES

graph = build_definitions(Home(Path(sys.argv[1]))).resolve_asset_graph()
print(json.dumps({
    "column": [row.name for row in TABLES["recommendations"].describe()],
    "table": [key.to_user_string() for key in graph.get_all_asset_keys()],
    "order": list(all_builds()),
    "checks": [*all_checks()],
    "asset checks": [key.name for key in graph.asset_check_keys],
    "dictionary": dictionary(),
    "charts": [chart.name for chart in all_builds()["tier_placements"].charts],
    "country alias": by_name("Trial Island of Aruba").country,
    "exception": excused("probable_steps", Failing("x", "ABW", 2012)),
    "publisher": publisher_of("https://www.trial-paper.example/a").name,
    "phrase of claims": read_items("it trialled upwards", "en", ())[-1].kind == "up",
    "verb of statistics": [action.value for action in read_actions() if action.phrase == "triallingly convicted"],
    "layout": [layout.name for layout in layouts_of("religious_freedom")],
    "edition": [row["year"] for row in edition_rows() if row["family"] == "religious_freedom"],
}))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the project with all contributions says of itself."""
    copy = tmp_path_factory.mktemp("project")
    for folder in ("assets", "orchestration", "sources", "warehouse"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "dagster.yaml", copy)
    for edits in CONTRIBUTIONS.values():
        for path, edit in edits:
            file = copy / path
            file.write_text(edit(file.read_text(encoding="utf-8") if file.exists() else ""), encoding="utf-8")
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(copy), "TIP_HOME": str(copy / "home"), "HOME": str(copy)}
    done = subprocess.run(
        [sys.executable, "-c", _LOAD, str(copy / "home")],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_no_contribution_touches_more_than_three_files() -> None:
    assert all(1 <= len(edits) <= 3 for edits in CONTRIBUTIONS.values())


@pytest.mark.soak
def test_a_column_is_in_the_schema_and_the_dictionary(loaded: dict[str, Any]) -> None:
    assert "trial_words" in loaded["column"]
    assert "Words of the recommendation" in loaded["dictionary"]


def test_a_table_is_an_asset_with_checks(loaded: dict[str, Any]) -> None:
    assert "trial_editions" in loaded["table"]
    assert loaded["order"].index("tier_placements") < loaded["order"].index("trial_editions")
    assert {"trial_editions__schema", "trial_editions__key"} <= set(loaded["checks"]) & set(loaded["asset checks"])
    assert "Editions that place it" in loaded["dictionary"]


def test_a_check_is_in_the_registry_and_in_dagster(loaded: dict[str, Any]) -> None:
    assert "trial_check" in loaded["checks"]
    assert "trial_check" in loaded["asset checks"]


def test_a_chart_belongs_to_its_table(loaded: dict[str, Any]) -> None:
    assert loaded["charts"] == ["tiers_by_edition", "trial_chart"]


def test_a_country_alias_is_known(loaded: dict[str, Any]) -> None:
    assert loaded["country alias"] == "ABW"


def test_an_exception_accepts_a_failure(loaded: dict[str, Any]) -> None:
    assert loaded["exception"] is True


def test_a_publisher_is_known_by_its_domain(loaded: dict[str, Any]) -> None:
    assert loaded["publisher"] == "Trial Paper"


def test_a_phrase_of_claims_is_read(loaded: dict[str, Any]) -> None:
    assert loaded["phrase of claims"] is True


def test_a_verb_of_statistics_has_a_measure(loaded: dict[str, Any]) -> None:
    assert loaded["verb of statistics"] == ["convictions"]


def test_a_layout_is_tried_in_its_order(loaded: dict[str, Any]) -> None:
    assert "trial_layout" in loaded["layout"]


def test_an_edition_is_expected(loaded: dict[str, Any]) -> None:
    assert 2099 in loaded["edition"]
