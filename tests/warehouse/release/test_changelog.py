"""The changelog of a release has the entries of the releases before it, and the changes of the code."""

from pathlib import Path
from typing import Any

from warehouse.release.changelog import FILE, changelog


def entry(name: str, day: str, before: Path | None, **changes: Any) -> str:
    told = {"since": None, "same_data": False, "tables": {}} | changes
    return changelog(name, {"published_at": f"{day}T00:00:00Z", "reissue": None}, told, before)


def test_entries_are_kept_from_release_to_release(tmp_path: Path) -> None:
    first, second, third = (tmp_path / name for name in ("aaa", "bbb", "ccc"))
    change = {"added": 1200, "changed": 0, "removed": 3}
    for folder in (first, second, third):
        folder.mkdir()
    (first / FILE).write_text(entry("aaa", "2026-01-01", None, tables={"pages": change}))
    (second / FILE).write_text(entry("bbb", "2026-02-01", first, since="aaa", tables={"pages": change}))
    said = entry("bbb.2", "2026-03-01", second, since="bbb", same_data=True)
    headings = [line for line in said.split("\n# Code\n")[0].splitlines() if line.startswith("## ")]
    assert [line.split(",")[0] for line in headings] == ["## Release bbb.2", "## Release bbb", "## Release aaa"]
    assert "- `pages`: 1,200 added, 0 changed, 3 removed" in said
    assert "The first release: 1,200 rows in 1 tables." in said
    assert "The data of bbb again" in said
    assert "### Added" in said.split("\n# Code\n")[1]


def test_a_release_before_without_a_changelog_is_no_error(tmp_path: Path) -> None:
    assert entry("bbb", "2026-02-01", tmp_path, since="aaa").count("## Release") == 1
