"""A site that keeps files of the site before is, byte for byte, the site that is made without it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warehouse.report.small_release import claim, count, panel, placement, result, site_of, tables_of
from warehouse.report.kept import groups_by

BEFORE = "0123456789ab"
AFTER = "ba9876543210"
KHM, NOR = "country/KHM.html", "country/NOR.html"

Rows = dict[str, list[dict[str, Any]]]


def number(shard: int, place: int = 0) -> int:
    """The number of a claim on a page of claims of its own."""
    return (shard << 56) + place


def claims(*more: Mapping[str, dict[str, Any]]) -> Rows:
    """Claims on several pages; two of them are of one article, and one names the release before in its text."""
    together = {"article_id": "a_together"}
    said = [
        claim(number(1), "wrong_list", **together),
        claim(number(2), **together),
        claim(number(3), country="NOR", sentence=f"Norway is in release {BEFORE} of 2026-11-28\x02\x03."),
        claim(number(4), claim_kind="count", official_table="enforcement_statistics", official_sentence="It was 7."),
    ]
    return tables_of([*said, *more])


def rows(**changed: list[dict[str, Any]]) -> Rows:
    tables = {
        "tier_placements": [
            placement("KHM", 2012, "2"),
            placement("KHM", 2013, "2WL", previous_tier="2", change="downgraded", watch_list_run=1),
            placement("NOR", 2012, "1"),
            placement("NOR", 2013, "1", previous_tier="1", change="unchanged", watch_list_run=0),
        ],
        "enforcement_statistics": [count("KHM", 2013, 7)],
        "country_years": [panel("KHM", 2013)],
        **claims(),
    }
    return {**tables, **changed}


class Release:
    """Reads the files of a release, and remembers which pages were read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.read: set[str] = set()

    def __call__(self, path: str) -> bytes | None:
        file = self.folder / path
        if not file.exists():
            return None
        self.read.add(path.removeprefix("report/"))
        return file.read_bytes()


def files_of(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def metadata(day: str, **more: Any) -> dict[str, Any]:
    return {"published_at": f"{day}T00:00:00Z", "presentation": "p1", **more}


def first_release(folder: Path, **more: Any) -> Release:
    site_of(folder, rows(), name=BEFORE, metadata=metadata("2026-11-28"), **more)
    return Release(folder)


CHANGES: Sequence[tuple[str, Callable[[], Rows], dict[str, Any], dict[str, Any], set[str]]] = [
    ("nothing", rows, {}, {}, set()),
    ("a claim more of an article", lambda: rows(**claims(claim(number(5), article_id="a_together"))), {}, {},
     {KHM, "claims/01.html", "claims/02.html", "claims/05.html"}),
    ("a claim more of another article", lambda: rows(**claims(claim(number(1, 1), country="NOR"))), {}, {},
     {NOR, "claims/01.html"}),
    ("a claim less", lambda: rows(**{name: found[1:] for name, found in claims().items()}), {}, {},
     {KHM, "claims/02.html"}),
    ("a count that is not sure", lambda: rows(enforcement_statistics=[count("KHM", 2013, 7, certainty="likely")]), {},
     {}, {KHM, "claims/04.html"}),
    ("a placement", lambda: rows(tier_placements=[placement("KHM", 2012, "3")]), {}, {},
     {KHM, NOR, "edition/2012.html", "edition/2013.html", *(f"claims/0{shard}.html" for shard in (1, 2, 3, 4))}),
    ("a failed check", rows, {"results": [result("a_check", passed=False, failing=["KHM 2013"])]}, {},
     {"edition/2013.html"}),
    ("a correction", lambda: rows(verdict_corrections=[{"id": "v1", "subject": f"c_{number(1):016x}"}]), {}, {},
     {f"claims/0{shard}.html" for shard in (1, 2, 3, 4)}),
    ("the address", rows, {}, {"site_url": "https://tip.example/"},
     {f"claims/0{shard}.html" for shard in (1, 2, 3, 4)}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "release", "more", "made"), [each[1:] for each in CHANGES], ids=[each[0] for each in CHANGES]
)
def test_a_site_is_the_same_whether_files_are_kept_or_not(
    tmp_path: Path, changed: Callable[[], Rows], release: dict[str, Any], more: dict[str, Any], made: set[str]
) -> None:
    before = first_release(tmp_path / "before")
    info = {"name": AFTER, "metadata": metadata("2026-11-29", **more), **release}
    kept = files_of(site_of(tmp_path / "kept", changed(), read_before=before, **info))
    new = files_of(site_of(tmp_path / "new", changed(), **info))
    assert kept == new
    assert AFTER.encode() in kept[KHM]
    assert BEFORE.encode() not in kept[KHM]
    assert {path for path in kept if path.startswith(("country/", "claims/", "edition/20"))} - before.read - {
        f"edition/{year}.html" for year in (2014, 2015)
    } == made


@pytest.mark.parametrize("changed", [{"presentation": "p2"}, {"presentation": None}, {"kind": "sample"}])
def test_nothing_is_kept_from_other_code_and_between_sample_and_real_pages(
    tmp_path: Path, changed: dict[str, Any]
) -> None:
    before = first_release(tmp_path / "before")
    info = {"name": AFTER, "metadata": metadata("2026-11-29", **changed)}
    kept = files_of(site_of(tmp_path / "kept", rows(), read_before=before, **info))
    assert kept == files_of(site_of(tmp_path / "new", rows(), **info))
    assert before.read <= {"kept.json"}


def test_files_are_kept_through_several_releases(tmp_path: Path) -> None:
    before = first_release(tmp_path / "first")
    for day, name in ((29, AFTER), (30, BEFORE[:6])):
        info = {"name": name, "metadata": metadata(f"2026-11-{day}")}
        kept = site_of(tmp_path / str(day), rows(), read_before=before, **info)
        assert files_of(kept) == files_of(site_of(tmp_path / f"new{day}", rows(), **info))
        before = Release(kept.parent)


def test_a_text_that_names_the_release_before_stays(tmp_path: Path) -> None:
    before = first_release(tmp_path / "before")
    info = {"name": AFTER, "metadata": metadata("2026-11-29")}
    page = files_of(site_of(tmp_path / "kept", rows(), read_before=before, **info))["claims/03.html"].decode()
    assert {"claims/03.html", "search/claims/0/0.js", "search/words/0/72-65.js"} <= before.read
    assert f"in release {BEFORE} of 2026-11-28\\u0002\\u0003." in page
    assert f"release <code>{AFTER}</code>" in page


ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.none() | st.text(), st.none() | st.booleans()), max_size=30)


@given(ROWS)
def test_the_digest_of_a_group_depends_on_its_rows_alone(made: list[tuple[Any, ...]]) -> None:
    frame = pl.DataFrame(made, schema={"key": pl.String, "text": pl.String, "flag": pl.Boolean}, orient="row")
    groups = groups_by(frame, "key")
    for key, group in groups.items():
        alone = groups_by(frame.filter(pl.col("key") == key), "key")
        assert {of: found.digest for of, found in alone.items()} == {key: group.digest}
    assert len({group.digest for group in groups.values()}) == len(groups)
