"""Released columns stay: losing one, or changing its type or nullability, takes a version that says so.

`data/released_schema.json` is the reviewed schema of the version it names. After a bump of the major
version of the schema it is written anew: `python -m tests.warehouse.released_schema`.
"""

import copy
import json
from typing import Any

import pytest

from tests.warehouse.released_schema import SNAPSHOT, declared, is_breaking_version, losses, unannounced
from warehouse.catalog.datapackage import datapackage
from warehouse.tables.promise import SCHEMA_VERSION

RELEASED: dict[str, Any] = json.loads(SNAPSHOT.read_text())


def test_no_released_column_is_lost_or_changed() -> None:
    found = losses(RELEASED["tables"], declared())
    if not is_breaking_version(RELEASED["version"], SCHEMA_VERSION):
        assert found == [], f"released with schema {RELEASED['version']}: bump SCHEMA_VERSION, or keep the column"


def test_the_reviewed_schema_is_of_this_version() -> None:
    assert not is_breaking_version(RELEASED["version"], SCHEMA_VERSION), "write the snapshot anew"
    missing = [name for name in declared() if name not in RELEASED["tables"]]
    assert missing == [], "new tables are noted once they are released: write the snapshot anew"


@pytest.mark.parametrize(
    ("change", "loss"),
    [
        (lambda tables: tables.pop("recommendations"), "recommendations is gone"),
        (lambda tables: tables["pages"].pop("words"), "pages.words is gone"),
        (lambda tables: tables["pages"]["words"].update(type="int64"), "pages.words is int64, was int32"),
        (lambda tables: tables["pages"]["words"].update(nullable=True), "pages.words may be null, was never"),
        (lambda tables: tables["pages"]["area"].update(nullable=False), "pages.area is never null, may have been"),
        (lambda tables: tables["pages"].update(extra={"type": "string", "nullable": True}), None),
    ],
)
def test_every_loss_is_seen(change: Any, loss: str | None) -> None:
    tables = copy.deepcopy(RELEASED["tables"])
    change(tables)
    assert losses(RELEASED["tables"], tables) == ([loss] if loss else [])


@pytest.mark.parametrize(
    ("before", "after", "breaks"),
    [("0.1.0", "0.1.9", False), ("0.1.0", "0.2.0", True), ("1.4.0", "1.5.0", False), ("1.4.0", "2.0.0", True)],
)
def test_what_a_version_says(before: str, after: str, breaks: bool) -> None:
    assert is_breaking_version(before, after) == breaks


def test_what_goes_was_announced_one_release_before() -> None:
    assert unannounced(losses(RELEASED["tables"], declared()), RELEASED["announced"]) == []
    lost = ["pages.words is gone", "pages.area is never null, may have been", "recommendations is gone"]
    assert unannounced(lost, ["pages.words"]) == ["recommendations is gone"]


def test_a_data_package_names_the_schema_version() -> None:
    assert datapackage("abc", {})["schema_version"] == SCHEMA_VERSION
