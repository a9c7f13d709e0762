"""Homes for the tests of the pipeline."""

from pathlib import Path

import pytest

from tests.assets.warehouse import Warehouse
from tests.support import edition


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path)


@pytest.fixture(scope="session")
def published_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    warehouse = Warehouse(folder)
    warehouse.ingest({**edition(2018), **edition(2019)})
    warehouse.refresh()
    return folder / "home"
