"""What counts as the code of a table: what its function imports, without prose, and the data files that this reads."""

from pathlib import Path

import pytest

from assets.pipeline.plan.versions import build_code, reader_code
from sources.registry.families import NEWS
from warehouse.builds import source_digest
from warehouse.builds.code_version import code_version
from warehouse.builds.registry import all_builds
from warehouse.builds.source_digest import module_sources


def digest_of(tmp_path: Path, code: str) -> str:
    path = tmp_path / "module.py"
    path.write_text(code)
    return module_sources([path])[0].digest


@pytest.fixture(autouse=True)
def without_kept_digests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_digest, "_cache_file", lambda: tmp_path / "kept/digests.json")
    source_digest._cached.cache_clear()


def test_prose_and_formatting_do_not_count(tmp_path: Path) -> None:
    plain = digest_of(tmp_path, "X = 1\ndef f(a, b):\n    return a + b\n")
    prose = '"""What it is."""\nX = 1  # one\n"""X."""\n\ndef f(\n  a,\n  b\n):\n    """Adds."""\n    return a + b\n'
    assert digest_of(tmp_path, prose) == plain
    assert digest_of(tmp_path, "X = 1\ndef f(a, b):\n    return b + a\n") != plain


def test_digests_are_kept_and_equal_what_is_computed(tmp_path: Path) -> None:
    first = digest_of(tmp_path, "X = 1\n")
    assert (tmp_path / "kept/digests.json").exists()
    source_digest._cached.cache_clear()
    assert digest_of(tmp_path, "X = 1\n") == first
    (tmp_path / "kept/digests.json").write_text("no JSON")
    source_digest._cached.cache_clear()
    assert digest_of(tmp_path, "X = 1\n") == first


def test_modules_of_the_same_bytes_are_told_apart() -> None:
    files = code_version("sources.state_department.pages").files
    assert {"sources/__init__.py", "sources/html/__init__.py", "sources/fetch/__init__.py"} <= files.keys()


def test_the_code_of_a_table_is_what_makes_it() -> None:
    recommendations = build_code(all_builds()["recommendations"]).files
    assert "warehouse/derived/recurrence.py" in recommendations
    assert not any(path.startswith("sources/") for path in recommendations)
    editions = build_code(all_builds()["editions"]).files
    assert {"sources/reference/editions.py", "sources/reference/data/editions.csv"} <= editions.keys()
    panel = build_code(all_builds()["country_years"]).files
    assert {"warehouse/derived/panel.py", "warehouse/derived/headline.py"} <= panel.keys()
    assert "warehouse/derived/placements.py" not in panel


def test_declarations_count_by_their_schema_and_not_as_code() -> None:
    for build in all_builds().values():
        counted = {path for path in build_code(build).files if path.startswith("warehouse/tables/")}
        assert counted <= {
            "warehouse/tables/arrow.py",
            "warehouse/tables/declaration.py",
            "warehouse/tables/schema_library.py",
            "warehouse/tables/value_types.py",
            "warehouse/tables/vocabulary.py",
        }


def test_what_classifies_a_page_is_part_of_what_reads_it() -> None:
    for family in ("tip", "human_rights", NEWS):
        assert "sources/fetch/outcome/outcomes.py" in reader_code(family).files
    assert "sources/language/data/lexicon.csv" in reader_code("tip").files
    assert "sources/registry/data/publishers.csv" not in reader_code("tip").files
    assert "sources/registry/data/publishers.csv" in reader_code(NEWS).files
    assert not any(path.startswith("sources/news/discovery") for path in reader_code(NEWS).files)


def test_only_libraries_that_take_part_count() -> None:
    assert set(build_code(all_builds()["recommendations"]).libraries) == {"dataframely", "polars", "pyarrow"}
    assert {"selectolax", "beautifulsoup4", "html5lib"} <= reader_code("tip").libraries.keys()
    assert "trafilatura" not in reader_code("tip").libraries
    assert {"trafilatura", "justext", "htmldate"} <= reader_code(NEWS).libraries.keys()


def test_a_module_outside_the_project_is_an_error() -> None:
    with pytest.raises(ValueError, match="no module of the project"):
        code_version("warehouse.nothing")
