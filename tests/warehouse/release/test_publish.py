"""What is due, what publishing notes, and when data are published again or made current again."""

import json
import os
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from tests.warehouse.staged import CHANGING, pass_all, stage
from warehouse.quality.gate import RefusedError
from warehouse.release.due import due, release_id
from warehouse.release.publish import Published, publish
from warehouse.release.release_store import Release, ReleaseStore
from warehouse.release.verify import verify
from warehouse.staging.area import StagingArea
from warehouse.staging.files import file_digest, to_json, write_file
from warehouse.tables import PAGES, QUALITY_RESULTS, QUARANTINE

COUNTS = dict.fromkeys(CHANGING, 2)
STRIDE = 2
PART = "tables/pages/country=AAX/year=2001/part-0.parquet"
OTHER_PART = "tables/pages/country=AAX/year=2002/part-0.parquet"


def put(home: Home, version: int, presentation: str = "p1", **options: str) -> Published:
    """Stages and publishes a version; every other country-year changes with it."""
    stage(home.staging, COUNTS, version, STRIDE)
    pass_all(home)
    return publish(home.staging, home.releases, kind="sample", presentation=presentation, **options)


def spoil(release: Release) -> None:
    """Gives a release a file of its own that is cut off."""
    (release.path / PART).unlink()
    (release.path / PART).write_bytes(b"half")


def of_its_own(home: Home, path: str) -> None:
    """Makes a staged file one that no release shares; its bytes stay."""
    data = (home.staging.folder / path).read_bytes()
    (home.staging.folder / path).unlink()
    (home.staging.folder / path).write_bytes(data)


def notes(release: Release) -> tuple[int, str | None, str | None, str]:
    summary = release.summary
    return summary["number"], summary["reissue"], summary["previous"], summary["presentation"]


def shares(one: Release, other: Release) -> bool:
    return (one.path / PART).samefile(other.path / PART)


