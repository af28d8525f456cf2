"""What the tests of the desk share: to-dos and figures that exist for one test only."""

from collections.abc import Callable

import pytest

from crm.core.registries import Registry, figures, todos


@pytest.fixture
def todo_registry(monkeypatch) -> Registry:
    """The to-do sources, empty for this test; what it registers is gone afterwards."""
    monkeypatch.setattr(todos, "_entries", {})
    return todos


@pytest.fixture
def figure_registry(monkeypatch) -> Registry:
    """The figures, empty for this test."""
    monkeypatch.setattr(figures, "_entries", {})
    return figures


@pytest.fixture
def browse(client) -> Callable[[object], object]:
    """``browse(user)`` is a client that is logged in as ``user``."""

    def as_user(user: object) -> object:
        client.force_login(user)
        return client

    return as_user
