"""What every installation has after migrate, and what a migrate of one app leaves for later."""

import pytest
from django.apps import apps
from django.db import connection

from crm.core import seeding
from crm.core.models import Role
from crm.core.registries import Seed
from crm.core.registries.registry import Registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def ran(monkeypatch) -> list[str]:
    """Names of the seeds that were run, out of one that is registered."""
    names: list[str] = []
    registry: Registry[Seed] = Registry("seeds")
    registry.register(Seed("one", lambda: names.append("one")))
    monkeypatch.setattr(seeding, "seeds", registry)
    return names


def lay() -> None:
    seeding.lay_foundations(apps.get_app_config(seeding._last_label()))


def test_a_whole_database_gets_its_seeds_each_time(ran):
    lay()
    lay()
    assert ran == ["one", "one"]


def test_a_database_that_lacks_a_table_waits_for_the_rest(ran, monkeypatch):
    present = [name for name in connection.introspection.table_names() if "portal" not in name]
    monkeypatch.setattr(connection.introspection, "table_names", lambda *_args, **_kw: present)
    lay()
    assert ran == []


def test_every_installation_has_its_roles():
    assert {"manager", "coordinator", "operator"} <= set(
        Role.objects.values_list("code", flat=True)
    )
