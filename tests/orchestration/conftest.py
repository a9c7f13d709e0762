"""Homes that are made once."""

import pytest

from tests.orchestration.made_homes import ATLANTIS, MadeHome, made_home
from tests.support import edition


@pytest.fixture(scope="session")
def made_of_2018(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    """A home with a release of one edition."""
    return made_home(tmp_path_factory.mktemp("2018"), edition(2018))


@pytest.fixture(scope="session")
def made_of_two_editions(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    """A home with a release of two editions."""
    return made_home(tmp_path_factory.mktemp("two"), {**edition(2018), **edition(2019)})


@pytest.fixture(scope="session")
def made_and_refused(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    """A home whose only run was refused by the gate."""
    return made_home(tmp_path_factory.mktemp("refused"), {**edition(2018), **ATLANTIS})
