import datetime as dt

import pytest

from portal import tree
from portal.demo import build

DEMO_DAY = dt.date(2023, 3, 10)


@pytest.fixture
def site(db) -> None:
    """The fixed pages stand."""
    tree.plant()


@pytest.fixture
def demo(site) -> None:
    """The demo content stands."""
    build(DEMO_DAY)
