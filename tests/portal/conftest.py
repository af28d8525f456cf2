import pytest

from portal import tree


@pytest.fixture
def site(db) -> None:
    """The fixed pages stand."""
    tree.plant()
