"""Which engine answers, from the settings of the installation (docs/settings.md)."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from elasticsearch import Elasticsearch

from search.engines.elastic.calls import connect
from search.engines.elastic.engine import ElasticEngine
from search.engines.protocol import Engine
from search.engines.tantivy.engine import TantivyEngine

EMBEDDED, CLUSTER = TantivyEngine.name, ElasticEngine.name
ENGINES = (CLUSTER, EMBEDDED)
OwnEngine = TantivyEngine | ElasticEngine


@cache
def _embedded(folder: str) -> TantivyEngine:
    return TantivyEngine(Path(folder))


@cache
def _cluster(urls: tuple[str, ...], api_key: str, prefix: str) -> ElasticEngine:
    return ElasticEngine(_client(urls, api_key), prefix)


def _client(urls: tuple[str, ...], api_key: str) -> Elasticsearch:
    if not urls:
        raise ImproperlyConfigured(
            "ELASTICSEARCH_URLS is empty; set it to the addresses of the cluster,"
            " such as http://127.0.0.1:9200"
        )
    try:
        return connect(urls, api_key)
    except ValueError as error:
        raise ImproperlyConfigured(f"ELASTICSEARCH_URLS: {error}") from error


def current_engine(name: str | None = None) -> OwnEngine:
    """The engine of this installation, or the named one. Raises ImproperlyConfigured."""
    wanted = name or settings.SEARCH_ENGINE
    if wanted not in ENGINES:
        raise ImproperlyConfigured(f"SEARCH_ENGINE is {wanted}; possible are {', '.join(ENGINES)}")
    if wanted == EMBEDDED:
        return _embedded(str(settings.SEARCH_DIR))
    urls = tuple(settings.ELASTICSEARCH_URLS)
    return _cluster(urls, settings.ELASTICSEARCH_API_KEY, settings.SEARCH_INDEX_PREFIX)


def standby_engine() -> Engine | None:
    """What answers while the cluster is gone: the index on this machine."""
    return None if settings.SEARCH_ENGINE == EMBEDDED else current_engine(EMBEDDED)


def kept_engines() -> list[Engine]:
    """What the drain of a machine keeps up to date: the embedded index always, for it stands by."""
    names = dict.fromkeys([EMBEDDED, settings.SEARCH_ENGINE])
    return [current_engine(name) for name in names]


def chosen_engines(name: str | None = None) -> list[Engine]:
    """The named one, or every engine that this machine keeps."""
    return [current_engine(name)] if name else kept_engines()


@contextmanager
def temporary_engine(name: str) -> Iterator[OwnEngine]:
    """An engine of that kind with no index in it; nothing of it is left behind."""
    if name == EMBEDDED:
        with tempfile.TemporaryDirectory(prefix="search-temporary-") as folder:
            yield TantivyEngine(Path(folder))
        return
    prefix = f"{settings.SEARCH_INDEX_PREFIX}-temporary-{secrets.token_hex(4)}"
    client = _client(tuple(settings.ELASTICSEARCH_URLS), settings.ELASTICSEARCH_API_KEY)
    engine = ElasticEngine(client, prefix)
    try:
        yield engine
    finally:
        engine.cluster.remove_all()
        client.close()