@pytest.mark.soak
def test_the_same_data_are_published_again_only_for_a_reason(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = put(home, 0)
    data = first.release.id
    assert first == Published(Release(home.releases.folder / data), True, None, 0, 2 * len(CHANGING))
    assert notes(first.release) == (1, None, None, "p1")
    summary = first.release.summary
    assert (summary["kind"], summary["override"], summary["id"], summary["release"]) == ("sample", None, data, data)
    assert summary["published_at"].endswith("Z")
    assert json.loads((first.release.path / "changes.json").read_bytes())["since"] is None

    again = put(home, 0)
    assert again == Published(first.release, False, None, 0, 0)
    with pytest.raises(FrozenInstanceError):
        again.is_new = True  # type: ignore[misc]

    of_its_own(home, PART)
    second = put(home, 0, "p2")
    assert second == Published(Release(home.releases.folder / f"{data}.2"), True, "presentation", 2 * len(CHANGING), 0)
    assert notes(second.release) == (2, "presentation", None, "p2")
    assert shares(first.release, second.release)
    changes = json.loads((second.release.path / "changes.json").read_bytes())
    assert changes == {"since": data, "same_data": True, "tables": {}}

    spoil(second.release)
    of_its_own(home, OTHER_PART)
    third = put(home, 0, "p2")
    assert not (third.release.path / OTHER_PART).samefile(second.release.path / OTHER_PART), "it shares a file with it"
    assert (third.release.name, third.is_new, third.reissue) == (f"{data}.3", True, "damage")
    assert notes(third.release) == (3, "damage", None, "p2")
    assert verify(third.release) == []
    assert [release.name for release in home.releases.all()] == [data, f"{data}.2", f"{data}.3"]
    assert list(home.releases.folder.glob(".*")) == []
    assert home.releases.current() == third.release


def test_an_earlier_release_is_made_current_again_where_it_is_whole(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first, second = put(home, 0).release, put(home, 1)
    assert notes(second.release) == (2, None, first.id, "p1")
    assert (second.shared_files, second.new_files) == (len(CHANGING), len(CHANGING))
    assert json.loads((second.release.path / "changes.json").read_bytes())["same_data"] is False

    back = put(home, 0)
    assert back == Published(first, True, None, len(CHANGING), len(CHANGING))
    assert home.releases.current() == first
    assert len(home.releases.all()) == 2

    spoil(second.release)
    third = put(home, 1)
    assert (third.release.name, third.reissue) == (f"{second.release.id}.2", "damage")
    assert notes(third.release) == (3, "damage", first.id, "p1")

    fourth = put(home, 0, "p2")
    assert (fourth.release.name, fourth.reissue) == (f"{first.id}.2", "presentation")
    assert notes(fourth.release) == (4, "presentation", second.release.id, "p2")

    fifth = put(home, 0, "p3").release
    assert notes(fifth) == (5, "presentation", second.release.id, "p3"), "it comes after the same as what it replaces"


@pytest.mark.soak
def test_data_whose_only_release_lost_its_manifest_are_published_again(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = put(home, 0).release
    second = put(home, 1).release
    second.manifest_path.unlink()
    third = put(home, 1)
    assert (third.release.name, third.reissue) == (f"{second.id}.2", "damage")
    assert notes(third.release) == (2, "damage", first.id, "p1")
    assert verify(third.release) == []


def test_a_refusal_is_overridden_with_a_reason(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = put(home, 0).release
    stage(home.staging, COUNTS, 1, STRIDE)
    pass_all(home)
    results = sorted((home.staging.folder / "check_results").glob("*.json"))
    blocking = [path for path in results if json.loads(path.read_bytes())["blocking"]]
    for path in (blocking[1], blocking[0], next(path for path in results if path not in blocking)):
        write_file(path, to_json(json.loads(path.read_bytes()) | {"passed": False}))
    with pytest.raises(RefusedError):
        publish(home.staging, home.releases, kind="real", presentation="p1")
    for reason in ("", " \n"):
        with pytest.raises(ValueError, match="needs a reason"):
            publish(home.staging, home.releases, kind="real", presentation="p1", override=reason)
    assert home.releases.all() == [first]
    done = publish(home.staging, home.releases, kind="real", presentation="p1", override=" known gap ").release
    failing = [path.stem for path in blocking[:2]]
    assert done.summary["override"] == {"reason": "known gap", "failing": failing}
    assert verify(done) == []

    calm = put(home, 0, override="not needed")
    assert calm.release == first, "nothing failed, so nothing is overridden"
    stage(home.staging, COUNTS, 1, STRIDE)
    pass_all(home)
    write_file(blocking[0], to_json(json.loads(blocking[0].read_bytes()) | {"passed": False}))
    with pytest.raises(RefusedError, match=f"{done.name} was published before; `tip rollback {done.name}`"):
        publish(home.staging, home.releases, kind="real", presentation="p1", override="again")
    assert home.releases.current() == first


def test_a_release_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path)
    stage(home.staging, COUNTS, 0, STRIDE)
    pass_all(home)
    (home.staging.folder / PART).unlink()
    with pytest.raises(RefusedError):
        publish(home.staging, home.releases, kind="real", presentation="p1")
    assert (list(home.releases.folder.iterdir()), home.releases.current()) == ([], None)


def test_the_id_follows_the_tables_that_are_data(tmp_path: Path) -> None:
    staging = StagingArea(tmp_path)
    ids = [release_id(staging)]
    for table in (QUARANTINE, PAGES):
        staging.write_table(table, table.empty())
        ids.append(release_id(staging))
    staging.write_table(QUALITY_RESULTS, QUALITY_RESULTS.empty())
    assert release_id(staging) == ids[-1]
    assert len(set(ids)) == 3
    assert all(len(found) == 12 for found in ids)


def test_what_is_due(tmp_path: Path) -> None:
    staging, store = StagingArea(tmp_path / "staging"), ReleaseStore(tmp_path)
    staging.write_table(PAGES, PAGES.empty())
    assert due(staging, store, presentation="p1") == "data"
    release = Release(store.folder / release_id(staging))
    write_file(release.path / "a", b"a")
    files = {"a": {"bytes": 1, "sha256": file_digest(release.path / "a")}}
    write_file(release.manifest_path, to_json({"presentation": "p1", "files": files}))
    time = release.manifest_path.stat().st_mtime_ns
    os.utime(release.path / "a", ns=(time, time))
    store.point_to(release)
    assert due(staging, store, presentation="p1") is None
    assert due(staging, store, presentation="p2") == "presentation"
    assert due(staging, store) == "presentation"
    (release.path / "a").unlink()
    assert due(staging, store, presentation="p1") == due(staging, store, presentation="p2") == "damage"
    staging.write_table(QUARANTINE, QUARANTINE.empty())
    assert due(staging, store, presentation="p1") == "data"
