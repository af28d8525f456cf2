"""What every test stands on: its database, its examples, and no way out to other hosts."""

import ipaddress
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from tests.people import People, make_people
from tests.services.databases import PostgresDatabase, SqliteDatabase, database

hypothesis.settings.register_profile(
    "suite",
    max_examples=60,
    deadline=None,
    derandomize=True,  # the same examples every time: a failure is the change's, not the day's
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile("search", max_examples=2000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

BROWSER_TESTS = Path(__file__).parent / "browser"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests share one served site; tests of PostgreSQL alone need PostgreSQL, those on the
    cluster need Elasticsearch."""
    on_elasticsearch = bool(settings.ELASTICSEARCH_URLS)
    on_postgres = "postgres" in os.environ.get("DATABASE_URL", "")
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
        if item.get_closest_marker("postgres") and not on_postgres:
            item.add_marker(pytest.mark.skip(reason="runs in the PostgreSQL part of make test"))
        if item.get_closest_marker("elasticsearch") and not on_elasticsearch:
            item.add_marker(pytest.mark.skip(reason="runs in the Elasticsearch part of make test"))


def pytest_unconfigure() -> None:
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def test_database(
    django_test_environment, django_db_blocker
) -> Iterator[SqliteDatabase | PostgresDatabase]:
    """This process's own migrated database; ``.url()`` is for processes that a test starts."""
    with django_db_blocker.unblock():
        own = database()
        own.create()
    yield own
    with django_db_blocker.unblock():
        own.drop()


@pytest.fixture(scope="session")
def django_db_setup(test_database, django_db_blocker) -> Iterator[None]:
    """Stands in for pytest-django's: a test that commits is undone by putting the copy back."""
    emptying = TransactionTestCase._fixture_teardown

    def put_back(case: TransactionTestCase) -> None:
        test_database.restore()

    TransactionTestCase._fixture_teardown = put_back
    yield
    TransactionTestCase._fixture_teardown = emptying


@pytest.fixture
def process_environment(test_database) -> dict[str, str]:
    """The environment for a ``manage.py`` that works on this (transactional) test's database."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        "DATABASE_URL": test_database.url(),
        "DATA_DIR": str(settings.DATA_DIR),
        "SECRET_KEY": settings.SECRET_KEY,
    }


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture(autouse=True)
def _default_language() -> None:
    """A page in English that an earlier test opened leaves its language to the thread."""
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def _no_other_hosts() -> Iterator[None]:
    """A connection to any host but this machine fails the test that makes it."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _local(address[0]):
            raise AssertionError(f"connection to another host: {address[0]}")
        return connect(self, address)

    socket.socket.connect = guarded
    yield
    socket.socket.connect = connect


def _local(host: str) -> bool:
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture
def people(db) -> People:
    """The cast; see tests/people.py."""
    return make_people()


@pytest.fixture
def is_postgres() -> bool:
    return connection.vendor == "postgresql"
